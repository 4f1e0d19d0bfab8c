/// A table of pixels as text (CSV): a line for each image, its label first, then its pixels, whole numbers
/// 0…255 between commas, semicolons or tabs. A first line may name the columns.
struct PixelTable {
  let path: String
  private(set) var labels: [UInt8] = []
  /// Images × `pixelCount`.
  private(set) var pixels: [UInt8] = []
  /// Pixels of an image.
  private(set) var pixelCount = 0
  /// The last column's name; `nil` where columns have no names.
  private(set) var lastName: String?

  /// A number of up to five digits and a comma for each channel of each pixel of a large image.
  private static let longestLine = 64 << 20
  /// Bytes of a column's name that can say the column's place.
  private static let longestName = 64
  private static let expectation = "expected a whole number 0…255"

  // The place in the text.
  private var line = 1
  private var column = 1
  // The field that is being read.
  private var value = 0
  private var digits = 0
  private var isFraction = false

  /// Reads a file, through gzip if its name ends in `.gz`.
  /// - Parameter memory: bytes of images that may be held.
  init(_ path: String, memory: Int) throws(DatasetError) {
    self.path = path
    let source = try ByteSource(path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    var first: [UInt8]? = []
    var separator: UInt8 = 0
    while true {
      let count = try source.read(into: buffer)
      var part = UnsafeRawBufferPointer(buffer)[..<count]
      if var beginning = first {
        // Only the whole first line tells whether it names columns, and what stands between them.
        let end = part.firstIndex(of: 10)
        beginning += part[..<(end ?? part.endIndex)]
        guard beginning.count <= Self.longestLine else { throw tooLong }
        first = beginning
        if end == nil && count == buffer.count { continue }
        part = part[(end.map { $0 + 1 } ?? part.endIndex)...]
        first = nil
        separator = try begin(beginning)
      }
      for byte in part { try take(byte, separator, memory) }
      if count < buffer.count { break }
    }
    try endLine(memory)
    guard !labels.isEmpty else {
      throw .malformed(path, "no images, expected a line of a label and pixels for each")
    }
  }

  private var tooLong: DatasetError {
    .malformed(path, "line \(line): longer than \(Self.longestLine) bytes, expected fewer")
  }

  /// Takes the first line; returns what stands between fields.
  private mutating func begin(_ bytes: [UInt8]) throws(DatasetError) -> UInt8 {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    guard let separator = text.first(where: { [44, 59, 9].contains($0) }) else {
      throw .malformed(
        path, "line 1: no comma, semicolon or tab, expected a label and pixels between them")
    }
    // Counted, not taken apart: a list of fields takes many times the memory of a line.
    pixelCount = text.count { $0 == separator }
    let isNumber = text.prefix { $0 != separator }
      .allSatisfy { 48...57 ~= $0 || [32, 34, 46].contains($0) }
    if isNumber {
      for byte in text { try take(byte, separator, .max) }
      try endLine(.max)
    } else {
      let last = text[(text.lastIndex(of: separator) ?? text.startIndex)...].dropFirst()
      lastName = String(decoding: last.prefix(Self.longestName), as: UTF8.self)
        .filter { !$0.isWhitespace && $0 != "\"" }
    }
    line = 2
    return separator
  }

  @inline(__always)
  private mutating func take(
    _ byte: UInt8, _ separator: UInt8, _ memory: Int
  ) throws(DatasetError) {
    switch byte {
    case 48...57:
      if isFraction {
        guard byte == 48 else { throw unexpected(byte) }
      } else {
        value = 10 * value + Int(byte - 48)
        digits += 1
        guard value <= 255 else {
          throw .malformed(
            path, "line \(line), column \(column): \(value) or more, \(Self.expectation)")
        }
      }
    case separator: try endField()
    case 10:
      try endLine(memory)
      line += 1
    // Spaces, quotes, and the return of a line that ends with both.
    case 32, 34, 13: break
    // 7.0 is as whole as 7.
    case 46 where digits > 0 && !isFraction: isFraction = true
    default: throw unexpected(byte)
    }
  }

  private func unexpected(_ byte: UInt8) -> DatasetError {
    let character = 33...126 ~= byte ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
    return .malformed(path, "line \(line), column \(column): \(character), \(Self.expectation)")
  }

  private mutating func endField() throws(DatasetError) {
    guard digits > 0 else {
      throw .malformed(path, "line \(line), column \(column): nothing, \(Self.expectation)")
    }
    if column == 1 {
      labels.append(UInt8(value))
    } else {
      pixels.append(UInt8(value))
    }
    column += 1
    (value, digits, isFraction) = (0, 0, false)
    guard column <= pixelCount + 2 else {
      throw .malformed(
        path,
        "line \(line): more than \(pixelCount + 1) columns, expected \(pixelCount + 1) as in line 1"
      )
    }
  }

  private mutating func endLine(_ memory: Int) throws(DatasetError) {
    if column == 1 && digits == 0 { return }
    try endField()
    guard column == pixelCount + 2 else {
      throw .malformed(
        path, "line \(line): \(column - 1) columns, expected \(pixelCount + 1) as in line 1")
    }
    column = 1
    guard pixels.count <= memory, labels.count <= ImageLimits.mostImages else {
      throw .malformed(
        path, "more than \(memory) bytes of pixels, expected at most what memory can hold")
    }
  }
}
