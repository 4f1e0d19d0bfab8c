import Screen

extension KeyBinding where Action == ScreenAction {
  /// Keys of a recorded run; all others mean what they always do, as far as they change no run.
  static let replay: [KeyBinding] = [
    KeyBinding(
      [.character(" ")], "Space", "play-or-pause",
      "play; pause; at the end, play from the beginning",
      footer: "play"
    ) { $0.playOrPause() },
    KeyBinding([.character("s")], "s", "", "one step more", footer: "step") { $0.replayOneStep() },
    KeyBinding(
      [.character("<")], "< >", "", "a twentieth of the run back, on",
      footer: "jump"
    ) { $0.jump(byTwentieths: -1) },
    KeyBinding([.character(">")], ">", "", "") { $0.jump(byTwentieths: 1) },
    KeyBinding(
      [.character("+"), .character("=")], "+ -", "", "faster, slower", footer: "speed"
    ) { $0.changeSpeed(faster: true) },
    KeyBinding([.character("-"), .character("_")], "-", "", "") { $0.changeSpeed(faster: false) },
    KeyBinding(
      [.character("(")], "( )", "",
      "to the mark before, after: a change, a checkpoint or a warning",
      footer: "mark"
    ) { $0.jumpToMark(forward: false) },
    KeyBinding([.character(")")], ")", "", "") { $0.jumpToMark(forward: true) },
    KeyBinding([.character("g")], "g", "", "to the step under the cursor of a chart") {
      $0.jumpToCursor()
    },
    KeyBinding([.character("G")], "G", "", "to the end, where new steps come into sight") {
      $0.jumpToEnd()
    },
  ]
}
