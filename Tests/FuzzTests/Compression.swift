import CZlib

/// zlib's formats, for files whose content was altered before it was compressed and whose checksums are right
/// all the same.
enum Compression {
  /// Sizes of windows by which zlib names its formats.
  enum Format: Int32 {
    case zlib = 15
    case gzip = 31
    case raw = -15
  }

  static func compress(_ content: [UInt8], _ format: Format = .gzip) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
      &stream, 6, Z_DEFLATED, format.rawValue, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var (content, output) = (
      content, [UInt8](repeating: 0, count: content.count / 900 * 2 + 64 + content.count)
    )
    content.withUnsafeMutableBufferPointer { content in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = content.baseAddress
        stream.avail_in = uInt(content.count)
        stream.next_out = output.baseAddress
        stream.avail_out = uInt(output.count)
        deflate(&stream, Z_FINISH)
      }
    }
    return Array(output.prefix(Int(stream.total_out)))
  }

  /// What can be inflated, however it ends; at most so many bytes.
  static func inflated(
    _ compressed: [UInt8], _ format: Format = .gzip, atMost limit: Int = 1 << 20
  ) -> [UInt8] {
    var stream = z_stream()
    inflateInit2_(&stream, format.rawValue, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { inflateEnd(&stream) }
    var (compressed, output) = (compressed, [UInt8](repeating: 0, count: limit))
    compressed.withUnsafeMutableBufferPointer { compressed in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = compressed.baseAddress
        stream.avail_in = uInt(compressed.count)
        stream.next_out = output.baseAddress
        stream.avail_out = uInt(output.count)
        CZlib.inflate(&stream, Z_FINISH)
      }
    }
    return Array(output.prefix(Int(stream.total_out)))
  }

  /// A gzip file whose last eight bytes are the checksum and length of what is inflated from it, as far as
  /// anything is.
  static func withRightChecksum(_ file: [UInt8]) -> [UInt8] {
    // Ten bytes of header, where it has no names and comments.
    guard file.count > 18 else { return file }
    let content = inflated(Array(file[10...]), .raw)
    let sum = UInt32(truncatingIfNeeded: checksum(content))
    let trailer = [sum, UInt32(truncatingIfNeeded: content.count)].flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }
    return file.dropLast(8) + trailer
  }

  /// CRC-32.
  static func checksum(_ bytes: [UInt8]) -> UInt {
    UInt(crc32_z(0, bytes, bytes.count))
  }
}
