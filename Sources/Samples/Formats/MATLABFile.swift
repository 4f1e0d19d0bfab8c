/// Matrices in a file of MATLAB 5 (MAT-File Format, The MathWorks, chapter 1), compressed or not, little end
/// first, as MATLAB and SciPy write it on every machine of today.
struct MATLABFile {
  /// A matrix of numbers 0…255, its first dimension varying fastest.
  struct Matrix {
    let dimensions: [Int]
    let values: [UInt8]
  }

  let path: String
  private(set) var matrices: [String: Matrix] = [:]

  /// Types of elements.
  private enum Kind {
    static let bytes = 2
    static let int32 = 5
    static let double = 9
    static let matrix = 14
    static let compressed = 15
  }

  /// Reads the matrices of some names and passes over all else.
  /// - Parameter memory: bytes that each may take.
  init(_ path: String, names: [String], memory: Int) throws(DatasetError) {
    self.path = path
    let file = try InputFile(path)
    guard file.length >= 128 else {
      throw .malformed(path, "\(file.length) bytes, expected a MATLAB file, whose header has 128")
    }
    let header = try Self.bytes(of: file, at: 0, count: 128)
    guard Array(header[124...]) == [0, 1, 0x49, 0x4D] else {
      throw .malformed(path, "not a MATLAB file of version 5, expected its header")
    }
    var place = 128
    while place + 8 <= file.length, matrices.count < names.count {
      let tag = try Self.bytes(of: file, at: place, count: 8)
      let (kind, length) = (Self.number(tag, 0), Self.number(tag, 4))
      guard length <= file.length - place - 8 else {
        throw .malformed(
          path, "cut short: \(file.length) bytes, expected at least \(place + 8 + length)")
      }
      if kind == Kind.compressed || kind == Kind.matrix {
        let source =
          kind == Kind.compressed
          ? try Source.compressed(ZlibReader(file, at: place + 8, length: length))
          : Source.plain(file, next: place, end: place + 8 + length)
        try read(source, names, memory)
      }
      place += 8 + length
      // What is not compressed ends at a multiple of 8.
      if kind != Kind.compressed { place = (place + 7) / 8 * 8 }
    }
    if let missing = names.first(where: { matrices[$0] == nil }) {
      throw .malformed(path, "no matrix '\(missing)', expected \(names.joined(separator: " and "))")
    }
  }

  /// Reads a matrix, if it is a wanted one.
  private mutating func read(
    _ source: Source, _ names: [String], _ memory: Int
  ) throws(DatasetError) {
    var source = source
    let tag = try source.take(8, path)
    guard Self.number(tag, 0) == Kind.matrix else { return }
    // What kind of matrix it is follows from its values.
    _ = try element(&source) { _ in 64 }
    let sizes = try element(&source) { _ in 128 }
    let name = String(decoding: try element(&source) { _ in 256 }.bytes, as: UTF8.self)
    guard names.contains(name), matrices[name] == nil else { return }
    guard sizes.kind == Kind.int32 else {
      throw .malformed(path, "dimensions of '\(name)' of type \(sizes.kind), expected 5")
    }
    let dimensions = stride(from: 0, to: sizes.bytes.count / 4 * 4, by: 4).map {
      Self.number(sizes.bytes, $0)
    }
    let shape = dimensions.map(String.init).joined(separator: "×")
    var count = 1
    for dimension in dimensions {
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard !overflow, dimension > 0, product <= memory else {
        throw .malformed(
          path, "'\(name)' of \(shape), expected at least 1 each and \(memory) bytes at most")
      }
      count = product
    }
    let values = try element(&source) { kind in
      kind == Kind.double ? min(8 * count, max(memory, 8)) : count
    }
    let width = values.kind == Kind.double ? 8 : 1
    guard values.kind == Kind.bytes || values.kind == Kind.double else {
      throw .malformed(
        path, "'\(name)' of type \(values.kind), expected 2 (bytes) or 9 (double)")
    }
    guard values.bytes.count == width * count else {
      throw .malformed(
        path, "\(values.bytes.count) bytes in '\(name)', expected \(width * count): it is \(shape)")
    }
    matrices[name] = Matrix(
      dimensions: dimensions,
      values: width == 1 ? values.bytes : try wholeNumbers(values.bytes, name))
  }

  private func wholeNumbers(_ bytes: [UInt8], _ name: String) throws(DatasetError) -> [UInt8] {
    var numbers: [UInt8] = []
    for place in stride(from: 0, to: bytes.count, by: 8) {
      let bits = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1)) }
      guard let number = UInt8(exactly: Double(bitPattern: bits)) else {
        throw .malformed(
          path,
          "'\(name)' has \(Double(bitPattern: bits)) at \(place / 8), expected a whole number 0…255"
        )
      }
      numbers.append(number)
    }
    return numbers
  }

  /// The next part of a matrix.
  ///
  /// - Parameter most: bytes that it may have, by its type.
  private func element(
    _ source: inout Source, atMost most: (_ kind: Int) -> Int
  ) throws(DatasetError) -> (kind: Int, bytes: [UInt8]) {
    let tag = try source.take(8, path)
    // Up to four bytes may stand in the tag itself.
    let small = Self.number(tag, 0) >> 16
    if small > 0 {
      guard small <= 4 else {
        throw .malformed(path, "\(small) bytes in a tag, expected at most 4")
      }
      return (Self.number(tag, 0) & 0xFFFF, Array(tag[4..<4 + small]))
    }
    let length = Self.number(tag, 4)
    let most = most(Self.number(tag, 0))
    guard length <= most else {
      throw .malformed(path, "\(length) bytes in a part of a matrix, expected at most \(most)")
    }
    let bytes = try source.take(length, path)
    _ = try source.take((8 - length % 8) % 8, path, isOptional: true)
    return (Self.number(tag, 0), bytes)
  }

  private static func number(_ bytes: [UInt8], _ place: Int) -> Int {
    (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }

  private static func bytes(
    of file: InputFile, at offset: Int, count: Int
  ) throws(DatasetError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try bytes.withUnsafeMutableBufferPointer { (buffer) throws(DatasetError) in
      try file.read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
    }
    return bytes
  }

  /// Where a matrix comes from.
  private enum Source {
    case plain(InputFile, next: Int, end: Int)
    case compressed(ZlibReader)

    /// The next bytes; all of them, unless they are optional.
    mutating func take(
      _ count: Int, _ path: String, isOptional: Bool = false
    ) throws(DatasetError) -> [UInt8] {
      guard count > 0 else { return [] }
      var taken = 0
      // In pieces, so that memory is taken only for what is there.
      var bytes: [UInt8] = []
      while taken < count {
        let wanted = min(count - taken, 1 << 24)
        let piece: [UInt8]
        switch self {
        case .plain(let file, let next, let end):
          piece = try MATLABFile.bytes(of: file, at: next, count: min(wanted, end - next))
          self = .plain(file, next: next + piece.count, end: end)
        case .compressed(let reader):
          var buffer = [UInt8](repeating: 0, count: wanted)
          let filled = try buffer.withUnsafeMutableBufferPointer { (buffer) throws(DatasetError) in
            try reader.read(into: UnsafeMutableRawBufferPointer(buffer))
          }
          piece = Array(buffer[..<filled])
        }
        taken += piece.count
        bytes += piece
        if piece.count < wanted { break }
      }
      guard taken == count || isOptional else {
        throw .malformed(path, "cut short: a matrix ends after \(taken) of \(count) bytes")
      }
      return bytes
    }
  }
}
