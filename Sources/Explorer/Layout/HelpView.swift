import Screen

/// The focused pane's keys, every other key, and the commands that take words.
struct HelpView {
  /// Keys of the screen.
  let bindings: [BindingHelp]
  /// Name of the focused pane.
  let pane: String
  let paneBindings: [BindingHelp]
  /// Rows that were scrolled away.
  let scroll: Int
  let theme: Theme

  func draw(in area: Area, of grid: inout Grid, display: Display) {
    func lines(_ bindings: [BindingHelp]) -> [(label: String, text: String)] {
      bindings.filter { !$0.text.isEmpty }.map { ($0.label, $0.text) }
    }
    var all: [(label: String, text: String)] = []
    if !paneBindings.isEmpty {
      all += [("", "In the \(pane) pane:")] + lines(paneBindings) + [("", "")]
    }
    all += lines(bindings)
    all += [("", ""), ("", "On the command line (:), beside the names of all that keys do:")]
    all += TextCommand.table.filter { !$0.arguments.isEmpty }.map {
      ("\($0.name) \($0.arguments)", $0.text)
    }
    TextView(heading: "Keys", lines: all, scroll: scroll, theme: theme).draw(
      in: area, of: &grid, display: display)
  }
}
