import CZlib

/// The content of a gzip file (RFC 1952), inflated as it is asked for, so that a file that swells
/// beyond what its reader expects costs nothing. Several members after one another are one content.
final class GzipReader {
  /// Deflate cannot shrink content further than this (zlib's technical notes).
  static let largestRatio = 1032

  let file: InputFile
  private let inflater: Inflater
  private var isInsideMember = false
  private var finishedMembers = 0

  init(_ file: InputFile) throws(DatasetError) {
    self.file = file
    inflater = try Inflater(.gzip, path: file.path)
  }

  /// Fills the buffer; fewer bytes than it holds only at the content's end, which is reported only
  /// after the checksum and the length of every member were found right and nothing came after.
  func read(into output: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    var filled = 0
    while filled < output.count {
      if inflater.needsInput, try !refill() { break }
      if !isInsideMember {
        if finishedMembers > 0 { inflater.reset() }
        isInsideMember = true
      }
      let (count, status) = inflater.inflate(into: output, behind: filled)
      filled += count
      switch status {
      case Z_OK, Z_BUF_ERROR: continue
      case Z_STREAM_END:
        isInsideMember = false
        finishedMembers += 1
      default: throw failure(status)
      }
    }
    return filled
  }

  /// False at the file's end, where that is a right place to end.
  private func refill() throws(DatasetError) -> Bool {
    let count = try file.read(into: inflater.input)
    inflater.take(count)
    if count == 0, isInsideMember || finishedMembers == 0 {
      throw .malformed(
        file.path,
        "cut short: the file ends after \(file.length) bytes, amid its compressed data")
    }
    return count > 0
  }

  private func failure(_ status: Int32) -> DatasetError {
    guard inflater.reason(status) == "incorrect header check" else {
      return inflater.failure(status, path: file.path)
    }
    return .malformed(
      file.path,
      finishedMembers > 0
        ? "other data after the compressed data, expected the file's end"
        : "not a gzip file, expected one that begins with 1f 8b")
  }
}
