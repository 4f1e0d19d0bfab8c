import CZlib

/// A part of a file that zlib compressed (RFC 1950), inflated as it is asked for.
final class ZlibReader {
  private let file: InputFile
  // Inflate keeps the stream's address, so it has to stay where it is.
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  /// Compressed bytes from `next` on that were not read yet.
  private var next: Int
  private var rest: Int
  private var isAtEnd = false

  /// Begins at an offset of a file; so many compressed bytes are its own.
  init(_ file: InputFile, at offset: Int, length: Int) throws(DatasetError) {
    self.file = file
    (next, rest) = (offset, length)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(byteCount: 1 << 18, alignment: 16)
    guard inflate_init_zlib(stream) == Z_OK else {
      throw DatasetError(.unreadable, "\(file.path): no memory to decompress it")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  /// Fills the buffer; fewer bytes than it holds only at the content's end.
  func read(into output: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    var filled = 0
    while filled < output.count, !isAtEnd {
      if stream.pointee.avail_in == 0 {
        let part = UnsafeMutableRawBufferPointer(rebasing: input[..<min(input.count, rest)])
        if part.isEmpty { break }
        try file.read(into: part, at: next)
        next += part.count
        rest -= part.count
        stream.pointee.next_in = part.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = uInt(part.count)
      }
      let room = min(output.count - filled, 1 << 30)  // zlib counts in 32 bits
      stream.pointee.next_out =
        output.baseAddress?.advanced(by: filled).assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = uInt(room)
      let status = inflate(stream, Z_NO_FLUSH)
      filled += room - Int(stream.pointee.avail_out)
      switch status {
      case Z_OK, Z_BUF_ERROR: continue
      case Z_STREAM_END: isAtEnd = true
      default:
        let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib's status \(status)"
        throw .malformed(file.path, "corrupted: its compressed data does not check (\(reason))")
      }
    }
    return filled
  }
}
