import Screen

/// A key, what it does and what is said about it. Tables of these yield the dispatch, the footer, the
/// help, the README and the command line, so that no key is undocumented.
struct KeyBinding<Action: Sendable>: Sendable {
  /// Keys that do it.
  let keys: [Key]
  let help: BindingHelp
  let action: Action

  init(
    _ keys: [Key], _ label: String, _ command: String, _ text: String, footer: String? = nil,
    _ action: Action
  ) {
    self.keys = keys
    help = BindingHelp(label: label, command: command, text: text, footer: footer)
    self.action = action
  }
}

/// What is said about a key.
struct BindingHelp: Sendable, Equatable {
  /// The key as a person reads it, `+ -` where the row of the table speaks for another key too.
  let label: String
  /// The word that does the same on the command line.
  let command: String
  /// One sentence; empty where another row of the table speaks for this one.
  let text: String
  /// A word for the footer; `nil` for keys that it leaves out.
  let footer: String?
}

extension BindingHelp {
  /// Whether it is about changing a run, which a recorded one does not let anyone.
  var steers: Bool {
    [
      "pause-or-resume", "step", "raise", "lower", "previous-knob", "next-knob", "undo", "redo",
      "restart", "checkpoint", "evaluate", "steer-all",
    ].contains(command)
  }
}

/// Where a cursor goes.
enum CursorMove: String, Sendable, Equatable, CaseIterable {
  case up, down, left, right
  case pageUp = "page-up"
  case pageDown = "page-down"
  case home, end
}
