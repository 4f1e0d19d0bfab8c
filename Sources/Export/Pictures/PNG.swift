import CZlib

extension RasterPicture {
  /// The picture as a PNG file: 8 bits for each of red, green and blue, rows without filters.
  ///
  /// The format: W3C, *Portable Network Graphics (PNG) Specification*, third edition.
  var png: [UInt8] {
    var header: [UInt8] = []
    header.append(bigEndian: UInt32(width))
    header.append(bigEndian: UInt32(height))
    // Bits of a sample, colour type (truecolour), and the only methods of compression, filter, interlace.
    header += [8, 2, 0, 0, 0]
    var rows: [UInt8] = []
    rows.reserveCapacity((3 * width + 1) * height)
    for row in 0..<height {
      rows.append(0)
      rows += pixels[3 * row * width..<3 * (row + 1) * width]
    }
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IHDR", header)
      + Self.chunk("IDAT", Self.deflated(rows)) + Self.chunk("IEND", [])
  }

  private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var count = compressBound(uLong(bytes.count))
    var result = [UInt8](repeating: 0, count: Int(count))
    // There is room for the worst case, so only a lack of memory could keep it from that.
    let status = compress2(&result, &count, bytes, uLong(bytes.count), Z_DEFAULT_COMPRESSION)
    return status == Z_OK ? Array(result.prefix(Int(count))) : []
  }

  /// Length, type, content and the CRC-32 of the latter two.
  private static func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(type.utf8) + content
    var chunk: [UInt8] = []
    chunk.append(bigEndian: UInt32(content.count))
    chunk += body
    chunk.append(bigEndian: UInt32(truncatingIfNeeded: crc32(0, body, uInt(body.count))))
    return chunk
  }
}

extension [UInt8] {
  /// Adds a number, the highest byte first.
  fileprivate mutating func append(bigEndian number: UInt32) {
    for shift in [24, 16, 8, 0] { append(UInt8(truncatingIfNeeded: number >> UInt32(shift))) }
  }
}
