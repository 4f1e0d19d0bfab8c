import Foundation

/// A tar archive (POSIX.1-1988's ustar, as tar has written it since) compressed with gzip, of which some
/// files are wanted.
public enum TarArchive {
  private static let block = 512
  /// Of a file in it, and of all entries: more than any data set's.
  private static let largestFile = 2 << 30
  private static let mostEntries = 100_000

  /// Writes files of an archive into a folder.
  ///
  /// A wanted file is found by its last name, whatever folder the archive has it in, and written under that
  /// name alone; everything else in the archive is passed over. So nothing can leave the folder.
  /// - Parameters:
  ///   - path: the archive's.
  ///   - names: of the wanted files, without folders.
  ///   - folder: where they go.
  public static func extract(
    _ path: String, files names: [String], into folder: String
  ) throws(DatasetError) {
    precondition(names.allSatisfy { !$0.contains("/") && $0 != ".." })
    let reader = try GzipReader(InputFile(path))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    var missing = names
    for _ in 0..<mostEntries where !missing.isEmpty {
      guard let entry = try nextEntry(reader, path, buffer) else { break }
      let isWanted = entry.isFile && missing.contains(entry.name)
      missing.removeAll { isWanted && $0 == entry.name }
      try copy(entry, reader, path, buffer, to: isWanted ? folder + "/" + entry.name : nil)
    }
    guard missing.isEmpty else {
      throw .malformed(path, "\(missing.joined(separator: ", ")): not in the archive")
    }
  }

  private struct Entry {
    /// Without its folders.
    let name: String
    let length: Int
    let isFile: Bool
  }

  /// Reads a header; `nil` at the archive's end.
  private static func nextEntry(
    _ reader: GzipReader, _ path: String, _ buffer: UnsafeMutableRawBufferPointer
  ) throws(DatasetError) -> Entry? {
    let header = UnsafeMutableRawBufferPointer(rebasing: buffer[..<block])
    let count = try reader.read(into: header)
    if count == 0 || header.allSatisfy({ $0 == 0 }) { return nil }
    // The sum of all bytes, those of the sum itself counting as spaces.
    let sum = header.enumerated().reduce(0) { $0 + (148..<156 ~= $1.offset ? 32 : Int($1.element)) }
    guard count == block, number(header[148..<156]) == sum else {
      throw .malformed(path, "not a tar archive, expected the header of a file")
    }
    guard let length = number(header[124..<136]), length <= largestFile else {
      throw .malformed(path, "a file of unknown length, expected at most \(largestFile) bytes")
    }
    let name = String(decoding: header[..<100].prefix { $0 != 0 }, as: UTF8.self)
    return Entry(
      name: String(name.split(separator: "/").last ?? ""), length: length,
      isFile: header[156] == 0 || header[156] == UInt8(ascii: "0"))
  }

  /// A number in octal digits between spaces and zeros.
  private static func number(_ field: Slice<UnsafeMutableRawBufferPointer>) -> Int? {
    let digits = field.drop { $0 == 32 }.prefix { $0 != 32 && $0 != 0 }
    return Int(String(decoding: digits, as: UTF8.self), radix: 8).flatMap { $0 >= 0 ? $0 : nil }
  }

  /// Goes through a file's content, which is filled up to whole blocks.
  private static func copy(
    _ entry: Entry, _ reader: GzipReader, _ path: String, _ buffer: UnsafeMutableRawBufferPointer,
    to target: String?
  ) throws(DatasetError) {
    var output: Int32 = -1
    if let target {
      output = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard output >= 0 else { throw unwritable(target) }
    }
    defer { if output >= 0 { close(output) } }
    var rest = entry.length
    var filling = (block - entry.length % block) % block
    while rest + filling > 0 {
      let part = UnsafeMutableRawBufferPointer(
        rebasing: buffer[..<min(buffer.count, rest + filling)])
      guard try reader.read(into: part) == part.count else {
        throw .malformed(path, "cut short: the archive ends amid \(entry.name)")
      }
      var written = 0
      let content = min(rest, part.count)
      while let target, written < content {
        let count = write(output, part.baseAddress?.advanced(by: written), content - written)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { throw unwritable(target) }
        written += count
      }
      rest -= content
      filling -= part.count - content
    }
  }

  private static func unwritable(_ path: String) -> DatasetError {
    DatasetError(.unreadable, "\(path): cannot be written: \(String(cString: strerror(errno)))")
  }
}
