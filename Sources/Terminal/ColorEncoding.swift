import Screen

/// How colours are written.
enum ColorEncoding: Equatable {
  /// Not at all.
  case none
  /// As the nearest of ANSI's 8 or 16.
  case ansi(count: Int)
  /// As the nearest of xterm's 256.
  case palette
  /// As red, green and blue.
  case direct

  /// The number that is written; −1 is the terminal's own colour.
  func number(_ color: Color) -> Int32 {
    guard case .rgb(let red, let green, let blue) = color else { return -1 }
    switch self {
    case .none: return -1
    case .ansi(let count): return Int32(Palette.index16(red, green, blue, count: count))
    case .palette: return Int32(Palette.index256(red, green, blue))
    case .direct: return Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
    }
  }

  /// Whether a terminal's entry that says it has so many colours can be asked for these. One with more
  /// than 256 takes colours apart in its own way.
  func isWithin(terminfo count: Int) -> Bool {
    switch self {
    case .none, .direct: false
    case .ansi(let needed): needed...256 ~= count
    case .palette: count == 256
    }
  }
}
