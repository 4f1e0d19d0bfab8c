import CZlib

/// A part of a file that zlib compressed (RFC 1950), inflated as it is asked for.
final class ZlibReader {
  private let file: InputFile
  private let inflater: Inflater
  /// Compressed bytes from `next` on that were not read yet.
  private var next: Int
  private var rest: Int
  private var isAtEnd = false

  /// Begins at an offset of a file; so many compressed bytes are its own.
  init(_ file: InputFile, at offset: Int, length: Int) throws(DatasetError) {
    self.file = file
    (next, rest) = (offset, length)
    inflater = try Inflater(.zlib, path: file.path)
  }

  /// Fills the buffer; fewer bytes than it holds only at the content's end.
  func read(into output: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    var filled = 0
    while filled < output.count, !isAtEnd {
      if inflater.needsInput {
        let part = UnsafeMutableRawBufferPointer(
          rebasing: inflater.input[..<min(inflater.input.count, rest)])
        if part.isEmpty { break }
        try file.read(into: part, at: next)
        next += part.count
        rest -= part.count
        inflater.take(part.count)
      }
      let (count, status) = inflater.inflate(into: output, behind: filled)
      filled += count
      switch status {
      case Z_OK, Z_BUF_ERROR: continue
      case Z_STREAM_END: isAtEnd = true
      default: throw inflater.failure(status, path: file.path)
      }
    }
    return filled
  }
}
