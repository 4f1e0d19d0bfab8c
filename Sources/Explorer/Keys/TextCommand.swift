import Channel
import Foundation

/// Why a line of the command line was not carried out: one sentence.
struct CommandError: Error, Equatable {
  let sentence: String
}

/// A command of the command line that takes words. Those without are the keys' own.
struct TextCommand: Sendable {
  let name: String
  /// What follows the name, for the help: `KNOB VALUE`.
  let arguments: String
  /// One sentence for the help.
  let text: String
  /// What the arguments may be, as far as they can be listed.
  let completions: @Sendable (ExplorerState) -> [String]
  let action: @Sendable (inout ExplorerState, String) throws(CommandError) -> [Effect]

  static let table: [TextCommand] = [
    TextCommand(
      name: "set", arguments: "KNOB VALUE",
      text: "give a knob a value between two steps: set learning_rate 0.05",
      completions: { $0.session.live.knobs.map { "\($0.rawValue) " } }
    ) { (state, words) throws(CommandError) in
      let (knob, value, block) = try knobAndValue(words, state.session)
      return state.ask(.set(knob, value: value, block: block))
    },
    ofNetwork(
      "add_layer", "BLOCK", "stage a dense layer more at the end of a block: add_layer block2"),
    ofNetwork("remove_layer", "BLOCK", "stage taking the last dense layer of a block away"),
    ofNetwork(
      "freeze", "PART",
      "stage keeping the weights of stem, block2, transition1, classifier or a layer"),
    ofNetwork("thaw", "PART", "stage letting a frozen part learn again"),
    ofNetwork(
      "cut", "CONNECTIONS", "stage weights that stay 0: block2/3->7, block2/*->out, block2/in->*"),
    ofNetwork(
      "cut_below", "PERCENT",
      "stage cutting what has less of its reader's weight; the accuracy it costs is told: cut_below 2.5"
    ),
    ofNetwork("join", "CONNECTIONS", "stage letting cut connections learn again, from 0"),
    TextCommand(
      name: "fork", arguments: "STEP [NAME]",
      text: "go back to the checkpoint at or before a step and follow another line from there",
      completions: { state in
        let run = state.session.live
        return run.snapshot.timeLine[run.fork, default: []].reversed().map { "\($0) " }
      }
    ) { (state, words) throws(CommandError) in
      let parts = words.split(separator: " ").map(String.init)
      guard let command = Command(text: "fork=\(parts.joined(separator: "/"))") else {
        throw CommandError(
          sentence: "fork '\(words)': expected a step and a name, such as fork 480 wider")
      }
      state.session.closeTimeLine()
      return state.ask(command)
    },
    TextCommand(
      name: "switch", arguments: "NAME", text: "go to the newest step of main or of another fork",
      completions: { state in
        state.session.live.forks.names.filter { $0 != state.session.live.fork }
      }
    ) { (state, words) throws(CommandError) in
      let run = state.session.live
      state.session.closeTimeLine()
      return state.ask(
        .switchFork(try choice(words, of: run.forks.names, \.self, "switch")))
    },
    TextCommand(
      name: "stage", arguments: "KNOB VALUE", text: "stage a value; Enter or Space applies it",
      completions: { $0.session.live.knobs.map { "\($0.rawValue) " } }
    ) { (state, words) throws(CommandError) in
      let (knob, value, block) = try knobAndValue(words, state.session)
      if block == nil {
        state.session.stage(knob, value)
      } else {
        state.session.stage(.set(knob, value: value, block: block))
      }
      return []
    },
    TextCommand(
      name: "step", arguments: "COUNT", text: "so many steps, then pause", completions: { _ in [] }
    ) { (state, words) throws(CommandError) in
      let count = try wholeNumber(words, "step", 1...1_000_000_000)
      guard state.session.canSteer() else { return [] }
      state.session.want(pause: true)
      return state.session.orders(.step(count: count))
    },
    TextCommand(
      name: "go", arguments: "STEP", text: "put the cursor on a step", completions: { _ in [] }
    ) { (state, words) throws(CommandError) in
      let newest = max(state.session.run.step, 1)
      if let cursor = state.session.timeLine {
        let last = state.session.lastStep(of: cursor.fork)
        let step = try wholeNumber(words, "go", state.session.firstStep...last)
        state.session.go(toTimeLine: TimeLineCursor(fork: cursor.fork, step: step))
      } else {
        state.session.goTo(step: try wholeNumber(words, "go", 1...newest))
      }
      return []
    },
    TextCommand(
      name: "jump", arguments: "STEP", text: "in a recorded run: go to a step",
      completions: { _ in [] }
    ) { (state, words) throws(CommandError) in
      let recording = try recording(state.session, "jump")
      let steps = recording.firstStep...max(recording.greatestStep, recording.firstStep)
      return state.jump(to: try wholeNumber(words, "jump", steps))
    },
    TextCommand(
      name: "speed", arguments: "STEPS", text: "in a recorded run: play so many steps a second",
      completions: { _ in Replay.speeds.map(String.init) }
    ) { (state, words) throws(CommandError) in
      _ = try recording(state.session, "speed")
      let fastest = Replay.speeds.last ?? 1
      return state.setSpeed(try wholeNumber(words, "speed", 1...fastest))
    },
    TextCommand(
      name: "layout", arguments: "NAME", text: "choose the layout",
      completions: { $0.layouts.map(\.name) }
    ) { (state, words) throws(CommandError) in
      state.layout = try choice(words, of: state.layouts, \.name, "layout")
      state.isEnlarged = false
      // The pane that a layout is named after is what one wants to steer.
      if let pane = state.pane(named: state.layout.name) { state.focus = pane }
      return []
    },
    TextCommand(
      name: "theme", arguments: "NAME", text: "choose the colours",
      completions: { _ in Theme.all.map(\.name) }
    ) { (state, words) throws(CommandError) in
      state.theme = try choice(words, of: Theme.all, \.name, "theme")
      return []
    },
    TextCommand(
      name: "mouse", arguments: "on|off",
      text: "off leaves the mouse to the terminal, for selecting text",
      completions: { _ in ["on", "off"] }
    ) { (state, words) throws(CommandError) in
      state.isMouseOn = try choice(words, of: ["on", "off"], \.self, "mouse") == "on"
      state.session.message =
        state.isMouseOn
        ? "The mouse focuses panes and places cursors." : "The mouse belongs to the terminal now."
      return [.useMouse(state.isMouseOn)]
    },
    TextCommand(
      name: "filter", arguments: "TEXT",
      text: "list only layers, or lines of the log, that have a text; without one, all",
      completions: { _ in [] }
    ) { (state, words) throws(CommandError) in
      if !state.panes[state.focus].filter(by: words, &state.session) {
        throw CommandError(
          sentence: "filter: the \(state.panes[state.focus].name) pane lists nothing")
      }
      return []
    },
    TextCommand(
      name: "pause", arguments: "", text: "pause between two steps", completions: { _ in [] }
    ) { (state, _) throws(CommandError) in state.session.wantsPause ? [] : state.pauseOrResume() },
    TextCommand(
      name: "resume", arguments: "", text: "go on, with staged changes", completions: { _ in [] }
    ) { (state, _) throws(CommandError) in state.session.wantsPause ? state.pauseOrResume() : [] },
  ]

  /// A command that changes the network.
  private static func ofNetwork(_ name: String, _ argument: String, _ text: String) -> TextCommand {
    TextCommand(
      name: name, arguments: argument, text: text,
      completions: { state in
        let blocks = state.session.live.denseBlocks.map { "block\($0.number)" }
        let parts = ["stem"] + blocks + blocks.indices.dropLast().map { "transition\($0 + 1)" }
        switch argument {
        case "BLOCK": return blocks
        case "CONNECTIONS": return blocks.map { "\($0)/" }
        case "PERCENT": return []
        default: return parts + ["classifier"]
        }
      }
    ) { (state, words) throws(CommandError) in
      guard let command = Command(text: "\(name)=\(words)") else {
        let example =
          switch argument {
          case "CONNECTIONS": "connections, such as block2/3->7"
          case "PERCENT": "a percentage, such as 2.5"
          default: "a block, such as block2"
          }
        throw CommandError(sentence: "\(name) '\(words)': expected \(example)")
      }
      state.session.stage(command)
      return []
    }
  }

  // MARK: Arguments

  private static func knobAndValue(
    _ words: String, _ session: Session
  ) throws(CommandError) -> (Knob, Double, block: Int?) {
    let parts = words.split(separator: " ")
    // As in the log, as in the options or as the pane has it: learning_rate, learning-rate, learning rate.
    let name = parts.prefix(max(parts.count - 1, 1)).joined(separator: "_")
      .replacing("-", with: "_")
    guard let (knob, block) = Command.knob(name), session.live.knobs.contains(knob) else {
      let names = session.live.knobs.map(\.rawValue).joined(separator: ", ")
      throw CommandError(sentence: "knob '\(name)': expected one of \(names)")
    }
    guard parts.count > 1, let value = Double(parts[parts.count - 1]) else {
      let figure = parts.count > 1 ? parts[parts.count - 1] : ""
      throw CommandError(sentence: "\(knob.rawValue) '\(figure)': expected a number")
    }
    if let objection = knob.objection(to: value) { throw CommandError(sentence: objection) }
    return (knob, value, block)
  }

  private static func wholeNumber(
    _ words: String, _ name: String, _ range: ClosedRange<Int>
  ) throws(CommandError) -> Int {
    guard let number = Int(words), range ~= number else {
      throw CommandError(
        sentence:
          "\(name) '\(words)': expected a whole number in \(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }

  private static func recording(
    _ session: Session, _ name: String
  ) throws(CommandError) -> Recording {
    guard let replay = session.replay else {
      throw CommandError(sentence: "\(name): only where a recorded run is shown (replay)")
    }
    return replay.recording
  }

  private static func choice<Value>(
    _ word: String, of values: [Value], _ name: (Value) -> String, _ command: String
  ) throws(CommandError) -> Value {
    guard let value = values.first(where: { name($0) == word }) else {
      throw CommandError(
        sentence: "\(command) '\(word)': expected one of "
          + values.map(name).joined(separator: ", "))
    }
    return value
  }
}
