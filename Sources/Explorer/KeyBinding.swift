import Screen

/// What a key makes the screen do.
enum KeyCommand: Sendable, Equatable {
  case pauseOrResume, step, raise, lower, previousKnob, nextKnob, apply, undo, checkpoint
  case nextPane, previousPane
  case pane(Pane)
  case enlarge
  case cursor(CursorMove)
  case help, back, quit, suspend
}

/// Where a cursor goes.
enum CursorMove: Sendable, Equatable {
  case up, down, left, right, pageUp, pageDown, home, end
}

/// A key, what it does and what the help says about it. One table yields the dispatch, the footer
/// and the help, so that no key is undocumented.
struct KeyBinding: Sendable {
  /// Keys that do it.
  let keys: [Key]
  let does: KeyCommand
  /// The keys as a person reads them.
  let label: String
  /// One sentence for the help; empty where another row of the table speaks for this one.
  let help: String
  /// A word for the footer; `nil` for keys that it leaves out.
  let footer: String?

  init(_ keys: [Key], _ does: KeyCommand, _ label: String, _ help: String, footer: String? = nil) {
    self.keys = keys
    self.does = does
    self.label = label
    self.help = help
    self.footer = footer
  }

  static let table: [KeyBinding] = [
    KeyBinding(
      [.character(" ")], .pauseOrResume, "Space",
      "pause; resume, and staged changes take effect", footer: "pause"),
    KeyBinding([.character("s")], .step, "s", "one step while paused", footer: "step"),
    KeyBinding(
      [.character("+"), .character("=")], .raise, "+ -",
      "raise, lower the selected knob; the change is staged", footer: "change"),
    KeyBinding([.character("-"), .character("_")], .lower, "-", ""),
    KeyBinding(
      [.character("[")], .previousKnob, "[ ]", "select the previous, next knob", footer: "knob"),
    KeyBinding([.character("]")], .nextKnob, "]", ""),
    KeyBinding(
      [.enter], .apply, "Enter",
      "apply staged changes now; without any, the pane on the whole screen", footer: "apply"),
    KeyBinding(
      [.character("z")], .undo, "z", "undo the last applied change", footer: "undo"),
    KeyBinding(
      [.character("c")], .checkpoint, "c", "checkpoint: write the weights into the run's folder"),
    KeyBinding([.tab], .nextPane, "Tab", "next pane, Shift-Tab the previous", footer: "pane"),
    KeyBinding([.backTab], .previousPane, "Shift-Tab", ""),
    KeyBinding(
      [.character("1")], .pane(.curves), "1…4", "curves, gradients, reuse, knobs"),
    KeyBinding([.character("2")], .pane(.gradients), "2", ""),
    KeyBinding([.character("3")], .pane(.reuse), "3", ""),
    KeyBinding([.character("4")], .pane(.knobs), "4", ""),
    KeyBinding(
      [.character("e")], .enlarge, "e", "the pane on the whole screen, and back", footer: "enlarge"),
    KeyBinding(
      [.left, .character("h")], .cursor(.left), "arrows, h j k l",
      "move the cursor in the pane; the value under it is written out"),
    KeyBinding([.down, .character("j")], .cursor(.down), "j", ""),
    KeyBinding([.up, .character("k")], .cursor(.up), "k", ""),
    KeyBinding([.right, .character("l")], .cursor(.right), "l", ""),
    KeyBinding(
      [.pageUp], .cursor(.pageUp), "PgUp PgDn", "far; in the reuse pane the other blocks"),
    KeyBinding([.pageDown], .cursor(.pageDown), "PgDn", ""),
    KeyBinding([.home], .cursor(.home), "Home End", "to the first, to the last"),
    KeyBinding([.end], .cursor(.end), "End", ""),
    KeyBinding([.character("?"), .function(1)], .help, "? F1", "this help", footer: "help"),
    KeyBinding(
      [.escape], .back, "Esc", "back; cancel staged changes; the cursor to the newest step"),
    KeyBinding(
      [.character("q"), .control("c")], .quit, "q Ctrl-C", "quit, asking first while training",
      footer: "quit"),
    KeyBinding([.control("z")], .suspend, "Ctrl-Z", "suspend the program; fg brings it back"),
  ]
}
