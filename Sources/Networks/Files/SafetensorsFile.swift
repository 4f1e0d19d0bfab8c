import Foundation

/// A file of named tensors with text beside them, in Hugging Face's format: the header's length as
/// 8 bytes, the header as JSON, then the tensors' bytes without a gap.
public struct SafetensorsFile: Sendable, Equatable {
  /// Text by name, the header's `__metadata__`.
  public var metadata: [String: String]
  /// Tensors by name. Whatever type the file has, values are floats here.
  public var tensors: [String: Tensor]

  /// A file of given content.
  public init(metadata: [String: String] = [:], tensors: [String: Tensor]) {
    self.metadata = metadata
    self.tensors = tensors
  }

  /// What is wrong with a file, in one line.
  public struct Malformed: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, the value, what would be right.
    public let description: String

    /// Describes what is wrong.
    public init(_ description: String) { self.description = description }
  }

  // MARK: Reading

  /// Types of numbers that can be read.
  private enum ElementType: String, CaseIterable {
    case float64 = "F64"
    case float32 = "F32"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case int64 = "I64"
    case int32 = "I32"

    var size: Int {
      switch self {
      case .float64, .int64: 8
      case .float32, .int32: 4
      case .float16, .bfloat16: 2
      }
    }

    func value(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Float {
      func load<Value: BitwiseCopyable>(_ type: Value.Type) -> Value {
        bytes.loadUnaligned(fromByteOffset: index * size, as: type)
      }
      switch self {
      case .float64: return Float(Double(bitPattern: UInt64(littleEndian: load(UInt64.self))))
      case .float32: return Float(bitPattern: UInt32(littleEndian: load(UInt32.self)))
      case .float16: return Self.widened(UInt16(littleEndian: load(UInt16.self)))
      case .bfloat16:
        return Float(bitPattern: UInt32(UInt16(littleEndian: load(UInt16.self))) << 16)
      case .int64: return Float(Int64(littleEndian: load(Int64.self)))
      case .int32: return Float(Int32(littleEndian: load(Int32.self)))
      }
    }

    /// A half-precision number, by hand: not every machine that Swift knows has `Float16`.
    private static func widened(_ bits: UInt16) -> Float {
      let exponent = Int(bits >> 10 & 0x1F)
      let fraction = Float(bits & 0x3FF)
      let magnitude =
        switch exponent {
        case 0: fraction * 0x1p-24
        case 31: fraction == 0 ? Float.infinity : .nan
        default: (1024 + fraction) * Float(sign: .plus, exponent: exponent - 25, significand: 1)
        }
      return bits >> 15 == 0 ? magnitude : -magnitude
    }
  }

  private struct Header: Decodable {
    let dtype: String
    let shape: [Int]
    let offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  private enum Entry: Decodable {
    case metadata([String: String])
    case tensor(Header)

    init(from decoder: any Decoder) throws {
      if decoder.codingPath.last?.stringValue == "__metadata__" {
        self = .metadata(try [String: String](from: decoder))
      } else {
        self = .tensor(try Header(from: decoder))
      }
    }
  }

  /// Reads a file's content. Nothing in it is trusted: lengths, offsets and shapes are checked
  /// against the bytes that there are.
  public init(_ data: Data) throws(Malformed) {
    guard data.count >= 8 else {
      throw Malformed("\(data.count) bytes: expected at least 8, the header's length")
    }
    let length = data.prefix(8).withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self))
    }
    guard length <= UInt64(data.count - 8) else {
      throw Malformed(
        "no .safetensors file: it would have a header of \(length) bytes in a file of \(data.count)"
      )
    }
    guard length <= UInt64(Self.longestHeader) else {
      throw Malformed("a header of \(length) bytes: expected at most \(Self.longestHeader)")
    }
    let start = data.startIndex + 8 + Int(length)
    var text: [String: String] = [:]
    var headers: [(name: String, header: Header)] = []
    do {
      let entries = try JSONDecoder().decode(
        [String: Entry].self, from: data[data.startIndex + 8..<start])
      for (name, entry) in entries {
        switch entry {
        case .metadata(let metadata): text = metadata
        case .tensor(let header): headers.append((name, header))
        }
      }
    } catch {
      throw Malformed(
        "the header is not what it should be: expected JSON with dtype, shape and data_offsets "
          + "for each tensor, and texts in __metadata__")
    }
    headers.sort {
      let (left, right) = ($0.header.offsets, $1.header.offsets)
      return left == right ? $0.name < $1.name : left.lexicographicallyPrecedes(right)
    }
    metadata = text
    tensors = [:]
    var end = 0
    for (name, header) in headers {
      let bytes = try Self.bytes(name, header, after: end, in: data[start...])
      end = header.offsets[1]
      tensors[name] = try Self.tensor(name, header, bytes)
    }
    guard end == data.count - 8 - Int(length) else {
      throw Malformed(
        "\(data.count - 8 - Int(length)) bytes of tensors: expected \(end), as the header says")
    }
  }

  /// Bytes of a header at most: more than the largest network's has. JSON takes many times its length while it
  /// is read.
  private static let longestHeader = 16 << 20

  /// The texts of a file's header alone, of which no more is read; `nil` where it is no such file.
  ///
  /// - Parameter read: gives so many bytes that come next; fewer only at the file's end.
  public static func metadata(_ read: (_ count: Int) -> Data?) -> [String: String]? {
    guard let prefix = read(8), prefix.count == 8 else { return nil }
    let length = prefix.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(longestHeader), let header = read(Int(length)),
      header.count == Int(length)
    else { return nil }
    struct Texts: Decodable { let __metadata__: [String: String]? }
    return (try? JSONDecoder().decode(Texts.self, from: header))?.__metadata__
  }

  private static func bytes(
    _ name: String, _ header: Header, after end: Int, in data: Data
  ) throws(Malformed) -> Data {
    let offsets = header.offsets
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw Malformed("\(quoted(name)): offsets \(brief(offsets)): expected a begin and an end")
    }
    guard offsets[0] == end else {
      throw Malformed(
        "\(quoted(name)) begins at byte \(offsets[0]): expected \(end), where the one before ends")
    }
    guard offsets[1] <= data.count else {
      throw Malformed(
        "\(quoted(name)) ends at byte \(offsets[1]): expected at most \(data.count), "
          + "what the file has")
    }
    return data[data.startIndex + offsets[0]..<data.startIndex + offsets[1]]
  }

  private static func tensor(
    _ name: String, _ header: Header, _ bytes: Data
  ) throws(Malformed) -> Tensor {
    guard let type = ElementType(rawValue: header.dtype) else {
      let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
      throw Malformed("\(quoted(name)) has the type \(quoted(header.dtype)): expected \(known)")
    }
    guard header.offsets[0] % type.size == 0 else {
      throw Malformed(
        "\(quoted(name)) begins at byte \(header.offsets[0]): expected a multiple of \(type.size), "
          + "the size of \(header.dtype)")
    }
    var count = 1
    for length in header.shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: length)
      count = overflows || length < 0 ? -1 : product
      if count < 0 { break }
    }
    let (size, overflows) = count.multipliedReportingOverflow(by: type.size)
    guard count >= 0, !overflows, size == bytes.count else {
      throw Malformed(
        "\(quoted(name)) has the shape \(brief(header.shape)) and \(bytes.count) bytes of "
          + "\(header.dtype): expected the two to fit")
    }
    let values = bytes.withUnsafeBytes { bytes in
      (0..<count).map { type.value(bytes, at: $0) }
    }
    return Tensor(shape: header.shape, values: values)
  }

  // MARK: Writing

  /// The file's bytes; tensors in the order of their names, as float32.
  public var data: Data {
    func quote(_ text: String) -> String {
      // A string is always valid JSON.
      (try? JSONEncoder().encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }
    let tensors = tensors.sorted { $0.key < $1.key }
    let text = metadata.sorted { $0.key < $1.key }.map { "\(quote($0.key)):\(quote($0.value))" }
    var header = "{\"__metadata__\":{\(text.joined(separator: ","))}"
    var end = 0
    for (name, tensor) in tensors {
      let begin = end
      end += tensor.values.count * MemoryLayout<Float>.stride
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      header +=
        ",\(quote(name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(begin),\(end)]}"
    }
    header += "}"
    // The tensors begin at a multiple of 8 bytes.
    while header.utf8.count % 8 != 0 { header += " " }
    var data = Data(capacity: 8 + header.utf8.count + end)
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { data.append(contentsOf: $0) }
    data.append(contentsOf: header.utf8)
    for (_, tensor) in tensors {
      // Every machine that Swift runs on here keeps numbers as the format does, the lowest byte first.
      tensor.values.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    return data
  }
}
