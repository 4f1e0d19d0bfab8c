import Foundation

/// What a data set may be.
enum ImageLimits {
  /// The default network halves an image twice; what is smaller than this leaves it nothing.
  static let smallestSide = 4
  /// Far beyond colour; each takes tables of its own.
  static let mostChannels = 256
  /// Labels are bytes, which are held whatever becomes of the pixels.
  static let mostImages = 1 << 30

  /// Bytes of images that may be held of each part: 8 GiB, or a quarter of a smaller machine's memory. Of
  /// what is larger, images are read when they are wanted.
  static let memory = Int(min(8 << 30, max(ProcessInfo.processInfo.physicalMemory / 4, 64 << 20)))

  /// Refuses images that no network can take.
  static func check(
    _ shape: (channels: Int, height: Int, width: Int), of path: String
  ) throws(DatasetError) {
    guard min(shape.height, shape.width) >= smallestSide else {
      throw .malformed(
        path,
        "images of \(shape.height)×\(shape.width), expected at least "
          + "\(smallestSide)×\(smallestSide)")
    }
    guard shape.channels <= mostChannels else {
      throw .malformed(
        path, "images of \(shape.channels) channels, expected at most \(mostChannels)")
    }
  }
}
