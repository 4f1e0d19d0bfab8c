import Screen

extension ExplorerState {
  /// The focused pane's keys, every other key, and the commands that take words.
  var helpLines: [(label: String, text: String)] {
    func lines(_ bindings: [BindingHelp]) -> [(label: String, text: String)] {
      bindings.filter { !$0.text.isEmpty }.map { ($0.label, $0.text) }
    }
    var all: [(label: String, text: String)] = []
    let own = panes[focus].bindingHelp
    if !own.isEmpty {
      all += [("", "In the \(panes[focus].name) pane:")] + lines(own) + [("", "")]
    }
    if session.replay != nil {
      all += [("", "In a recorded run:")] + lines(KeyBinding.replay.map(\.help)) + [("", "")]
    }
    all += lines(KeyBinding.screen.map(\.help).filter { session.replay == nil || !$0.steers })
    if session.lesson != nil {
      all += [("", ""), ("", "In a lesson:")]
      all += lines(KeyBinding.lesson.map(\.help) + [KeyBinding.lessonTrack.help])
    }
    all += [("", ""), ("", "In the time line (t):")] + lines(KeyBinding.timeLine.map(\.help))
    all += [("", ""), ("", "On the command line (:), beside the names of all that keys do:")]
    return all
      + TextCommand.table.filter { !$0.arguments.isEmpty }.map {
        ("\($0.name) \($0.arguments)", $0.text)
      }
  }
}
