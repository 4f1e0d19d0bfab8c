/// A message of Protocol Buffers as bytes: each field a tag, its number and kind, and a value
/// (protobuf.dev/programming-guides/encoding).
struct ProtocolMessage {
  private(set) var bytes: [UInt8] = []

  private enum Kind: UInt64 {
    case variable = 0
    case eightBytes = 1
    case counted = 2
    case fourBytes = 5
  }

  private mutating func addTag(_ field: Int, _ kind: Kind) {
    addVariable(UInt64(field) << 3 | kind.rawValue)
  }

  /// Seven bits a byte, the lowest first; the eighth says that more follow.
  private mutating func addVariable(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func addFixed(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// An `int32`, `int64` or `enum`.
  mutating func add(_ field: Int, _ number: Int) {
    addTag(field, .variable)
    addVariable(UInt64(bitPattern: Int64(number)))
  }

  /// A `bool`.
  mutating func add(_ field: Int, _ isTrue: Bool) { add(field, isTrue ? 1 : 0) }

  /// A `double`.
  mutating func add(_ field: Int, _ number: Double) {
    addTag(field, .eightBytes)
    addFixed(number.bitPattern)
  }

  /// A `float`.
  mutating func add(_ field: Int, _ number: Float) {
    addTag(field, .fourBytes)
    addFixed(number.bitPattern)
  }

  /// `bytes`.
  mutating func add(_ field: Int, _ content: [UInt8]) {
    addTag(field, .counted)
    addVariable(UInt64(content.count))
    bytes += content
  }

  /// A `string`.
  mutating func add(_ field: Int, _ text: String) { add(field, Array(text.utf8)) }

  /// A message within this one.
  mutating func add(_ field: Int, _ message: ProtocolMessage) { add(field, message.bytes) }

  /// A packed row of `double`.
  mutating func add(_ field: Int, packed numbers: [Double]) {
    var row = ProtocolMessage()
    for number in numbers { row.addFixed(number.bitPattern) }
    add(field, row)
  }
}
