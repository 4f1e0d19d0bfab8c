import Screen
import Testing

/// Names of files and classes can hold anything; what stands beside them must not move.
struct CharacterWidthTests {
  /// What a row of eight cells shows of a text that a bar follows; halves of wide characters as `_`.
  private func row(_ text: String, columns: Int = 8) -> String {
    let size = Grid.Size(rows: 1, columns: columns)
    var grid = Grid(size: size)
    let end = grid.write(text, in: Area(size))
    grid.write("|", in: Area(size), column: end)
    return grid.lines[0].replacing(String(Character.continuation), with: "_")
  }

  @Test(arguments: [
    ("plain", "plain|  "), ("→─⣿█é", "→─⣿█é|  "), ("√∂‖", "√∂‖|    "),
    // Wide characters, one that takes two code units of UTF-16, and a picture.
    ("漢字", "漢_字_|   "), ("ｶあ한", "?あ_한_|  "), ("𠀀", "𠀀_|     "), ("😀", "😀_|     "),
    // Marks that combine, composed or not, joined pictures, tones of skin.
    ("e\u{301}\u{302}\u{303}x", "ex|     "), ("\u{301}x", "?x|     "),
    ("👩\u{200D}👩\u{200D}👧", "👩_|     "), ("👍\u{1F3FD}", "👍_|     "),
    ("1\u{FE0F}\u{20E3}", "1|      "),
    // Terminals disagree about these.
    ("🇩🇪", "?|      "), ("⌚⚡", "??|     "), ("ᄒ\u{1161}\u{11AB}", "?|      "),
    // Nothing to see.
    ("a\u{200B}b\u{200D}\u{FEFF}\u{AD}c", "abc|    "), ("", "|       "),
    // Commands to the terminal, of seven and of eight bits, ends of lines, and deletion.
    ("\u{1B}[2J", "?[2J|   "), ("\u{9B}2J", "?2J|    "), ("a\r\nb\n\tc", "a?b??c| "),
    ("\u{7}\u{8}\u{7F}\0", "????|   "),
    // From right to left, by script or by command; private use and what is no character.
    ("שלום", "????|   "), ("مرح", "???|    "), ("a\u{202E}b\u{2067}c\u{200F}", "abc|    "),
    ("\u{E0B0}\u{FFFF}\u{10FFFF}", "???|    "),
  ])
  func everyCharacterTakesItsColumns(text: String, expected: String) {
    #expect(row(text) == expected)
    #expect(text.columns == expected.firstIndex(of: "|").map { expected[..<$0].count })
  }

  @Test func aWideCharacterIsNeverCutInTwo() {
    #expect(row("a漢", columns: 2) == "a ")
    let size = Grid.Size(rows: 1, columns: 4)
    var grid = Grid(size: size)
    grid.write("漢b", in: Area(size), column: -1)
    #expect(grid.lines == [" b  "])
  }

  @Test func wideTextStandsInTheMiddleAndAtTheEdge() {
    let size = Grid.Size(rows: 2, columns: 6)
    var grid = Grid(size: size)
    grid.writeCentred("漢", in: Area(size))
    grid.writeRight("漢", in: Area(size), row: 1)
    #expect(grid.lines == ["  漢\0  ", "    漢\0"])
  }

  /// Every scalar there is, each on its own and behind a letter.
  @Test func noScalarReachesTheTerminalThatItCouldTakeForACommand() {
    func isHarmless(_ shown: (character: Character, columns: Int)) -> Bool {
      let scalars = shown.character.unicodeScalars
      let category = scalars.first?.properties.generalCategory
      return shown.columns == 0
        || scalars.count == 1 && 1...2 ~= shown.columns && category != .control
          && category != .format && category != .unassigned
    }
    let scalars = (0...0x10FFFF).lazy.compactMap { Unicode.Scalar($0) }
    let harmful = scalars.filter { scalar in
      !"\(scalar)".allSatisfy { isHarmless($0.shown) }
        || !"a\(scalar)".allSatisfy { isHarmless($0.shown) }
    }
    #expect(harmful.map(\.value) == [])
  }
}
