/// The cyclic redundancy check of Castagnoli's polynomial 0x1EDC6F41 (RFC 3720, appendix B.4), its bits in
/// reversed order.
enum CRC32C {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0x82F6_3B78 : rest >> 1 }
  }

  /// The check of some bytes.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~table.withUnsafeBufferPointer { table in
      bytes.reduce(~UInt32(0)) { rest, byte in
        rest >> 8 ^ table[Int((rest ^ UInt32(byte)) & 0xFF)]
      }
    }
  }

  /// The check as TFRecord files have it, masked so that checks of data with checks in them stay good
  /// (tensorflow/core/lib/hash/crc32c.h).
  static func masked(_ bytes: [UInt8]) -> UInt32 {
    let checksum = checksum(bytes)
    return (checksum >> 15 | checksum << 17) &+ 0xA282_EAD8
  }
}
