import Channel
import Lessons
import Screen

@testable import Explorer

/// A learner in front of a lesson, and networks that do what they are told with invented figures, one command
/// after the other and when a test says so.
struct LessonRehearsal {
  private(set) var state: ExplorerState
  /// The runs that the lesson wanted, the newest last.
  private(set) var begun: [LessonRun] = []
  /// What was sent to the networks of the newest run.
  private(set) var sent: [Effect] = []
  /// What else the screen wanted: that it closes, for example.
  private(set) var others: [Effect] = []
  private var networks: [InventedNetwork] = []

  init(
    _ lesson: Lesson = ExampleLesson.lesson, isTeaching: Bool = false, isAutomatic: Bool = false
  ) {
    state = ExplorerState(lesson, isTeaching: isTeaching, isAutomatic: isAutomatic)
  }

  mutating func press(_ keys: Key...) { for key in keys { act(.key(key)) } }

  mutating func type(_ text: String) { for character in text { press(.character(character)) } }

  mutating func act(_ action: Action) {
    for effect in update(&state, action) {
      switch effect {
      case .begin(let run):
        begun.append(run)
        sent = []
        networks = run.networks.indices.map(InventedNetwork.init)
      case .send(let command, let network):
        sent.append(effect)
        networks[network].commands.append(command)
      case .show: break
      case .replay, .savePicture, .useMouse, .quit, .suspend: others.append(effect)
      }
    }
  }

  /// Lets a network answer the oldest command that it has not answered.
  mutating func answer(network: Int) {
    guard let news = networks[network].answer() else { return }
    act(.news(news, network: network))
  }

  /// Lets all networks answer whatever they are told.
  mutating func answer() {
    while let network = networks.firstIndex(where: { !$0.commands.isEmpty }) {
      answer(network: network)
    }
  }

  /// Goes to the next step and waits for what it begins with.
  mutating func goOn() {
    press(.enter)
    answer()
  }

  /// The text of the lesson, its title included.
  var lines: [String] { LessonView(state)?.plainLines ?? [] }

  func says(_ text: String) -> Bool { lines.contains { $0.contains(text) } }
}

/// A network of an invented run, which begins in a pause.
private struct InventedNetwork {
  let index: Int
  /// What it has not answered yet.
  var commands = LessonRun.firstCommands
  private var step = 0
  private var answered = 0
  private var changed: [Knob: Double] = [:]

  init(_ index: Int) { self.index = index }

  mutating func answer() -> RunChannel.News? {
    guard !commands.isEmpty else { return nil }
    let command = commands.removeFirst()
    var events: [RunEvent] = answered == 0 ? [ExampleComparison.started(index)] : []
    answered += 1
    switch command {
    case .step(let count):
      events += (step + 1...step + count).map { ExampleComparison.step($0, index) }
      step += count
    case .evaluate: events.append(ExampleComparison.evaluation(step, index))
    case .set(let knob, let value, _, _):
      changed[knob] = value
      events.append(
        .commandApplied(
          CommandApplied(
            step: step, command: command, knob: knob, before: Example.knobs[knob], after: value)))
    case .undo:
      events.append(.commandRejected(CommandRejected(step: step, command: .undo, reason: "no")))
    default: break
    }
    var snapshot = ExampleComparison.snapshot(
      index, step: step, command == .resume ? .training : .paused)
    snapshot.knobs.merge(changed) { $1 }
    snapshot.commandsDone = answered
    return RunChannel.News(events: events, snapshot: snapshot)
  }
}
