import Screen
import Testing

@testable import Terminal

/// Pictures among lines of text.
struct InlineTextTests {
  private static let utf8 = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]

  private func grid() -> Grid {
    var grid = Grid(size: Grid.Size(rows: 2, columns: 4))
    grid[0, 1] = Cell("▀", Style(foreground: .rgb(255, 0, 0), background: .rgb(0, 0, 255)))
    grid[0, 2] = Cell("x")
    return grid
  }

  @Test func coloursAsTheTerminalHasThem() {
    func text(_ choice: ColorChoice, _ environment: [String: String], isTerminal: Bool = true)
      -> String
    {
      InlineText(choice, glyphs: .braille, isTerminal: isTerminal, environment: environment)
        .text(grid())
    }
    #expect(text(.auto, Self.utf8) == " \u{1B}[0;38;5;196;48;5;21m▀\u{1B}[0mx\n")
    #expect(text(.trueColor, Self.utf8) == " \u{1B}[0;38;2;255;0;0;48;2;0;0;255m▀\u{1B}[0mx\n")
    // A terminal of few colours, none, a person who wants none, a file.
    for plain in [
      text(.auto, ["TERM": "xterm"]), text(.auto, [:]), text(.never, Self.utf8),
      text(.auto, Self.utf8.merging(["NO_COLOR": "1"]) { $1 }),
      text(.auto, Self.utf8, isTerminal: false),
    ] { #expect(plain == " ▀x\n") }
  }

  @Test func whatCanBeShown() {
    let file = InlineText(.auto, glyphs: .ascii, isTerminal: false, environment: Self.utf8)
    #expect(file.display == Display(colorDepth: .monochrome, glyphs: .ascii))
    let terminal = InlineText(.auto, glyphs: .blocks, isTerminal: true, environment: Self.utf8)
    #expect(terminal.display == Display(colorDepth: .palette, glyphs: .blocks))
  }
}
