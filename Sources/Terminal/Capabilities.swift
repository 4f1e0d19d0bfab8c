import CNcurses
import Screen

/// What a terminal understands: sequences of terminfo, with which a frame is written.
@MainActor
struct Capabilities {
  /// Attributes that a terminal may have.
  struct Attributes: OptionSet, Hashable {
    let rawValue: UInt8
    static let underline = Attributes(rawValue: 1 << 0)
    static let reverse = Attributes(rawValue: 1 << 1)
    static let dim = Attributes(rawValue: 1 << 2)
    static let bold = Attributes(rawValue: 1 << 3)
  }

  /// Which colours are written, and how.
  let colors: ColorEncoding
  /// Which characters are written.
  let glyphs: Glyphs
  /// Sequences of the attributes that the terminal has.
  let attributes: [(attribute: Attributes, sequence: [UInt8])]
  /// The attributes that the terminal has.
  let available: Attributes
  /// Attributes that the terminal cannot show together with colours.
  let colorlessAttributes: Attributes
  /// Takes back every attribute and colour.
  let reset: [UInt8]
  /// Takes back colours.
  let resetColors: [UInt8]?
  /// Whether one colour can be taken back without the other, by ECMA-48's 39 and 49.
  let hasSeparateDefaults: Bool
  let clearScreen: [UInt8]
  let clearToEndOfLine: [UInt8]?
  /// Whether a character in the lower right corner scrolls the screen.
  let scrollsInCorner: Bool
  private let foreground: String
  private let background: String
  private let address: String
  private let column: String?
  private let row: String?
  private let left: String?
  private let right: String?

  /// Those of the terminal that `setupterm` or `newterm` looked up last; `nil` where it cannot move
  /// its cursor or clear its screen.
  init?(colors: ColorEncoding, glyphs: Glyphs) {
    guard let address = Self.text("cup"), let clearScreen = Self.text("clear") else { return nil }
    self.address = address
    self.clearScreen = Array(clearScreen.utf8)
    let reset = Self.text("sgr0") ?? Self.text("op")
    // An attribute that cannot be taken back is none.
    let names: [(Attributes, String)] = [
      (.underline, "smul"), (.reverse, "rev"), (.dim, "dim"), (.bold, "bold"),
    ]
    attributes = names.compactMap { attribute, name in
      Self.text(name).flatMap { reset == nil ? nil : (attribute, Array($0.utf8)) }
    }
    available = Attributes(attributes.map(\.attribute))
    self.reset = Array((reset ?? "").utf8)
    self.glyphs = glyphs
    self.colors = colors
    let usesOwnColors = colors.isWithin(terminfo: Int(tigetnum("colors")))
    foreground = (usesOwnColors ? Self.text("setaf") : nil) ?? Self.xtermColor(base: 3)
    background = (usesOwnColors ? Self.text("setab") : nil) ?? Self.xtermColor(base: 4)
    resetColors = (usesOwnColors ? Self.text("op") : "\u{1B}[39;49m").map { Array($0.utf8) }
    hasSeparateDefaults = !usesOwnColors || tigetflag("AX") > 0
    // Bits of terminfo's `ncv`: underline 2, reverse 4, dim 16, bold 32.
    let colorless = max(tigetnum("ncv"), 0)
    colorlessAttributes = [(2, .underline), (4, .reverse), (16, .dim), (32, .bold)].reduce(into: [])
    {
      (result: inout Attributes, next: (Int32, Attributes)) in
      if colorless & next.0 != 0 { result.insert(next.1) }
    }
    clearToEndOfLine = Self.text("el").map { Array($0.utf8) }
    scrollsInCorner = tigetflag("am") > 0 && tigetflag("xenl") <= 0
    column = Self.text("hpa")
    row = Self.text("vpa")
    left = Self.text("cub")
    right = Self.text("cuf")
  }

  /// The number of colours that the terminal's entry names, and whether it says that they are all.
  static var colorsInTerminfo: (count: Int, hasDirectColor: Bool) {
    let names = ["RGB", "Tc"]
    return (
      Int(tigetnum("colors")),
      names.contains { (name: String) in
        tigetflag(name) > 0 || tigetnum(name) > 0 || capability(name) != nil
      }
    )
  }

  /// Sets a colour of the palette, or of 24 bits, or the terminal's own, −1, where that is possible.
  func setColor(_ color: Int32, isForeground: Bool) -> [UInt8] {
    if color < 0 { return Array("\u{1B}[\(isForeground ? 39 : 49)m".utf8) }
    if colors == .direct {
      let (red, green, blue) = (color >> 16, color >> 8 & 255, color & 255)
      return Array("\u{1B}[\(isForeground ? 38 : 48);2;\(red);\(green);\(blue)m".utf8)
    }
    return Self.expanded(isForeground ? foreground : background, color)
  }

  /// The ways from one place to another, from anywhere if the first is `nil`.
  func moves(from start: Place?, to end: Place) -> [[UInt8]] {
    let (row, column) = (Int32(end.row), Int32(end.column))
    var moves = [Self.expanded(address, row, column)]
    guard let start else { return moves }
    if start.row == end.row {
      if end.column == 0 { moves.append([13]) }
      if let text = self.column { moves.append(Self.expanded(text, column)) }
      let distance = Int32(end.column - start.column)
      if let text = distance > 0 ? right : left {
        moves.append(Self.expanded(text, abs(distance)))
      }
    } else if start.column == end.column, let text = self.row {
      moves.append(Self.expanded(text, row))
    }
    return moves
  }

  private static func expanded(_ text: String, _ first: Int32, _ second: Int32 = 0) -> [UInt8] {
    expand(text, first, second).map { Array(String(cString: $0).utf8) } ?? []
  }

  /// A capability without its pauses, `$<5>` for example, which the terminals of the seventies needed.
  private static func text(_ name: String) -> String? {
    capability(name).map { String(cString: $0).replacing(/\$<[0-9.]+[*\/]*>/, with: "") }
  }

  /// xterm's way to set one of 256 colours, for terminals that have more than their entry says.
  private static func xtermColor(base: Int) -> String {
    "\u{1B}[%?%p1%{8}%<%t\(base)%p1%d%e%p1%{16}%<%t\(base + 6)%p1%{8}%-%d%e\(base)8;5;%p1%d%;m"
  }
}

/// A cell's row and column.
struct Place: Equatable {
  var row: Int
  var column: Int
}
