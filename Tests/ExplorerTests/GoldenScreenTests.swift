import Explorer
import Foundation
import Screen
import Testing

/// Whole pictures against the files in `Golden`, cell by cell. After a change that is meant, look at
/// the new pictures and keep them: `UPDATE_GOLDEN=1 swift test --filter GoldenScreenTests`.
struct GoldenScreenTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden")

  private static let scenes: [String: ExplorerState] = {
    var paused = Example.state()
    paused.press(.character(" "))
    paused.receive(snapshot: Example.snapshot(.paused, step: 120, growthRate: 12))
    paused.press(.character("+"), .character("+"), .character("4"))
    var help = Example.state()
    help.press(.character("?"))
    var reuse = Example.state()
    reuse.press(.character("3"), .right, .right, .down, .character("e"))
    return [
      "training": Example.state(), "paused": paused, "help": help, "reuse": reuse,
      "preparing": ExplorerState(), "shortcuts": Example.residualState(),
    ]
  }()

  @Test(
    arguments: ["training", "paused", "help", "reuse", "preparing", "shortcuts"],
    [(40, 12), (80, 24), (120, 40)])
  func picture(scene: String, size: (columns: Int, rows: Int)) throws {
    let state = try #require(Self.scenes[scene])
    for (name, display) in [
      ("colour", Display()),
      ("monochrome", Display(colorDepth: .monochrome)),
      ("ascii", Display(colorDepth: .monochrome, glyphs: .ascii)),
    ] {
      var grid = Grid(size: .init(rows: size.rows, columns: size.columns))
      view(state, into: &grid, display: display)
      let file = Self.folder.appendingPathComponent(
        "\(scene)-\(size.columns)x\(size.rows)-\(name).txt")
      let text = Self.text(grid)
      if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try text.write(to: file, atomically: true, encoding: .utf8)
      }
      let golden = try String(contentsOf: file, encoding: .utf8)
      let differences = zip(
        text.split(separator: "\n", omittingEmptySubsequences: false),
        golden.split(separator: "\n", omittingEmptySubsequences: false)
      ).enumerated().filter { $0.element.0 != $0.element.1 }
      #expect(
        text == golden,
        """
        \(file.lastPathComponent) differs in \(differences.count) lines, first \
        \(differences.first.map { "\($0.offset + 1):\n\($0.element.0)\n\($0.element.1)" } ?? "")
        """)
    }
  }

  /// A grid as text: its characters, then a letter for the style of each cell, then what the letters
  /// stand for.
  private static func text(_ grid: Grid) -> String {
    let letters = Array(".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+*#%&$")
    var styles: [Style] = [Style()]
    var characters: [String] = []
    var looks: [String] = []
    for row in 0..<grid.size.rows {
      characters.append(String(grid.row(row).map(\.character)))
      looks.append(
        String(
          grid.row(row).map { cell -> Character in
            let index = styles.firstIndex(of: cell.style) ?? styles.count
            if index == styles.count { styles.append(cell.style) }
            return letters[min(index, letters.count - 1)]
          }))
    }
    let legend = zip(letters, styles).map { "\($0) \(describe($1))" }
    return (characters + [""] + looks + [""] + legend).joined(separator: "\n") + "\n"
  }

  private static func describe(_ style: Style) -> String {
    func name(_ color: Color) -> String {
      switch color {
      case .terminal: "terminal"
      case .rgb(let red, let green, let blue): "\(red),\(green),\(blue)"
      }
    }
    let attributes = [
      (style.isBold, "bold"), (style.isDim, "dim"), (style.isReversed, "reversed"),
      (style.isUnderlined, "underlined"),
    ].filter(\.0).map(\.1)
    return ([name(style.foreground), "on", name(style.background)] + attributes)
      .joined(separator: " ")
  }
}
