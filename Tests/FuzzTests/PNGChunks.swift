/// The parts of a PNG file.
enum PNGChunks {
  /// The file with the checksum of each part made right, as far as parts can be found.
  static func withRightChecksums(_ file: [UInt8]) -> [UInt8] {
    var file = file
    var place = 8
    while place + 12 <= file.count {
      let length = (0..<4).reduce(0) { $0 << 8 | Int(file[place + $1]) }
      let end = place + 8 + length
      guard end + 4 <= file.count else { break }
      let sum = Compression.checksum(Array(file[place + 4..<end]))
      for index in 0..<4 {
        file[end + index] = UInt8(truncatingIfNeeded: sum >> UInt(24 - 8 * index))
      }
      place = end + 4
    }
    return file
  }
}
