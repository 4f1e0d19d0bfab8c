import Screen

extension KeyBinding where Action == ScreenAction {
  /// Keys while the time line is open; all others mean what they always do.
  static let timeLine: [KeyBinding] = [
    move(
      [.left, .character("h")], "← →", .previousCheckpoint, "the checkpoint before, the next one",
      footer: "checkpoint"),
    move([.right, .character("l")], "→", .nextCheckpoint),
    move([.character("<")], "< >", .back, "a single step back, forward"),
    move([.character(">")], ">", .forward),
    move([.pageUp], "PgUp PgDn", .farBack, "a tenth of the line back, forward"),
    move([.pageDown], "PgDn", .farForward),
    move([.home], "Home End", .first, "to the line's first step, to its newest"),
    move([.end], "End", .last),
    move([.up, .character("k")], "↑ ↓", .previousFork, "another fork", footer: "fork"),
    move([.down, .character("j")], "↓", .nextFork),
    KeyBinding(
      [.enter], "Enter", "open-checkpoint",
      "follow another line from here, which gets a name; on a line that was left, take that up again",
      footer: "follow"
    ) { $0.openOnTimeLine() },
    KeyBinding(
      [.escape, .character("t")], "Esc t", "close-time-line", "come back to now", footer: "now"
    ) {
      $0.session.closeTimeLine()
      return []
    },
  ]

  private static func move(
    _ keys: [Key], _ label: String, _ move: TimeLineMove, _ text: String = "",
    footer: String? = nil
  ) -> KeyBinding {
    KeyBinding(keys, label, "", text, footer: footer) {
      $0.session.moveAlongTimeLine(move)
      return []
    }
  }
}
