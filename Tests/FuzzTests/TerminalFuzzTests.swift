import CNcurses
import Channel
import Explorer
import Foundation
import Screen
import Testing

@testable import Samples
@testable import Terminal

/// What comes from a terminal and its environment.
@MainActor
struct TerminalFuzzTests {
  private static let variables: [String: [String]] = [
    "TERM": ["xterm-256color", "linux", "vt100", "dumb", "xterm-direct", "screen", "tmux", ""],
    "COLORTERM": ["truecolor", "24bit", ""], "NO_COLOR": ["1", ""],
    "LC_ALL": ["C.UTF-8", "C", ""], "LC_CTYPE": ["de_DE.utf8"], "LANG": ["C.UTF-8", "POSIX"],
    "XDG_DATA_HOME": ["/tmp", "x", ""],
  ]

  @Test func environment() throws {
    var picture = Grid(size: Grid.Size(rows: 3, columns: 20))
    let style = Style(foreground: .rgb(200, 100, 0), isBold: true)
    picture.write("loss 中 ⣿ 0.5", in: Area(row: 0, column: 0, rows: 3, columns: 20), style: style)
    try Fuzzing("environment", cases: 300, mebibytes: 256).run { dice, _ in
      var environment: [String: String] = [:]
      for name in Self.variables.keys.sorted() where !dice.isOne(of: 3) {
        // A locale is the whole process', and other tests are under way.
        if name.hasPrefix("L") && !Fuzzing.isAlone { continue }
        var value = dice.pick(Self.variables[name] ?? [])
        if dice.isOne(of: 2) {
          value = String(decoding: Mutation.text(value, &dice), as: UTF8.self)
        }
        // No variable can hold one.
        environment[name] = value.replacing("\u{0}", with: "")
      }
      precondition(FetchedFolder.root(environment).hasPrefix("/"))
      let choice = dice.pick(ColorChoice.allCases)
      let inline = InlineText(
        choice, glyphs: nil, isTerminal: dice.isOne(of: 2), environment: environment)
      _ = inline.text(picture)
      let type = environment["TERM"] ?? ""
      var error: Int32 = 0
      guard setupterm(type, STDOUT_FILENO, &error) == OK else {
        return .refused("the terminal type is not known")
      }
      defer { del_curterm(set_curterm(nil)) }
      let colors = ColorEncoding(
        choice, environment: environment, terminfo: Capabilities.colorsInTerminfo)
      guard let capabilities = Capabilities(colors: colors, glyphs: dice.pick(Glyphs.allCases))
      else {
        return .refused("the terminal cannot show it")
      }
      _ = FrameEncoder.encode(picture, after: nil, capabilities: capabilities)
      return .accepted
    }
  }

  /// Keys in bytes, in pieces as they come, and what they do.
  @Test func keys() throws {
    let sequences = [
      "\u{1B}[A", "\u{1B}OB", "\u{1B}[5~", "\u{1B}[11~", "\u{1B}", "\u{1B}[Z", "q", "é", "中", "😀",
      "\u{1B}[<0;10;10M", "\u{1B}[1;5C", "\r", "\u{7F}", "\u{1}", ":go 3\r", "/conv\r", "\t", "1",
      "5",
    ]
    var first = Watcher(networks: 1)
    first.hear(try RealRun.alone.get().events)
    try Fuzzing("keys", cases: 300, mebibytes: 256, accepted: 1...1).run { dice, number in
      let text = (0..<8).map { _ in dice.pick(sequences) }.joined()
      let bytes = Mutation.bytes(Array(text.utf8), [], &dice)
      var watcher = first
      var waiting: [UInt8] = []
      var place = 0
      while place < bytes.count {
        let end = min(place + 1 + dice.below(6), bytes.count)
        waiting += bytes[place..<end]
        for key in KeySequence.take(from: &waiting, isComplete: false) { watcher.press(key) }
        if dice.isOne(of: 8) {
          for key in KeySequence.take(from: &waiting, isComplete: true) { watcher.press(key) }
        }
        place = end
      }
      for key in KeySequence.take(from: &waiting, isComplete: true) { watcher.press(key) }
      precondition(waiting.isEmpty)
      if let key = Key(character: UInt32(dice.below(1 << 21))) { watcher.press(key) }
      if let key = Key(code: Int32(dice.below(1 << 10))) { watcher.press(key) }
      let (row, column) = (dice.below(300) - 100, dice.below(300) - 100)
      watcher.point(
        dice.pick([
          .press(row: row, column: column), .wheelUp(row: row, column: column),
          .wheelDown(row: row, column: column),
        ]))
      watcher.look(number, &dice)
      return .accepted
    }
  }

  /// Lines of the command line.
  @Test func commands() throws {
    let lines =
      [
        "set learning_rate 0.05", "stage block2/growth_rate 12", "add_layer block2", "freeze stem",
        "cut block1/1->2", "cut_below 2.5", "join block1/*->out", "fork 2 x", "switch wider",
        "step 3", "go 2", "layout reuse", "theme contrast", "mouse off", "filter conv", "pause",
        "curves", "quit", "time-line", "save", "help", "evaluate", "checkpoint", "measure",
      ] + Command.textForms
    var first = Watcher(networks: 1)
    first.hear(try RealRun.alone.get().events)
    try Fuzzing("commands", cases: 200, mebibytes: 256, accepted: 1...1).run { dice, number in
      var watcher = first
      for _ in 0..<3 {
        let text = Mutation.text(dice.pick(lines), words: lines, &dice).prefix(300)
        watcher.enter(String(decoding: text, as: UTF8.self), &dice)
        if dice.isOne(of: 2) { watcher.press(.enter) }
      }
      watcher.look(number, &dice)
      return .accepted
    }
  }
}
