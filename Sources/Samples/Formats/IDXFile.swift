/// A file of the format in which MNIST is published: a magic number whose third byte is the type
/// of an element and whose fourth is the number of dimensions, the dimensions as big-endian 32-bit
/// numbers, then the elements, the last dimension varying fastest. Only bytes are read.
struct IDXFile {
  /// Where it was read from.
  let path: String
  /// Sizes, outermost first; none is 0.
  let dimensions: [Int]
  /// The elements, as many as the dimensions' product.
  let content: Content

  enum Content {
    case held([UInt8])
    /// Too many for memory: they stay in the file, from `start` on.
    case inFile(InputFile, start: Int)
  }

  /// Reads a file, through gzip if its name ends in `.gz`.
  ///
  /// - Parameter memory: bytes that may be held. What is more stays in a plain file, and is refused in a
  ///   compressed one, where nothing can be found without inflating all before it.
  init(_ path: String, ranks: ClosedRange<Int>, memory: Int) throws(DatasetError) {
    let source = try ByteSource(path)
    let dimensions = try Self.readDimensions(source, ranks)
    let shape = dimensions.map(String.init).joined(separator: "×")
    let count = try Self.product(dimensions, shape, source, memory)
    let headerLength = 4 + 4 * dimensions.count
    let promise = "the header announces \(shape)"
    switch source {
    case .plain(let file):
      guard file.length == headerLength + count else {
        throw .malformed(
          path, "\(file.length) bytes, expected \(headerLength + count): \(promise)")
      }
    case .gzip(let reader):
      guard count / GzipReader.largestRatio <= reader.file.length else {
        throw .malformed(
          path,
          "\(reader.file.length) bytes cannot hold the \(count) that are expected: \(promise)")
      }
    }

    self.path = path
    self.dimensions = dimensions
    if count > memory {
      content = .inFile(source.file, start: headerLength)
      return
    }
    let bytes = try source.read(count)
    guard bytes.count == count else {
      throw .malformed(
        path, "\(bytes.count) bytes after the header, expected \(count): \(promise)")
    }
    guard try source.read(1).isEmpty else {
      throw .malformed(
        path, "more than \(count) bytes after the header, expected \(count): \(promise)")
    }
    content = .held(bytes)
  }

  /// Beyond any file, and far from where sums overflow.
  private static let largestFile = 1 << 50

  private static func readDimensions(
    _ source: ByteSource, _ ranks: ClosedRange<Int>
  ) throws(DatasetError) -> [Int] {
    let path = source.file.path
    let magic = try source.read(4)
    guard magic.count == 4 else {
      throw .malformed(path, "\(magic.count) bytes, expected an IDX file, whose header has 4 more")
    }
    guard magic[0] == 0, magic[1] == 0 else {
      let found = magic.map { hexadecimal($0) }.joined(separator: " ")
      throw .malformed(
        path, "magic number \(found), expected 00 00 08 0\(ranks.lowerBound) (IDX, bytes)")
    }
    guard magic[2] == 0x08 else {
      throw .malformed(
        path, "element type \(hexadecimal(magic[2])), expected 08 (unsigned bytes)")
    }
    let rank = Int(magic[3])
    guard ranks.contains(rank) else {
      let expected = ranks.map(String.init).joined(separator: " or ")
      throw .malformed(path, "\(rank) dimensions, expected \(expected)")
    }
    let sizes = try source.read(4 * rank)
    guard sizes.count == 4 * rank else {
      throw .malformed(
        path, "\(4 + sizes.count) bytes, expected a header of \(4 + 4 * rank) and what follows it")
    }
    return (0..<rank).map { index in
      sizes[4 * index..<4 * index + 4].reduce(0) { $0 << 8 | Int($1) }
    }
  }

  private static func product(
    _ dimensions: [Int], _ shape: String, _ source: ByteSource, _ memory: Int
  ) throws(DatasetError) -> Int {
    let path = source.file.path
    guard !dimensions.contains(0) else {
      throw .malformed(path, "dimensions \(shape), expected at least 1 each")
    }
    var product = 1
    for dimension in dimensions {
      let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
      guard !overflow, next <= largestFile else {
        throw .malformed(path, "dimensions \(shape), expected at most \(largestFile) bytes")
      }
      product = next
    }
    if case .gzip = source, product > memory {
      throw .malformed(
        path,
        "dimensions \(shape), expected at most \(memory) bytes, which is what memory can hold; "
          + "a file that is not compressed may be larger")
    }
    return product
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
