import Channel
import Lessons
import Screen

/// Something that a lesson's step has the program or the learner do, one after the other.
enum LessonTask: Sendable, Equatable {
  /// Begin a run.
  case begin(LessonRun)
  /// Wait until the learner has pressed keys, or press them for them, in a pane if one is named.
  case press([LessonKey], in: LessonPane?, isAutomatic: Bool)
  /// Give a network a command; `nil` for all.
  case command(network: String?, Command)
  /// Train so many steps.
  case train(Int)
  /// Evaluate all networks.
  case evaluate
  /// Take down the figures of a step of the lesson.
  case measure(step: Int)
}

/// A key as a lesson names it.
struct LessonKey: Sendable, Equatable {
  /// As the help has it.
  let label: String
  let key: Key

  /// Reads a label: a character, or the name of a key; `nil` where it is none.
  init?(_ label: String) {
    let named: [String: Key] = [
      "Space": .character(" "), "Enter": .enter, "Esc": .escape, "Tab": .tab, "Shift-Tab": .backTab,
      "Backspace": .backspace, "Up": .up, "Down": .down, "Left": .left, "Right": .right,
      "PgUp": .pageUp, "PgDn": .pageDown, "Home": .home, "End": .end,
    ]
    self.label = label
    if let key = named[label] {
      self.key = key
    } else if label.count == 1, let character = label.first {
      key = .character(character)
    } else {
      return nil
    }
  }
}

extension LessonStep {
  /// Whether a run is not the same behind it as before.
  var changesRun: Bool {
    !networks.isEmpty || !commands.isEmpty || run > 0 || !keys.isEmpty || evaluates
  }

  /// The run that it begins, while the learner reads.
  var beginning: [LessonTask] {
    newRun.map { [.begin($0)] } ?? []
  }

  /// What the step then has the program do, in order.
  ///
  /// - Parameters:
  ///   - index: of the step in its lesson.
  ///   - isAutomatic: whether the program presses the learner's keys itself.
  func tasks(index: Int, isAutomatic: Bool) -> [LessonTask] {
    var tasks: [LessonTask] = []
    // What is no command, or no key, was refused when the lesson was opened.
    if !keys.isEmpty {
      tasks.append(.press(keys.compactMap(LessonKey.init), in: pane, isAutomatic: isAutomatic))
    }
    tasks += commands.compactMap { command in
      Command(text: command.text).map { .command(network: command.network, $0) }
    }
    if run > 0 { tasks.append(.train(run)) }
    if evaluates { tasks.append(.evaluate) }
    return tasks + [.measure(step: index)]
  }
}
