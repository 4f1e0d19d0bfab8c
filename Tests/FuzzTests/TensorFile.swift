@testable import Networks
@testable import Training

/// A `.safetensors` file in its parts.
struct TensorFile {
  /// JSON.
  var header: [UInt8]
  var tensors: [UInt8]

  init(_ file: [UInt8]) {
    let length = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    header = Array(file[8..<8 + length])
    tensors = Array(file[(8 + length)...])
  }

  /// The file with the right length of its header.
  var bytes: [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header + tensors
  }

  /// The file with the checksum that its bytes have, where its header has room for one.
  var bytesWithRightChecksum: [UInt8] {
    let bytes = bytes
    let key = Array("\"checksum\":\"".utf8)
    guard
      let place = bytes.indices.first(where: {
        bytes[$0] == key[0] && bytes[$0...].starts(with: key)
      }).map({ $0 + key.count }), place + 8 <= bytes.count
    else { return bytes }
    var result = bytes
    result.replaceSubrange(place..<place + 8, with: "00000000".utf8)
    let digits = String(Compression.checksum(result), radix: 16)
    let text = String(repeating: "0", count: 8 - digits.count) + digits
    result.replaceSubrange(place..<place + 8, with: text.utf8)
    return result
  }

  /// Words of headers and of what stands in them.
  static let words = [
    "\"F32\"", "\"F64\"", "\"BF16\"", "\"I64\"", "\"shape\":[]", "[1152921504606846976,16]",
    "\\\"step\\\":5", "\\\"main\\\"", "\\\"../x\\\"", "[0,0]", "[4,0]", "\\\"block1/1->2\\\"",
    "\\\"growth_rate\\\"", "\\\"epochs\\\"", "\\\"blocks\\\":[1000,1000,1000]", "1.5",
    "densenet-explorer-checkpoint/1", "densenet-explorer-checkpoint/2", "\\\"resnet\\\"",
    "\\\"imagenet\\\"", "features.conv0.weight",
  ]

  /// The header, the tensors or the bytes of a file altered, with a right checksum more often than not.
  static func altered(_ file: [UInt8], _ others: [[UInt8]], _ dice: inout Dice) -> [UInt8] {
    if dice.isOne(of: 8) { return Mutation.bytes(file, others, &dice) }
    var parts = TensorFile(file)
    if dice.isOne(of: 3) {
      parts.tensors = Mutation.bytes(parts.tensors, [], &dice)
    } else {
      parts.header = Mutation.text(
        String(decoding: parts.header, as: UTF8.self), words: words, &dice)
    }
    return dice.isOne(of: 8) ? parts.bytes : parts.bytesWithRightChecksum
  }
}
