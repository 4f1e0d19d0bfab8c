/// The compressed elements of a file of MATLAB.
enum MATLABElements {
  /// The file with each element's content altered, and compressed again.
  static func recompressed(_ file: [UInt8], _ alter: ([UInt8]) -> [UInt8]) -> [UInt8] {
    var result = Array(file.prefix(128))
    var place = 128
    while place + 8 <= file.count {
      let length = (0..<4).reduce(0) { $0 | Int(file[place + 4 + $1]) << (8 * $1) }
      let end = min(place + 8 + length, file.count)
      let content = Compression.inflated(Array(file[place + 8..<end]), .zlib)
      let compressed = Compression.compress(alter(content), .zlib)
      result += file[place..<place + 4]
      result += (0..<4).map { UInt8(truncatingIfNeeded: compressed.count >> (8 * $0)) }
      result += compressed
      place = end
    }
    return result
  }
}
