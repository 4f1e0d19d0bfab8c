import CZlib
import Foundation
import Networks

/// The checksum that a `.safetensors` file has in its metadata: CRC-32 of all its bytes, with zeros in the place
/// of the checksum itself. One bit that is not what it was is noticed, wherever it is.
enum Checksum {
  private static let name = "checksum"
  private static let zeros = "00000000"

  /// The file's bytes, with the checksum in its metadata.
  static func adding(to file: SafetensorsFile) -> Data {
    var file = file
    file.metadata[name] = zeros
    var data = file.data
    if let place = place(in: data) { data.replaceSubrange(place, with: Data(text(of: data).utf8)) }
    return data
  }

  /// Compares a file's checksum with its bytes.
  ///
  /// - Parameters:
  ///   - metadata: the file's.
  ///   - isRequired: whether a file without one is damaged.
  static func check(
    _ content: Data, _ metadata: [String: String], isRequired: Bool
  ) throws(SafetensorsFile.Malformed) {
    guard let expected = metadata[name] else {
      if isRequired {
        throw SafetensorsFile.Malformed("no checksum: expected one, the file is damaged")
      }
      return
    }
    var zeroed = content
    if let place = place(in: content) { zeroed.replaceSubrange(place, with: Data(zeros.utf8)) }
    let found = text(of: zeroed)
    guard found == expected else {
      throw SafetensorsFile.Malformed(
        "the checksum is \(found), expected \(expected.prefix(16)): the file is damaged")
    }
  }

  /// Where the checksum stands. In a text of JSON, quotation marks have a backslash before them, so that nothing
  /// else in the header can look like it.
  private static func place(in data: Data) -> Range<Data.Index>? {
    let key = Data("\"\(name)\":\"".utf8)
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    let header = data.prefix(8 + Int(clamping: min(length, UInt64(data.count))))
    guard let range = header.firstRange(of: key), range.upperBound + zeros.count <= header.endIndex
    else { return nil }
    return range.upperBound..<range.upperBound + zeros.count
  }

  private static func text(of data: Data) -> String {
    let sum = data.withUnsafeBytes { bytes in
      crc32_z(0, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
    }
    let digits = String(sum, radix: 16)
    return String(repeating: "0", count: zeros.count - digits.count) + digits
  }
}
