/// The pixels of a part's images: held in memory, or read from their files when they are wanted, where
/// memory could not hold them.
///
/// Files are read, not mapped: one that is cut while a run goes on ends it with an error, where a map would
/// end the program with a signal.
struct ImageStore: Sendable {
  /// Images of one file: `count` records of `stride` bytes after one another, the first one's pixels from
  /// `start` on.
  struct Records: Sendable {
    let file: InputFile
    let start: Int
    let stride: Int
    var count: Int
  }

  private enum Source {
    case memory([UInt8])
    case files([Records])
  }

  /// Bytes of an image: channels × height × width.
  let imageSize: Int
  /// Number of images.
  private(set) var count: Int
  private var source: Source

  /// Holds images: `count` × `imageSize` bytes.
  init(_ pixels: [UInt8], imageSize: Int) {
    self.imageSize = imageSize
    count = pixels.count / max(imageSize, 1)
    source = .memory(pixels)
  }

  /// Reads images when they are wanted.
  init(_ files: [Records], imageSize: Int) {
    self.imageSize = imageSize
    count = files.reduce(0) { $0 + $1.count }
    source = .files(files)
  }

  /// The first images alone.
  func prefix(_ length: Int) -> ImageStore {
    guard length < count else { return self }
    var store = self
    store.count = length
    switch source {
    case .memory(let pixels): store.source = .memory(Array(pixels.prefix(length * imageSize)))
    case .files(let files):
      var rest = length
      store.source = .files(
        files.map { file in
          var file = file
          file.count = min(file.count, rest)
          rest -= file.count
          return file
        })
    }
    return store
  }

  /// Gives an image's bytes to `body`.
  /// - Parameter room: `imageSize` bytes, which may be used for it.
  func withImage<Result>(
    _ index: Int, room: UnsafeMutableBufferPointer<UInt8>,
    _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) throws(DatasetError) -> Result {
    precondition(0..<count ~= index && room.count == imageSize)
    switch source {
    case .memory(let pixels):
      return pixels.withUnsafeBufferPointer { pixels in
        body(UnsafeBufferPointer(rebasing: pixels[index * imageSize..<(index + 1) * imageSize]))
      }
    case .files(let files):
      var place = index
      for records in files {
        if place < records.count {
          try records.file.read(
            into: UnsafeMutableRawBufferPointer(room), at: records.start + place * records.stride)
          return body(UnsafeBufferPointer(room))
        }
        place -= records.count
      }
      preconditionFailure("files have fewer images than their counts")
    }
  }

  /// The bytes of images next to one another.
  func pixels(_ range: Range<Int>) throws(DatasetError) -> [UInt8] {
    if case .memory(let pixels) = source {
      return Array(pixels[range.lowerBound * imageSize..<range.upperBound * imageSize])
    }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(range.count * imageSize)
    try withRoom { (room) throws(DatasetError) in
      for index in range { try withImage(index, room: room) { pixels.append(contentsOf: $0) } }
    }
    return pixels
  }

  /// Gives all images to `body`, one after the other.
  func forEach(_ body: (UnsafeBufferPointer<UInt8>) -> Void) throws(DatasetError) {
    try withRoom { (room) throws(DatasetError) in
      for index in 0..<count { try withImage(index, room: room, body) }
    }
  }

  /// Gives room for an image to `body`.
  func withRoom(
    _ body: (UnsafeMutableBufferPointer<UInt8>) throws(DatasetError) -> Void
  ) throws(DatasetError) {
    let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: imageSize)
    room.initialize(repeating: 0)
    defer { room.deallocate() }
    try body(room)
  }
}
