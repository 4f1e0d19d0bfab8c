/// A folder of CIFAR-10 or CIFAR-100 in the binary form that is published: records of labels of a byte each
/// and 3 × 32 × 32 pixels, red, green and blue one after the other
/// (https://www.cs.toronto.edu/~kriz/cifar.html).
struct CIFARFolder {
  /// Which of the two.
  enum Kind: CaseIterable {
    case ten, hundred

    fileprivate var trainFiles: [String] {
      switch self {
      case .ten: (1...5).map { "data_batch_\($0).bin" }
      case .hundred: ["train.bin"]
      }
    }
    fileprivate var testFile: String {
      switch self {
      case .ten: "test_batch.bin"
      case .hundred: "test.bin"
      }
    }
    fileprivate var classFile: String {
      switch self {
      case .ten: "batches.meta.txt"
      case .hundred: "fine_label_names.txt"
      }
    }
    fileprivate var classes: Int {
      switch self {
      case .ten: 10
      case .hundred: 100
      }
    }
    /// Of a record, the last one being the class's; CIFAR-100 has the group of classes before it.
    fileprivate var labelBytes: Int {
      switch self {
      case .ten: 1
      case .hundred: 2
      }
    }
  }

  private static let shape = (channels: 3, height: 32, width: 32)
  private static let imageSize = 3 * 32 * 32

  let path: String
  let kind: Kind

  /// What a folder is by the names of its files, however incomplete; `nil` for another one.
  init?(recognizing path: String) {
    let kind = Kind.allCases.first { kind in
      (kind.trainFiles + [kind.testFile]).contains { InputFile.exists(path + "/" + $0) }
    }
    guard let kind else { return nil }
    self.path = path
    self.kind = kind
  }

  /// - Parameter memory: bytes of images that may be held of each part.
  func read(name: String, memory: Int) throws(DatasetError) -> Dataset {
    for file in kind.trainFiles + [kind.testFile] where !InputFile.exists(path + "/" + file) {
      throw DatasetError(.missing, "\(path): a file is missing, looked for \(file)")
    }
    let names = path + "/" + kind.classFile
    let classes =
      InputFile.exists(names)
      ? try ClassNames.read(names, count: kind.classes) : (0..<kind.classes).map { "\($0)" }
    return try Dataset(
      name: name, classes: classes, shape: Self.shape,
      train: samples(kind.trainFiles, memory: memory),
      test: samples([kind.testFile], memory: memory))
  }

  private func samples(_ names: [String], memory: Int) throws(DatasetError) -> SampleSet {
    let stride = kind.labelBytes + Self.imageSize
    var files: [ImageStore.Records] = []
    for name in names {
      let file = try InputFile(path + "/" + name)
      guard file.length > 0, file.length % stride == 0 else {
        throw .malformed(
          file.path,
          "\(file.length) bytes, expected a multiple of \(stride): of each image "
            + (kind.labelBytes == 1 ? "a label" : "\(kind.labelBytes) labels")
            + " and \(Self.imageSize) pixels")
      }
      files.append(
        ImageStore.Records(
          file: file, start: kind.labelBytes, stride: stride, count: file.length / stride))
    }
    let count = files.reduce(0) { $0 + $1.count }
    guard count <= ImageLimits.mostImages else {
      throw .malformed(path, "\(count) images, expected at most \(ImageLimits.mostImages)")
    }
    let isHeld = count <= memory / Self.imageSize
    var labels: [UInt8] = []
    var pixels: [UInt8] = []
    labels.reserveCapacity(count)
    if isHeld { pixels.reserveCapacity(count * Self.imageSize) }
    for file in files {
      let first = labels.count
      try forEachRecord(of: file) { record in
        labels.append(record[kind.labelBytes - 1])
        if isHeld { pixels.append(contentsOf: record[kind.labelBytes...]) }
      }
      if let index = labels[first...].firstIndex(where: { $0 >= kind.classes }) {
        throw .malformed(
          file.file.path,
          "label \(labels[index]) of image \(index - first), expected 0…\(kind.classes - 1)")
      }
    }
    return SampleSet(
      images: isHeld
        ? ImageStore(pixels, imageSize: Self.imageSize)
        : ImageStore(files, imageSize: Self.imageSize),
      labels: labels)
  }

  /// Gives the records of a file to `body`, read many at a time.
  private func forEachRecord(
    of records: ImageStore.Records, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws(DatasetError) {
    let stride = records.stride
    let room = UnsafeMutableBufferPointer<UInt8>.allocate(
      capacity: min(records.count, 512) * stride)
    room.initialize(repeating: 0)
    defer { room.deallocate() }
    var done = 0
    while done < records.count {
      let count = min(512, records.count - done)
      let part = UnsafeMutableBufferPointer(rebasing: room[..<(count * stride)])
      try records.file.read(into: UnsafeMutableRawBufferPointer(part), at: done * stride)
      for index in 0..<count {
        body(UnsafeBufferPointer(rebasing: part[index * stride..<(index + 1) * stride]))
      }
      done += count
    }
  }
}
