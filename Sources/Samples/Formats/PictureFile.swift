#if Images
  import CJPEG
  import CPNG

  /// A PNG or JPEG file.
  struct PictureFile {
    /// Pixels of a picture at most: no camera's have more, and a few bytes can claim 2^60.
    static let mostPixels = 100_000_000
    private static let largestFile = 256 << 20

    let path: String
    let width: Int
    let height: Int
    let isColor: Bool
    private let bytes: [UInt8]

    /// Reads the file and its head, which says whether it is PNG or JPEG, whatever its name says.
    init(_ path: String) throws(DatasetError) {
      let file = try InputFile(path)
      guard file.length <= Self.largestFile else {
        throw .malformed(path, "\(file.length) bytes, expected at most \(Self.largestFile)")
      }
      let bytes = try file.bytes()
      self.path = path
      self.bytes = bytes
      if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
        var image = png_image()
        let isRight = bytes.withUnsafeBytes { png_begin(&image, $0.baseAddress, $0.count) } != 0
        defer { png_image_free(&image) }
        guard isRight else { throw .malformed(path, "no PNG: \(Self.message(&image))") }
        (width, height) = (Int(image.width), Int(image.height))
        isColor = png_is_color(&image) != 0
      } else if bytes.starts(with: [0xFF, 0xD8]) {
        var image = jpeg_image()
        let isRight = bytes.withUnsafeBufferPointer { bytes in
          jpeg_read(&image, bytes.baseAddress, bytes.count, 0, nil)
        }
        guard isRight != 0 else { throw .malformed(path, "no JPEG: \(Self.message(&image))") }
        (width, height) = (image.width, image.height)
        isColor = image.is_color != 0
      } else {
        throw .malformed(path, "neither PNG nor JPEG, expected a file that begins as one")
      }
      guard width > 0, height > 0, height <= Self.mostPixels / width else {
        throw .malformed(
          path, "\(width)×\(height) pixels, expected at most \(Self.mostPixels)")
      }
    }

    /// The pixels, row by row: height × width × 3 (red, green, blue), or × 1.
    func pixels(isColor: Bool) throws(DatasetError) -> [UInt8] {
      var pixels = [UInt8](repeating: 0, count: width * height * (isColor ? 3 : 1))
      let color: Int32 = isColor ? 1 : 0
      if bytes[0] == 0x89 {
        var image = png_image()
        let isRight = bytes.withUnsafeBytes { bytes in
          png_begin(&image, bytes.baseAddress, bytes.count) != 0
            && pixels.withUnsafeMutableBytes { png_finish(&image, color, $0.baseAddress) } != 0
        }
        defer { png_image_free(&image) }
        guard isRight else { throw .malformed(path, "corrupted: \(Self.message(&image))") }
      } else {
        var image = jpeg_image()
        let isRight = bytes.withUnsafeBufferPointer { bytes in
          pixels.withUnsafeMutableBufferPointer {
            jpeg_read(&image, bytes.baseAddress, bytes.count, color, $0.baseAddress)
          }
        }
        guard isRight != 0 else { throw .malformed(path, "corrupted: \(Self.message(&image))") }
      }
      return pixels
    }

    private static func message(_ image: inout png_image) -> String {
      withUnsafeBytes(of: &image.message) { text(of: $0) }
    }

    private static func message(_ image: inout jpeg_image) -> String {
      withUnsafeBytes(of: &image.message) { text(of: $0) }
    }

    private static func text(of bytes: UnsafeRawBufferPointer) -> String {
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
#endif
