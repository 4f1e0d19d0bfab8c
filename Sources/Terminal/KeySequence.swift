import Screen

/// Keys in the bytes that terminals of xterm's kind send, where ncurses does not read them.
enum KeySequence {
  /// Takes the keys out of bytes; what may be the beginning of one stays.
  ///
  /// - Parameter isComplete: whether nothing more comes for the moment, so that what stays is all there
  ///   is: a lone Escape.
  static func take(from bytes: inout [UInt8], isComplete: Bool) -> [Key] {
    var keys: [Key] = []
    while let first = bytes.first {
      let length: Int
      if first == 0x1B {
        guard let sequence = sequence(bytes) else {
          if !isComplete { return keys }
          keys.append(.escape)
          bytes.removeFirst()
          continue
        }
        length = sequence.count
        if let key = key(sequence) { keys.append(key) }
      } else {
        length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
        if bytes.count < length && !isComplete { return keys }
        let scalars = String(decoding: bytes.prefix(length), as: UTF8.self).unicodeScalars
        if let scalar = scalars.first, scalar != "\u{FFFD}", let key = Key(character: scalar.value)
        {
          keys.append(key)
        }
      }
      bytes.removeFirst(min(length, bytes.count))
    }
    return keys
  }

  /// The bytes of a whole sequence: Escape, `[` or `O`, parameters, and a last byte.
  private static func sequence(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
    guard bytes.count > 2, bytes[1] == 0x5B || bytes[1] == 0x4F else {
      // Escape and then another key.
      return bytes.count > 1 && bytes[1] != 0x5B && bytes[1] != 0x4F ? bytes.prefix(1) : nil
    }
    guard let last = bytes.dropFirst(2).firstIndex(where: { 0x40...0x7E ~= $0 }) else {
      // No sequence is longer.
      return bytes.count > 16 ? bytes.prefix(1) : nil
    }
    return bytes[...last]
  }

  private static func key(_ sequence: ArraySlice<UInt8>) -> Key? {
    if sequence.count == 1 { return .escape }
    switch String(decoding: sequence.dropFirst(2), as: UTF8.self) {
    case "A": return .up
    case "B": return .down
    case "C": return .right
    case "D": return .left
    case "H", "1~", "7~": return .home
    case "F", "4~", "8~": return .end
    case "5~": return .pageUp
    case "6~": return .pageDown
    case "Z": return .backTab
    case "P", "11~": return .function(1)
    default: return nil
    }
  }
}
