import Channel
import Explorer
import Foundation
import Screen
import Testing

/// Whole pictures against the files in `Golden`, cell by cell. After a change that is meant,
/// `Scripts/renew-golden` writes them anew and shows the difference.
struct GoldenScreenTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden")

  private static let sizes = [(20, 5), (40, 12), (80, 24), (120, 40), (250, 70)]
  private static let depths: [(String, ColorDepth)] = [
    ("true", .trueColor), ("256", .palette), ("16", .sixteen), ("mono", .monochrome),
  ]

  private static let scenes: [String: ExplorerState] = {
    var scenes = ["training": Example.state(), "preparing": ExplorerState()]
    func add(_ name: String, of state: ExplorerState = Example.state(), _ keys: [Key] = []) {
      var state = state
      for key in keys { state.press(key) }
      scenes[name] = state
    }
    var paused = Example.state()
    paused.press(.character(" "))
    paused.receive(snapshot: Example.snapshot(.paused, step: 120, growthRate: 12))
    add("paused", of: paused, [.character("+"), .character("+"), .character("4")])
    add("help", [.character("?")])
    add("reuse", [.character("3"), .right, .right, .down, .character("e")])
    add("gradients", [.character("2"), .down, .down, .left, .character("e")])
    add("curves", [.character("e"), .character("i"), .left, .left])
    add("shortcuts", of: Example.residualState())
    add("completions", [.character(":"), .character("s"), .tab])
    var teaching = Example.state()
    teaching.enter("layout teaching")
    add("teaching", of: teaching)
    var mark = Example.state()
    mark.press(.character("N"), .enter)
    add("mark", of: mark)
    var timeLine = Example.state()
    var kept = Example.snapshot(.training, step: 120)
    kept.timeLine = ["main": [0, 40, 70, 90, 100, 110, 120]]
    timeLine.receive(snapshot: kept)
    timeLine.receive([
      .commandApplied(
        CommandApplied(
          step: 120, command: .fork(step: 70, name: "wider"), lossAfter: 0.5, restoredStep: 70,
          fork: "wider"))
    ])
    kept.timeLine["wider"] = [70, 80]
    timeLine.receive((71...80).map { Example.step($0, loss: 0.4) }, snapshot: kept)
    add("time-line", of: timeLine, [.character("t"), .up, .left])
    var log = Example.state()
    log.enter("log")
    add("log", of: log, [.character("e"), .character("m")])
    addReplays(add)
    addComparisons(add)
    addLessons(add)
    return scenes
  }()

  private static func addReplays(_ add: (String, ExplorerState, [Key]) -> Void) {
    let log = RecordedLog(ReplayTests.events)
    add("replay", log.screen(), [])
    var state = log.screen(from: 60)
    log.press(.character(">"), on: &state)
    add("replay-paused", state, [])
  }

  private static func addComparisons(_ add: (String, ExplorerState, [Key]) -> Void) {
    let state = ExampleComparison.state()
    add("comparison", state, [])
    add(
      "comparison-broken", ExampleComparison.state(behind: 60, brokenFrom: 90), [.character("}")])
    add("race", state, [.character("e"), .left, .left])
    add("race-difference", state, [.character("e"), .character("}"), .character("d")])
    add("depth", state, [.character("9"), .character("e"), .down, .down])
    add("depth-difference", state, [.character("9"), .character("e"), .character("d")])
    add("scores", state, [.character("0"), .character("e"), .character("d"), .down])
  }

  private static func addLessons(_ add: (String, ExplorerState, [Key]) -> Void) {
    var lesson = LessonRehearsal()
    add("lesson-introduction", lesson.state, [])
    lesson.goOn()
    lesson.press(.character("2"))
    add("lesson-question", lesson.state, [])
    lesson.press(.enter)
    add("lesson-doing", lesson.state, [])
    lesson.answer()
    add("lesson-result", lesson.state, [])
    lesson.goOn()
    lesson.type("1.2")
    lesson.goOn()
    lesson.goOn()
    lesson.press(.enter, .character("+"))
    add("lesson-keys", lesson.state, [])
    var teacher = LessonRehearsal(isTeaching: true)
    teacher.goOn()
    teacher.goOn()
    add("lesson-teacher", teacher.state, [])
  }

  /// The usual screens in every way in which they can be shown.
  @Test(arguments: sizes, depths)
  func theUsualScreen(size: (Int, Int), depth: (String, ColorDepth)) throws {
    for glyphs in Glyphs.allCases {
      try compare("training", size, depth, glyphs)
      try compare("comparison", size, depth, glyphs)
    }
  }

  /// The others in the richest and the poorest.
  @Test(arguments: scenes.keys.sorted(), [(40, 12), (80, 24), (120, 40)])
  func scene(_ scene: String, size: (Int, Int)) throws {
    if scene == "training" || scene == "comparison" { return }
    try compare(scene, size, Self.depths[0], .braille)
    try compare(scene, size, Self.depths[3], .ascii)
  }

  private func compare(
    _ scene: String, _ size: (columns: Int, rows: Int), _ depth: (name: String, ColorDepth),
    _ glyphs: Glyphs
  ) throws {
    let state = try #require(Self.scenes[scene])
    var grid = Grid(size: .init(rows: size.rows, columns: size.columns))
    view(state, into: &grid, display: Display(colorDepth: depth.1, glyphs: glyphs))
    let file = Self.folder.appendingPathComponent(
      "\(scene)-\(size.columns)x\(size.rows)-\(depth.name)-\(glyphs.rawValue).txt")
    let text = Self.text(grid)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let golden = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    // Line by line: the first difference is enough to say, and whole pictures are not.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
    let differing = zip(lines, expected).enumerated().filter { $0.element.0 != $0.element.1 }
    let isSame = lines.count == expected.count && differing.isEmpty
    #expect(
      isSame,
      """
      \(file.lastPathComponent) differs in \(differing.count) lines; Scripts/renew-golden shows how
      \(differing.first.map { "\($0.offset + 1):\n\($0.element.0)\n\($0.element.1)" } ?? "")
      """)
  }

  /// A grid as text: its characters, then a letter for the style of each cell, then what the letters
  /// stand for.
  private static func text(_ grid: Grid) -> String {
    let letters = Array(
      ".abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+*#%&$"
        + "αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩабвгдежзийклмнопрстуфхцчшщъыьэюя")
    var styles: [Style: Int] = [Style(): 0]
    var order = [Style()]
    var characters: [String] = []
    var looks: [String] = []
    for row in 0..<grid.size.rows {
      characters.append(String(grid.row(row).map(\.character)))
      looks.append(
        String(
          grid.row(row).map { cell -> Character in
            let index = styles[cell.style] ?? order.count
            if index == order.count {
              styles[cell.style] = index
              order.append(cell.style)
            }
            return letters[min(index, letters.count - 1)]
          }))
    }
    let legend = zip(letters, order).map { "\($0) \(describe($1))" }
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
