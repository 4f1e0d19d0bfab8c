import Foundation

/// `SHA256SUMS` in a data set's folder: what its files must be, as `sha256sum` writes and checks it, a line
/// of 64 hexadecimal digits, two spaces and a name for each.
public struct ChecksumList: Sendable, Equatable {
  /// The file's name.
  public static let fileName = "SHA256SUMS"
  private static let largestFile = 1 << 16

  /// A file and its checksum.
  public struct Entry: Sendable, Equatable {
    /// The name of a file in the folder.
    public let name: String
    /// 64 hexadecimal digits.
    public let checksum: String

    /// Describes a file.
    public init(name: String, checksum: String) {
      self.name = name
      self.checksum = checksum
    }
  }

  /// In the list's order.
  public let entries: [Entry]

  /// Makes a list.
  public init(_ entries: [Entry]) { self.entries = entries }

  /// What a list looks like in its file.
  public var text: String { entries.map { "\($0.checksum)  \($0.name)\n" }.joined() }

  /// Reads a folder's list; `nil` where there is none.
  public init?(ofFolder folder: String) throws(DatasetError) {
    let path = folder + "/" + Self.fileName
    guard InputFile.exists(path) else { return nil }
    let file = try InputFile(path)
    guard file.length <= Self.largestFile else {
      throw .malformed(path, "\(file.length) bytes, expected at most \(Self.largestFile)")
    }
    let text = String(decoding: try file.bytes(), as: UTF8.self)
    var entries: [Entry] = []
    for (number, line) in text.split(separator: "\n").enumerated() {
      let checksum = String(line.prefix(64))
      let name = String(line.dropFirst(66))
      // A name with a slash could lead out of the folder.
      guard line.dropFirst(64).hasPrefix("  ") || line.dropFirst(64).hasPrefix(" *"),
        checksum.allSatisfy(\.isHexDigit), !name.isEmpty, name != ".", name != "..",
        !name.contains("/"), !name.hasControlCharacters
      else {
        throw .malformed(
          path,
          "line \(number + 1): expected 64 hexadecimal digits, two spaces and a file of the folder")
      }
      entries.append(Entry(name: name, checksum: checksum.lowercased()))
    }
    self.entries = entries
  }

  /// Whether a file is what the list says.
  /// - Throws: an error of kind `malformed` that has both checksums where it is not.
  public static func check(_ entry: Entry, inFolder folder: String) throws(DatasetError) {
    let path = folder + "/" + entry.name
    let found = try checksum(of: path)
    guard found == entry.checksum else {
      throw .malformed(path, "SHA-256 \(found), expected \(entry.checksum)")
    }
  }

  /// The checksum of a file, in 64 hexadecimal digits.
  public static func checksum(of path: String) throws(DatasetError) -> String {
    try SHA256.of(InputFile(path))
  }
}
