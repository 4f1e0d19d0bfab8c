import CZlib

/// The content of a gzip file (RFC 1952), inflated as it is asked for, so that a file that swells
/// beyond what its reader expects costs nothing. Several members after one another are one content.
final class GzipReader {
  /// Deflate cannot shrink content further than this (zlib's technical notes).
  static let largestRatio = 1032

  let file: InputFile
  // Inflate keeps the stream's address, so it has to stay where it is.
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  private var isInsideMember = false
  private var finishedMembers = 0

  init(_ file: InputFile) throws(DatasetError) {
    self.file = file
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(byteCount: 1 << 18, alignment: 16)
    guard inflate_init_gzip(stream) == Z_OK else {
      throw DatasetError(.unreadable, "\(file.path): no memory to decompress it")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  /// Fills the buffer; fewer bytes than it holds only at the content's end, which is reported only
  /// after the checksum and the length of every member were found right and nothing came after.
  func read(into output: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    var filled = 0
    while filled < output.count {
      if stream.pointee.avail_in == 0, try !refill() { break }
      if !isInsideMember {
        if finishedMembers > 0 { inflateReset(stream) }
        isInsideMember = true
      }
      let room = min(output.count - filled, 1 << 30)  // zlib counts in 32 bits
      let start = output.baseAddress?.advanced(by: filled)
      stream.pointee.next_out = start?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = uInt(room)
      let status = inflate(stream, Z_NO_FLUSH)
      filled += room - Int(stream.pointee.avail_out)
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
    let count = try file.read(into: input)
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = uInt(count)
    if count == 0, isInsideMember || finishedMembers == 0 {
      throw .malformed(
        file.path,
        "cut short: the file ends after \(file.length) bytes, amid its compressed data")
    }
    return count > 0
  }

  private func failure(_ status: Int32) -> DatasetError {
    if status == Z_MEM_ERROR {
      return DatasetError(.unreadable, "\(file.path): no memory to decompress it")
    }
    let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib's status \(status)"
    let isHeader = reason == "incorrect header check"
    if isHeader, finishedMembers > 0 {
      return .malformed(file.path, "other data after the compressed data, expected the file's end")
    }
    if isHeader {
      return .malformed(file.path, "not a gzip file, expected one that begins with 1f 8b")
    }
    return .malformed(file.path, "corrupted: its compressed data does not check (\(reason))")
  }
}
