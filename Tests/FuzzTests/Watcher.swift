import Channel
import Explorer
import Screen
import Testing

/// Somebody who looks at what a run tells: in every pane, at any size, on the screen and as lines of text.
struct Watcher {
  private static let keys: [Key] =
    [
      .enter, .escape, .tab, .backTab, .up, .down, .left, .right, .pageUp, .pageDown, .home, .end,
      .backspace, .control("u"), .control("w"),
    ] + Array("1234567890vmtewfgGhjkl+-[]zZ?:/{}axXnN .<>()s").map { .character($0) }

  private(set) var state: ExplorerState
  /// What is to be read of a recorded run; the newest order replaces those before it.
  private var order: ReplayOrder?
  private var report = PlainReport()

  init(networks: Int) { state = ExplorerState(networks: networks) }

  init(_ state: ExplorerState) { self.state = state }

  /// Hears what a run tells.
  mutating func hear(_ events: [RunEvent], network: Int = 0) {
    let step = 5
    let snapshot = Snapshot(
      activity: .paused, step: step,
      knobs: [.growthRate: 2, .learningRate: 0.1, .momentum: 0.9, .batchSize: 16],
      timeLine: ["main": [0, step]])
    _ = update(
      &state, .news(RunChannel.News(events: events, snapshot: snapshot), network: network))
  }

  /// Hears what was read of a recorded run.
  mutating func hear(_ news: ReplayNews) { act(.replay(news)) }

  /// The order that is to be carried out, once.
  mutating func takeOrder() -> ReplayOrder? {
    defer { order = nil }
    return order
  }

  mutating func point(_ event: MouseEvent) { act(.mouse(event)) }

  mutating func press(_ key: Key) { act(.key(key)) }

  private mutating func act(_ action: Action) {
    for case .replay(let order) in update(&state, action) { self.order = order }
  }

  /// Types a line at the command line, with a completion now and then.
  mutating func enter(_ line: String, _ dice: inout Dice) {
    press(.character(":"))
    for character in line {
      press(.character(character))
      if dice.isOne(of: 16) { press(.tab) }
    }
    press(.enter)
  }

  /// Presses some keys and looks at what is there then.
  mutating func look(_ number: Int, _ dice: inout Dice) {
    for _ in 0..<dice.below(8) { press(dice.pick(Self.keys)) }
    let size = Grid.Size(rows: dice.below(60), columns: dice.below(200))
    _ = update(&state, .resized(size))
    var grid = Grid(size: size)
    let display = Display(
      colorDepth: dice.pick([.monochrome, .sixteen, .palette, .trueColor]),
      glyphs: dice.pick(Glyphs.allCases))
    view(state, into: &grid, display: display)
    let cells = (0..<size.rows).lazy.flatMap { grid.row($0) }
    if cells.contains(where: { $0.character != .continuation && String($0.character).hasControls })
    {
      Issue.record("case \(number): a control character on the screen")
    }
    if dice.isOne(of: 4) {
      let picture = state.svg(grid)
      if picture.split(separator: "\n").contains(where: \.hasControls) {
        Issue.record("case \(number): a control character in a picture")
      }
    }
    if report.lines(state, isAnswer: dice.isOne(of: 2)).contains(where: \.isEmpty) {
      Issue.record("case \(number): an empty line of text")
    }
  }
}
