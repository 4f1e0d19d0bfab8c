import CNcurses
import Screen
import Testing

@testable import Terminal

/// What frames are written as, and that a terminal that reads them shows them.
@MainActor
@Suite(.serialized)
struct FrameEncoderTests {
  private func capabilities(
    of terminal: String, _ colors: ColorEncoding = .palette, glyphs: Glyphs = .braille
  ) throws -> Capabilities {
    var error: Int32 = 0
    try #require(setupterm(terminal, 1, &error) == OK)
    return try #require(Capabilities(colors: colors, glyphs: glyphs))
  }

  /// The bytes that change one picture into the other, escapes written as `^`.
  private func change(
    _ terminal: String = "xterm-256color", _ colors: ColorEncoding = .palette,
    glyphs: Glyphs = .braille, _ change: (inout Grid, Area) -> Void,
    to next: (inout Grid, Area) -> Void
  ) throws -> String {
    let area = Area(row: 0, column: 0, rows: 4, columns: 20)
    var old = Grid(size: Grid.Size(rows: 4, columns: 20))
    change(&old, area)
    var new = old
    next(&new, area)
    let bytes = FrameEncoder.encode(
      new, after: old, capabilities: try capabilities(of: terminal, colors, glyphs: glyphs))
    return String(decoding: bytes, as: UTF8.self).replacing("\u{1B}", with: "^")
  }

  private let red = Style(foreground: .rgb(255, 0, 0), isBold: true)

  @Test func whatStaysCostsNothing() throws {
    let bytes = try change {
      $0.write("abc", in: $1)
    } to: { _, _ in
    }
    #expect(bytes == "")
  }

  @Test func theShortestWay() throws {
    // Neighbours follow each other; a short gap is written again, a long one jumped over.
    let gaps = try change {
      $0.write("0123456789ABCDEFGH", in: $1, row: 1)
    } to: {
      $0.write("ab2d", in: $1, row: 1)
      $0.write("x", in: $1, row: 1, column: 15)
    }
    #expect(gaps == "^[2;1Hab2d^[16Gx")
    // From the last column only an address leads on, for terminals disagree where the cursor is.
    let edge = try change { _, _ in
    } to: {
      $0.write("x", in: $1, row: 0, column: 19)
      $0.write("y", in: $1, row: 1)
    }
    #expect(edge == "^[1;20Hx^[2;1Hy")
  }

  @Test func attributesAndColorsChangeOnce() throws {
    let palette = try change { _, _ in
    } to: {
      $0.write("ab c", in: $1, style: red)
    }
    #expect(palette == "^[1;1H^[1m^[38;5;196mab c^(B^[m")
    let direct = try change("xterm-256color", .direct) { _, _ in
    } to: {
      $0.write("a", in: $1, style: Style(foreground: .rgb(1, 2, 3), background: .rgb(4, 5, 6)))
    }
    #expect(direct == "^[1;1H^[38;2;1;2;3m^[48;2;4;5;6ma^(B^[m")
    let none = try change("vt100", .none) { _, _ in
    } to: {
      $0.write("a", in: $1, style: red)
    }
    #expect(none == "^[1;1H^[1ma^[m\u{F}")
  }

  @Test func anEmptyRestIsErased() throws {
    let bytes = try change {
      $0.write("0123456789", in: $1, style: red)
    } to: {
      $0.clear($1)
    }
    #expect(bytes == "^[1;1H^[K")
  }

  @Test func onlyASCIIWhereThereIsNoMore() throws {
    let bytes = try change("linux", .none, glyphs: .ascii) { _, _ in
    } to: {
      $0.write("a⣿漢b", in: $1)
    }
    #expect(bytes == "^[1;1Ha?? b")
  }

  @Test func nothingThatATerminalObeysLeaves() throws {
    let bytes = try change { _, _ in
    } to: { grid, _ in
      for (column, character) in "\u{1B}\u{7}\u{202E}\u{9B}".enumerated() {
        grid[0, column + 1] = Cell(character)
      }
      grid[0, 6] = Cell("e\u{301}")
    }
    #expect(bytes == "^[1;2H?? ? e")
  }

  @Test(arguments: ["xterm-256color", "tmux-256color", "screen", "linux", "vt100", "ansi"])
  func aTerminalShowsEveryPicture(terminal: String) throws {
    var generator = Generator()
    for colors in [ColorEncoding.none, .ansi(count: 8), .ansi(count: 16), .palette, .direct] {
      for glyphs in [Glyphs.ascii, .braille] {
        let capabilities = try capabilities(of: terminal, colors, glyphs: glyphs)
        for _ in 0..<6 {
          let size = Grid.Size(
            rows: .random(in: 1...6, using: &generator),
            columns: .random(in: 1...30, using: &generator))
          var emulator = TerminalEmulator(size, wrapsLate: !capabilities.scrollsInCorner)
          var old: Grid?
          for _ in 0..<12 {
            let new = randomGrid(after: old, size, &generator)
            emulator.interpret(FrameEncoder.encode(new, after: old, capabilities: capabilities))
            #expect(emulator.unknown == [])
            #expect(emulator.hasPlainPen && !emulator.hasScrolled)
            #expect(differences(emulator, new, capabilities) == [])
            old = new
          }
        }
      }
    }
  }

  private func randomGrid(
    after old: Grid?, _ size: Grid.Size, _ generator: inout Generator
  ) -> Grid {
    var grid = old ?? Grid(size: size)
    let area = Area(size)
    let colors: [Color] = [.terminal, .terminal, .rgb(255, 0, 0), .rgb(10, 200, 30)]
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      let style = Style(
        foreground: colors.randomElement(using: &generator) ?? .terminal,
        background: colors.randomElement(using: &generator) ?? .terminal,
        isBold: .random(using: &generator), isDim: .random(using: &generator),
        isReversed: Int.random(in: 0..<4, using: &generator) == 0,
        isUnderlined: Int.random(in: 0..<4, using: &generator) == 0)
      let texts = ["abc", "⣿⠁ ⡀", "漢字", "a   b", "        ", "x😀", "─"]
      grid.write(
        texts.randomElement(using: &generator) ?? "", in: area,
        row: .random(in: 0..<size.rows, using: &generator),
        column: .random(in: -1..<size.columns, using: &generator), style: style)
      if Int.random(in: 0..<4, using: &generator) == 0 {
        let row = Int.random(in: 0..<size.rows, using: &generator)
        grid.clear(Area(row: row, column: 2, rows: 1, columns: size.columns))
      }
    }
    return grid
  }

  /// Places where a terminal shows something else than a grid holds.
  private func differences(
    _ emulator: TerminalEmulator, _ grid: Grid, _ capabilities: Capabilities
  ) -> [String] {
    var differences: [String] = []
    for row in 0..<grid.size.rows {
      for column in 0..<grid.size.columns {
        var expected = expectation(grid, row, column, capabilities)
        let isWide = expected.character.shown.columns == 2
        let isCorner = row == grid.size.rows - 1 && column + (isWide ? 2 : 1) >= grid.size.columns
        if capabilities.scrollsInCorner && isCorner { expected = TerminalEmulator.Cell() }
        var shown = emulator.cells[row][column]
        if expected.character == .continuation { shown.attributes = expected.attributes }
        if shown.character == " " && shown.attributes.isDisjoint(with: [4, 7]) {
          shown.foreground = expected.foreground
          shown.attributes = expected.attributes
        }
        if shown != expected { differences.append("\(row),\(column): \(shown) ≠ \(expected)") }
      }
    }
    return differences
  }

  private func expectation(
    _ grid: Grid, _ row: Int, _ column: Int, _ capabilities: Capabilities
  ) -> TerminalEmulator.Cell {
    let style = grid[row, column].style
    let colors = capabilities.colors
    var cell = TerminalEmulator.Cell(
      character: grid[row, column].character, foreground: Int(colors.number(style.foreground)),
      background: Int(colors.number(style.background)))
    let isColored = cell.foreground >= 0 || cell.background >= 0
    let attributes: [(Bool, Capabilities.Attributes, Int)] = [
      (style.isBold, .bold, 1), (style.isDim, .dim, 2), (style.isUnderlined, .underline, 4),
      (style.isReversed, .reverse, 7),
    ]
    for (isSet, attribute, code) in attributes
    where isSet && capabilities.available.contains(attribute)
      && !(isColored && capabilities.colorlessAttributes.contains(attribute))
    {
      cell.attributes.insert(code)
    }
    // Halves without the other are blank.
    let isWide = cell.character.shown.columns == 2
    let isWhole =
      isWide && grid[row, column + 1].character == .continuation
      || cell.character == .continuation && grid[row, column - 1].character.shown.columns == 2
    if (isWide || cell.character == .continuation) && !isWhole { cell.character = " " }
    if capabilities.glyphs == .ascii {
      let character = grid[row, column].character
      cell.character = character == .continuation ? " " : character.isASCII ? character : "?"
    }
    return cell
  }
}

/// The same numbers each time (Steele, Lea and Flood, SplitMix64).
private struct Generator: RandomNumberGenerator {
  private var state: UInt64 = 1

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
