import Channel
import Lessons

extension Lesson {
  /// The first thing in it that this program cannot do, in one line; `nil` where there is none.
  public var objection: String? {
    for (index, step) in steps.enumerated() {
      for text in step.keys {
        if let objection = Self.objection(toKey: text) { return step.line(index, objection) }
      }
      for command in step.commands {
        if let objection = Self.objection(toCommand: command.text) {
          return step.line(index, objection)
        }
      }
    }
    return nil
  }

  /// Commands whose keys a lesson cannot ask for, as the run would stand at no certain step behind them or not
  /// at all, and what is expected instead.
  private static let refused = [
    "quit": "no key that ends the program",
    "pause-or-resume": "no key that lets the run go on, run: says how far it goes",
    "command": "no command line, do: gives commands",
    "lesson-track": "no key that leaves the lesson",
  ]

  private static func objection(toKey text: String) -> String? {
    guard let key = LessonKey(text)?.key else {
      return "key '\(text)': expected a character or Space, Enter, Esc, Tab, Up, …"
    }
    let binding = ([.lessonTrack] + KeyBinding.screen).first { $0.keys.contains(key) }
    return binding.flatMap { refused[$0.help.command] }.map { "press: '\(text)': expected \($0)" }
  }

  private static func objection(toCommand text: String) -> String? {
    switch Command(text: text) {
    case nil:
      "do: '\(text)': expected one such as "
        + Command.textForms.filter { $0 != "stop" }.joined(separator: ", ")
    case .stop: "do: 'stop': expected no command that ends the run, a lesson does so itself"
    default: nil
    }
  }
}

extension LessonStep {
  /// What is wrong with it, behind where that is: its place in the lesson, counted from 0, and its title.
  public func line(_ index: Int, _ objection: String) -> String {
    "step \(index + 1) '\(title)': \(objection)"
  }
}
