/// Alters real files: bits, numbers, lengths, pieces of other files; of texts words and lines too.
enum Mutation {
  /// What headers count with, at their limits.
  private static let numbers: [UInt64] = [
    0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000, 0xFF_FFFF, 0x7FFF_FFFF,
    0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, 1 << 40, 1 << 60, 0x7FFF_FFFF_FFFF_FFFF,
    0x8000_0000_0000_0000, .max,
  ]

  /// Numbers in texts, some of which are none.
  private static let figures = [
    "0", "-1", "1", "2", "3", "7", "10", "16", "0.5", "100", "255", "65536", "1e-3", "1e999",
    "-1e300",
    "1e-320", "2147483648", "9223372036854775807", "-9223372036854775808", "99999999999999999999",
    "1000000000", "nan", "inf", "-0.0", "1e17",
  ]

  /// What means something in most texts, or should not be in any.
  private static let words =
    figures + [
      "null", "true", "false", "{}", "[]", "[[]]", "\"\"", "\"", "\\", "\\u0000", "\\u001b[2J",
      "\\ud800", "{", "}", "[", "]", "(", ")", ",", ":", ";", "=", "/", "../", "../../etc/passwd",
      "/dev/zero", "..", ".", "\u{0}", "\u{1B}[2J", "\u{1B}]0;x\u{7}", "\u{9B}31m", "\r", "\n",
      "\n\n",
      "\r\n", "\t", "\u{7F}", "\u{85}", "\u{2028}", "\u{202E}", "\u{FEFF}", "é", "e\u{301}", "😀",
      "👩‍👩‍👧", "中", "%s%n", "%", "#", "*", "`", "<", ">", "-", "--", "", " ",
    ]

  /// Some bytes of a file are others, or elsewhere, or there is more or less of them.
  ///
  /// - Parameter others: files of the same kind, of which pieces may get into this one.
  static func bytes(_ original: [UInt8], _ others: [[UInt8]], _ dice: inout Dice) -> [UInt8] {
    var bytes = original
    for _ in 0..<count(&dice) { alter(&bytes, others, &dice) }
    return bytes
  }

  /// One place more often than several: each brings a file further from what a reader takes.
  private static func count(_ dice: inout Dice) -> Int { dice.pick([1, 1, 1, 2, 3]) }

  private static func alter(_ bytes: inout [UInt8], _ others: [[UInt8]], _ dice: inout Dice) {
    guard !bytes.isEmpty else {
      bytes = [UInt8(dice.below(256))]
      return
    }
    // What is near the beginning says more than what is behind it.
    let place = dice.isOne(of: 2) ? dice.below(min(bytes.count, 64)) : dice.below(bytes.count)
    switch dice.below(10) {
    case 0, 1: bytes[place] ^= 1 << UInt8(dice.below(8))
    case 2: bytes[place] = UInt8(dice.below(256))
    case 3, 4: write(dice.pick(numbers), into: &bytes, at: place, &dice)
    case 5: bytes.removeLast(bytes.count - place)
    case 6: bytes.removeSubrange(piece(of: bytes, from: place, &dice))
    case 7:
      let range = piece(of: bytes, from: place, &dice)
      bytes.insert(contentsOf: Array(bytes[range]), at: dice.below(bytes.count))
    case 8:
      let other = others.isEmpty ? bytes : dice.pick(others)
      let range = piece(of: other, from: dice.below(other.count), &dice)
      let end = min(place + range.count, bytes.count)
      bytes.replaceSubrange(place..<end, with: other[range])
    default:
      bytes.append(contentsOf: repeatElement(UInt8(dice.below(256)), count: 1 + dice.below(64)))
    }
  }

  private static func write(
    _ number: UInt64, into bytes: inout [UInt8], at place: Int, _ dice: inout Dice
  ) {
    let width = dice.pick([1, 2, 4, 8])
    let isBig = dice.isOne(of: 2)
    for index in 0..<width where place + index < bytes.count {
      let shift = UInt64(8 * (isBig ? width - 1 - index : index))
      bytes[place + index] = UInt8(truncatingIfNeeded: number >> shift)
    }
  }

  /// From a place on, short ones more often than long ones.
  private static func piece(
    of bytes: [UInt8], from place: Int, _ dice: inout Dice
  ) -> Range<Int> {
    let longest = dice.isOne(of: 4) ? 4096 : 16
    return place..<min(bytes.count, place + 1 + dice.below(longest))
  }

  /// Some words, numbers, characters or lines of a text are others, or elsewhere.
  ///
  /// - Parameters:
  ///   - words: of the text's own language, beside those of `Mutation.words`.
  ///   - others: texts of the same kind, of which lines may get into this one.
  static func text(
    _ original: String, words: [String] = [], others: [String] = [], _ dice: inout Dice
  ) -> [UInt8] {
    var bytes = Array(original.utf8)
    for _ in 0..<count(&dice) {
      switch dice.below(10) {
      case 0: alter(&bytes, others.map { Array($0.utf8) }, &dice)
      case 1: alterLines(&bytes, others, &dice)
      case 2:
        // A hundred thousand levels of something.
        if dice.isOne(of: 40) {
          let open = Array(dice.pick(["[", "{\"a\":", "(", "*", "-", "not ", "[["]).utf8)
          let count = dice.pick([100, 1000, 100_000]) / open.count
          let place = dice.below(bytes.count + 1)
          bytes.insert(contentsOf: (0..<count).flatMap { _ in open }, at: place)
        } else {
          insert(word(words, &dice), into: &bytes, &dice)
        }
      case 3: insert(word(words, &dice), into: &bytes, &dice)
      default: replaceWord(of: &bytes, words, &dice)
      }
    }
    return bytes
  }

  private static func word(_ words: [String], _ dice: inout Dice) -> String {
    words.isEmpty || dice.isOne(of: 2) ? dice.pick(Self.words) : dice.pick(words)
  }

  private static func insert(_ word: String, into bytes: inout [UInt8], _ dice: inout Dice) {
    bytes.insert(contentsOf: word.utf8, at: dice.below(bytes.count + 1))
  }

  /// Puts something in the place of a whole number, name or sign, in that of a number a number more often than
  /// not.
  private static func replaceWord(of bytes: inout [UInt8], _ words: [String], _ dice: inout Dice) {
    guard !bytes.isEmpty else { return }
    func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte || byte == 0x2E || byte == 0x2D }
    func isPart(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...: true
      default: isDigit(byte)
      }
    }
    var start = dice.below(bytes.count)
    while start + 1 < bytes.count, [0x20, 0x0A, 0x22].contains(bytes[start]) { start += 1 }
    // Words are longer than numbers, and would be found as much more often.
    if dice.isOne(of: 3), let number = bytes[start...].firstIndex(where: isDigit) { start = number }
    var end = start + 1
    if isPart(bytes[start]) {
      while start > 0, isPart(bytes[start - 1]) { start -= 1 }
      while end < bytes.count, isPart(bytes[end]) { end += 1 }
    }
    let isNumber = bytes[start..<end].allSatisfy(isDigit)
    let new = isNumber && !dice.isOne(of: 4) ? dice.pick(figures) : word(words, &dice)
    bytes.replaceSubrange(start..<end, with: new.utf8)
  }

  private static func alterLines(
    _ bytes: inout [UInt8], _ others: [String], _ dice: inout Dice
  ) {
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
    let index = dice.below(lines.count)
    switch dice.below(4) {
    case 0: lines.remove(at: index)
    case 1: lines.insert(dice.pick(lines), at: index)
    case 2: lines.swapAt(index, dice.below(lines.count))
    default:
      guard !others.isEmpty else { break }
      let other = Array(dice.pick(others).utf8).split(separator: 10).map(Array.init)
      if !other.isEmpty { lines.insert(dice.pick(other), at: index) }
    }
    bytes = Array(lines.joined(separator: [10]))
  }
}
