import Dispatch
import Foundation
import Synchronization

/// Pictures, a sub-folder for each class, in `train` and `test` or `val`, or without such folders, and then
/// some of each class are for testing.
struct PictureFolder {
  /// Rows and columns of images that have several sizes.
  static let usualSide = 64
  static let sides = ImageLimits.smallestSide...4096

  let path: String
  private let train: String
  private let test: String?
  private let classes: [String]

  /// `nil` for a folder without sub-folders of pictures.
  init?(recognizing path: String) {
    self.path = path
    guard let folders = try? Folder(path).subfolders else { return nil }
    if folders.contains("train"),
      let other = ["test", "val", "valid", "validation"].first(where: folders.contains)
    {
      (train, test) = (path + "/train", path + "/" + other)
    } else {
      (train, test) = (path, nil)
    }
    guard let classes = try? Folder(train).subfolders else { return nil }
    let train = train
    guard classes.contains(where: { !Self.pictures(in: train + "/" + $0).isEmpty }) else {
      return nil
    }
    self.classes = classes
  }

  private static func pictures(in folder: String) -> [String] {
    ((try? Folder(folder))?.names ?? []).filter(isPicture)
  }

  private static func isPicture(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".png", ".jpg", ".jpeg"].contains { name.hasSuffix($0) }
  }

  #if !Images
    /// This build cannot read pictures.
    func read(name: String, memory: Int, side: Int?) throws(DatasetError) -> Dataset {
      throw DatasetError(
        .usage,
        "\(path): a folder of pictures, expected a program that was built to read them: "
          + "swift build -c release --traits Images")
    }
  #else
    private struct Listing {
      var files: [String] = []
      var labels: [UInt8] = []
    }

    /// - Parameters:
    ///   - memory: bytes of images that may be held of each part.
    ///   - side: rows and columns of images; `nil` for their own size where all have the same one.
    func read(name: String, memory: Int, side: Int?) throws(DatasetError) -> Dataset {
      guard 2...ClassNames.most ~= classes.count else {
        throw .malformed(
          train, "\(classes.count) folders of pictures, expected 2…\(ClassNames.most) classes")
      }
      if let name = classes.first(where: \.hasControlCharacters) {
        throw .malformed(train, "'\(name)': a class's name has control characters, expected none")
      }
      let (first, second) = try listings()
      let heads = try Self.heads(of: first.files + second.files)
      let shape = try shape(heads, side: side)
      let size = shape.channels * shape.height * shape.width
      for listing in [first, second] where listing.files.count > memory / size {
        throw .malformed(
          path,
          "\(listing.files.count) images of \(shape.height)×\(shape.width), expected at most "
            + "\(memory / size), which is what memory can hold, or a smaller --image-size")
      }
      return try Dataset(
        name: name, classes: classes, shape: shape, train: Self.samples(first, shape),
        test: Self.samples(second, shape))
    }

    /// The files of both parts.
    private func listings() throws(DatasetError) -> (train: Listing, test: Listing) {
      var parts = (train: Listing(), test: Listing())
      for (label, name) in classes.enumerated() {
        let names = try Folder(train + "/" + name).names.filter(Self.isPicture)
        guard !names.isEmpty else {
          throw .malformed(train + "/" + name, "no pictures, expected files of PNG or JPEG")
        }
        for (index, file) in names.enumerated() {
          if test == nil && TestShare.contains(index) {
            parts.test.files.append("\(train)/\(name)/\(file)")
            parts.test.labels.append(UInt8(label))
          } else {
            parts.train.files.append("\(train)/\(name)/\(file)")
            parts.train.labels.append(UInt8(label))
          }
        }
        guard let test else { continue }
        for file in try Folder(test + "/" + name).names where Self.isPicture(file) {
          parts.test.files.append("\(test)/\(name)/\(file)")
          parts.test.labels.append(UInt8(label))
        }
      }
      guard !parts.train.files.isEmpty, !parts.test.files.isEmpty else {
        throw .malformed(path, "too few pictures, expected some to train and some to test on")
      }
      return parts
    }

    private struct Head {
      var width, height: Int
      var isColor: Bool
    }

    private static func heads(of files: [String]) throws(DatasetError) -> [Head] {
      let heads = Mutex([Head?](repeating: nil, count: files.count))
      try forEach(files) { (index, picture) throws(DatasetError) in
        let head = Head(width: picture.width, height: picture.height, isColor: picture.isColor)
        heads.withLock { $0[index] = head }
      }
      return heads.withLock { $0.compactMap(\.self) }
    }

    private func shape(
      _ heads: [Head], side: Int?
    ) throws(DatasetError) -> (channels: Int, height: Int, width: Int) {
      let channels = heads.contains(where: \.isColor) ? 3 : 1
      let (width, height) = (heads[0].width, heads[0].height)
      let isOneSize = heads.allSatisfy { ($0.width, $0.height) == (width, height) }
      if side == nil && isOneSize {
        try ImageLimits.check((channels, height, width), of: path)
        return (channels, height, width)
      }
      let side = side ?? Self.usualSide
      return (channels, side, side)
    }

    private static func samples(
      _ listing: Listing, _ shape: (channels: Int, height: Int, width: Int)
    ) throws(DatasetError) -> SampleSet {
      let size = shape.channels * shape.height * shape.width
      let pixels = Mutex([UInt8](repeating: 0, count: listing.files.count * size))
      try forEach(listing.files) { (index, picture) throws(DatasetError) in
        let own = try picture.pixels(isColor: shape.channels == 3)
        let image =
          (picture.width, picture.height) == (shape.width, shape.height)
          ? planes(own, channels: shape.channels)
          : Resizing.square(
            own, height: picture.height, width: picture.width, channels: shape.channels,
            side: shape.width)
        pixels.withLock { $0.replaceSubrange(index * size..<(index + 1) * size, with: image) }
      }
      return SampleSet(
        images: ImageStore(pixels.withLock(\.self), imageSize: size), labels: listing.labels)
    }

    /// Height × width × channels as channels × height × width.
    private static func planes(_ pixels: [UInt8], channels: Int) -> [UInt8] {
      guard channels > 1 else { return pixels }
      return (0..<channels).flatMap { channel in
        stride(from: channel, to: pixels.count, by: channels).map { pixels[$0] }
      }
    }

    /// Opens pictures, several at a time; the error of the first that has one is thrown.
    private static func forEach(
      _ files: [String],
      _ body: @Sendable (_ index: Int, PictureFile) throws(DatasetError) -> Void
    ) throws(DatasetError) {
      let failure = Mutex<(index: Int, error: DatasetError)?>(nil)
      // Each takes the memory of a whole picture.
      let workers = min(ProcessInfo.processInfo.activeProcessorCount, 8)
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        for index in stride(from: worker, to: files.count, by: workers) {
          if failure.withLock({ $0.map { $0.index < index } ?? false }) { return }
          do throws(DatasetError) {
            try body(index, try PictureFile(files[index]))
          } catch {
            failure.withLock { if ($0?.index ?? .max) > index { $0 = (index, error) } }
            return
          }
        }
      }
      if let error = failure.withLock({ $0?.error }) { throw error }
    }
  #endif
}
