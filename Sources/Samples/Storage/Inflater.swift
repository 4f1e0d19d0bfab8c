import CZlib

/// Inflates what was compressed, as gzip (RFC 1952) or zlib (RFC 1950) has it, a buffer at a time. What comes in
/// and what is wrong is its users' matter.
final class Inflater {
  /// How compressed data are wrapped.
  enum Wrapper {
    case gzip, zlib
  }

  /// Where compressed bytes are put before `take`.
  let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  // Inflate keeps the stream's address, so it has to stay where it is.
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

  /// - Parameter path: of the file that is read, for errors.
  init(_ wrapper: Wrapper, path: String) throws(DatasetError) {
    stream.initialize(to: z_stream())
    let status = wrapper == .gzip ? inflate_init_gzip(stream) : inflate_init_zlib(stream)
    guard status == Z_OK else { throw Self.noMemory(path) }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
  }

  /// Whether all compressed bytes were used.
  var needsInput: Bool { stream.pointee.avail_in == 0 }

  /// Takes so many compressed bytes from the beginning of `input`.
  func take(_ count: Int) {
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = uInt(count)
  }

  /// Begins anew, with what follows.
  func reset() { inflateReset(stream) }

  /// Inflates into a buffer behind what it holds already.
  ///
  /// - Returns: how many bytes came, and zlib's status.
  func inflate(into output: UnsafeMutableRawBufferPointer, behind filled: Int) -> (Int, Int32) {
    let room = min(output.count - filled, 1 << 30)  // zlib counts in 32 bits
    stream.pointee.next_out =
      output.baseAddress?.advanced(by: filled).assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = uInt(room)
    let status = CZlib.inflate(stream, Z_NO_FLUSH)
    return (room - Int(stream.pointee.avail_out), status)
  }

  /// What is wrong, in zlib's words.
  func reason(_ status: Int32) -> String {
    stream.pointee.msg.map { String(cString: $0) } ?? "zlib's status \(status)"
  }

  /// The error of data that cannot be inflated.
  func failure(_ status: Int32, path: String) -> DatasetError {
    if status == Z_MEM_ERROR { return Self.noMemory(path) }
    return .malformed(path, "corrupted: its compressed data does not check (\(reason(status)))")
  }

  private static func noMemory(_ path: String) -> DatasetError {
    DatasetError(.unreadable, "\(path): no memory to decompress it")
  }
}
