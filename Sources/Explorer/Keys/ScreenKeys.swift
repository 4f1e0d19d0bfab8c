import Screen

/// What one of the screen's keys does.
typealias ScreenAction = @Sendable (inout ExplorerState) -> [Effect]

extension KeyBinding where Action == ScreenAction {
  /// Keys that mean the same in every pane.
  static let screen: [KeyBinding] =
    steering + panesAndLayouts + moving
    + [
      KeyBinding(
        [.character("?"), .function(1)], "? F1", "help", "the keys, of the pane as well",
        footer: "help"
      ) {
        $0.overlay = .help(scroll: 0)
        return []
      },
      KeyBinding(
        [.character("v")], "v", "values", "say how the run is, and the value under the cursor"
      ) {
        let reading = $0.panes[$0.focus].reading($0.session)
        // The curves' reading has figures of the run too.
        let (figures, newest) = ($0.figures, "step \($0.step): ")
        let rest = reading.filter { !figures.contains($0.replacing(newest, with: "")) }
        $0.session.message = ([figures] + rest).joined(separator: ", ")
        return []
      },
      KeyBinding(
        [.escape], "Esc", "back",
        "back; cancel staged changes; the cursor to the newest step, everything listed"
      ) {
        $0.goBack()
        return []
      },
      KeyBinding(
        [.character("q"), .control("c")], "q Ctrl-C", "quit", "quit, asking first while training",
        footer: "quit"
      ) { $0.quit() },
      KeyBinding(
        [.control("z")], "Ctrl-Z", "suspend", "suspend the program; fg brings it back"
      ) { _ in [.suspend] },
    ]

  private static let steering: [KeyBinding] = [
    KeyBinding(
      [.character(" ")], "Space", "pause-or-resume",
      "pause; resume, and staged changes take effect", footer: "pause"
    ) { $0.pauseOrResume() },
    KeyBinding([.character("s")], "s", "step", "one step while paused", footer: "step") {
      $0.takeOneStep()
    },
    KeyBinding(
      [.character("+"), .character("=")], "+ -", "raise",
      "raise, lower the selected knob; the change is staged", footer: "change"
    ) {
      $0.session.stage(up: true)
      return []
    },
    KeyBinding([.character("-"), .character("_")], "-", "lower", "") {
      $0.session.stage(up: false)
      return []
    },
    KeyBinding(
      [.character("[")], "[ ]", "previous-knob", "select the previous, next knob", footer: "knob"
    ) {
      $0.session.selectKnob(offset: -1)
      return []
    },
    KeyBinding([.character("]")], "]", "next-knob", "") {
      $0.session.selectKnob(offset: 1)
      return []
    },
    KeyBinding(
      [.enter], "Enter", "open",
      "apply staged changes now; without any, open what is under the cursor", footer: "apply"
    ) { $0.applyOrOpen() },
    KeyBinding(
      [.character("z")], "z Z", "undo",
      "undo the last change: the run goes back to just before it; Z goes forward again",
      footer: "undo"
    ) { $0.ask(.undo) },
    KeyBinding([.character("Z")], "Z", "redo", "") { $0.ask(.redo) },
    KeyBinding(
      [.character("r")], "r", "restart",
      "same again: the initial weights and order of data, with the knobs and structure of now"
    ) { $0.ask(.restart) },
    KeyBinding(
      [.character("t")], "t", "time-line",
      "time line: every pane as it was at an earlier step, and other lines of training from there"
    ) {
      $0.session.openTimeLine()
      return []
    },
    KeyBinding(
      [.character("c")], "c", "checkpoint", "checkpoint: write the run as it is into its folder"
    ) { $0.ask(.checkpoint) },
    KeyBinding(
      [.character("E")], "E", "evaluate", "evaluate on the test images now, also in a pause"
    ) { $0.ask(.evaluate) },
  ]

  private static let panesAndLayouts: [KeyBinding] =
    [
      KeyBinding(
        [.tab], "Tab", "next-pane", "next pane, Shift-Tab the previous", footer: "pane"
      ) {
        $0.focusPane(offset: 1)
        return []
      },
      KeyBinding([.backTab], "Shift-Tab", "previous-pane", "") {
        $0.focusPane(offset: -1)
        return []
      },
    ]
    + panes.indices.prefix(9).map { index in
      KeyBinding(
        [.character(Character("\(index + 1)"))], index == 0 ? "1…\(panes.count)" : "\(index + 1)",
        panes[index].name, index == 0 ? panes.map(\.name).joined(separator: ", ") : ""
      ) {
        $0.focus = index
        return []
      }
    }
    + zip(comparisonPanes, ["8", "9", "0"] as [Character]).enumerated().map { index, pane in
      KeyBinding(
        [.character(pane.1)], index == 0 ? "8 9 0" : String(pane.1), pane.0.name,
        index == 0
          ? "\(comparisonPanes.map(\.name).joined(separator: ", ")), of networks that are compared"
          : ""
      ) {
        $0.focus(on: pane.0.name)
        return []
      }
    }
    + [
      KeyBinding(
        [.character("{")], "{ }", "previous-network",
        "show the previous, next of the networks that are compared"
      ) {
        $0.session.select(offset: -1)
        return []
      },
      KeyBinding([.character("}")], "}", "next-network", "") {
        $0.session.select(offset: 1)
        return []
      },
      KeyBinding(
        [.character("a")], "a", "steer-all",
        "steer all networks that are compared, or only the one that is shown"
      ) {
        $0.session.toggleSteering()
        return []
      },
      KeyBinding(
        [.character("e")], "e", "enlarge", "the pane on the whole screen, and back",
        footer: "enlarge"
      ) {
        $0.isEnlarged.toggle()
        return []
      },
      KeyBinding(
        [.character("w")], "w", "choose-layout",
        "choose the layout: " + Layout.all.map(\.name).joined(separator: ", ")
      ) {
        $0.overlay = .commandLine(CommandLine("layout "))
        return []
      },
      KeyBinding(
        [.character("f")], "f", "freeze", "freeze the picture while training goes on; f thaws it"
      ) {
        $0.toggleFreezing()
        return []
      },
      KeyBinding(
        [.character("p")], "p", "save", "save the picture of the screen, as SVG and as text"
      ) { _ in [.savePicture] },
      KeyBinding(
        [.character(":")], ":", "command", "command line; Tab completes", footer: "command"
      ) {
        $0.overlay = .commandLine(CommandLine(""))
        return []
      },
      KeyBinding(
        [.character("/")], "/", "filter", "list only layers, or lines of the log, that have a text"
      ) {
        $0.overlay = .commandLine(CommandLine("filter "))
        return []
      },
    ]

  private static let moving: [KeyBinding] = [
    move(
      [.left, .character("h")], "arrows, h j k l", .left,
      "move the cursor in the pane; the value under it is written out"),
    move([.down, .character("j")], "j", .down),
    move([.up, .character("k")], "k", .up),
    move([.right, .character("l")], "l", .right),
    move([.pageUp], "PgUp PgDn", .pageUp, "far; in the reuse pane the other blocks"),
    move([.pageDown], "PgDn", .pageDown),
    move([.home], "Home End", .home, "to the first, to the last"),
    move([.end], "End", .end),
    KeyBinding(
      [.character("i")], "i o", "zoom-in",
      "zoom in, out along the steps, around the cursor; Esc follows the newest step again"
    ) {
      $0.session.window.zoomIn(around: $0.session.shownStep, newest: $0.session.run.step)
      return []
    },
    KeyBinding([.character("o")], "o", "zoom-out", "") {
      $0.session.window.zoomOut(around: $0.session.shownStep, newest: $0.session.run.step)
      return []
    },
    KeyBinding(
      [.character("n")], "n N", "next-mark",
      "to the next, previous mark: a change, a checkpoint or a warning"
    ) {
      $0.session.goToMark(forward: true)
      return []
    },
    KeyBinding([.character("N")], "N", "previous-mark", "") {
      $0.session.goToMark(forward: false)
      return []
    },
  ]

  private static func move(
    _ keys: [Key], _ label: String, _ move: CursorMove, _ text: String = ""
  ) -> KeyBinding {
    KeyBinding(keys, label, move.rawValue, text) {
      $0.panes[$0.focus].move(move, &$0.session)
      return []
    }
  }
}
