import Screen

/// Which colours a person asks for.
public enum ColorChoice: String, Sendable, CaseIterable {
  /// The most that the terminal is known to have.
  case auto
  /// None.
  case never
  /// ANSI's.
  case sixteen = "16"
  /// xterm's palette.
  case palette = "256"
  /// All of 24 bits.
  case trueColor = "truecolor"
}

extension ColorEncoding {
  /// Decides, in this order, by what a person asks for, by `NO_COLOR` (https://no-color.org), by
  /// `COLORTERM`, which terminals set that have true colour, and by the terminal's entry in terminfo.
  ///
  /// - Parameter terminfo: the number of colours there, and whether it says `RGB` or `Tc`.
  init(
    _ choice: ColorChoice, environment: [String: String],
    terminfo: (count: Int, hasDirectColor: Bool)
  ) {
    func variable(_ name: String) -> String { environment[name] ?? "" }
    switch choice {
    case .never: self = .none
    case .sixteen: self = .ansi(count: 16)
    case .palette: self = .palette
    case .trueColor: self = .direct
    case .auto where !variable("NO_COLOR").isEmpty: self = .none
    // Inherited by a terminal without colours, it is about another one.
    case .auto
    where terminfo.count >= 8 && ["truecolor", "24bit"].contains(variable("COLORTERM")):
      self = .direct
    case .auto where terminfo.hasDirectColor: self = .direct
    case .auto:
      switch terminfo.count {
      case 256...: self = .palette
      case 16...: self = .ansi(count: 16)
      case 8...: self = .ansi(count: 8)
      default: self = .none
      }
    }
  }

  /// What widgets need to know about it.
  var depth: ColorDepth {
    switch self {
    case .none: .monochrome
    case .ansi: .sixteen
    case .palette: .palette
    case .direct: .trueColor
    }
  }
}

extension Glyphs {
  /// Decides by the characters of the locale and the type of the terminal, unless a person chose.
  ///
  /// Without UTF-8 it is ASCII, and on Linux' console too: Debian's fonts for it have neither braille
  /// nor parts of blocks.
  init(_ choice: Glyphs?, hasUTF8: Bool, terminal: String) {
    self = choice ?? (!hasUTF8 || terminal.hasPrefix("linux") ? .ascii : .braille)
  }
}
