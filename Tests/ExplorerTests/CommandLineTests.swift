import Channel
import Screen
import Testing

@testable import Explorer

/// What is typed behind a colon.
struct CommandLineTests {
  @Test func aKnobIsSetAtOnceOrStaged() {
    var state = Example.state()
    #expect(
      state.enter("set learning_rate 0.05") == [.send(.set(.learningRate, value: 0.05))])
    #expect(state.enter("stage growth_rate 20") == [])
    #expect(state.shows("k=12→20"))
    #expect(state.press(.enter) == [.send(.set(.growthRate, value: 20))])
  }

  @Test(arguments: [
    ("set", "set: expected set KNOB VALUE"), ("set speed 3", "knob 'speed': expected one of"),
    ("set momentum much", "momentum 'much': expected a number"),
    ("set momentum 1", "momentum 1: expected a number from 0 to below 1"),
    ("fly", "'fly' is no command; Tab lists them"), ("undo 3", "undo '3': expected no words"),
    ("pause now", "pause 'now': expected no words behind it"),
    ("layout wide", "layout 'wide': expected one of overview"),
    ("theme pink", "theme 'pink': expected one of dark"),
    ("go 0", "go '0': expected a whole number"),
    ("go 1e3", "go '1e3': expected a whole number in 1…120"),
    ("step x", "step 'x': expected a whole number"),
  ])
  func mistakesAreSaid(line: String, complaint: String) {
    var state = Example.state()
    state.press(.backspace)
    let before = state.lines(rows: 30)
    #expect(state.enter(line) == [])
    #expect(state.shows(complaint))
    state.press(.backspace)
    #expect(state.lines(rows: 30) == before, "a mistake changes nothing")
  }

  /// Everything that keys do can be typed, and each of the names is understood.
  @Test func everyCommandIsUnderstood() {
    for name in Example.state().commandNames {
      var state = Example.state()
      state.enter(name)
      #expect(!state.shows("is no command"), "\(name)")
    }
  }

  @Test func aKeyAndItsCommandDoTheSame() {
    for binding in KeyBinding.screen {
      let key = binding.keys[0]
      // They open the line itself, or look at what is typed.
      if [":", "/", "w"].contains(binding.help.label) { continue }
      var (pressed, typed) = (Example.state(), Example.state())
      let effects = pressed.press(key)
      #expect(typed.enter(binding.help.command) == effects, "\(binding.help.command)")
      #expect(typed.lines() == pressed.lines(), "\(binding.help.command)")
    }
  }

  @Test func tabGoesThroughTheCompletions() {
    var state = Example.state()
    state.press(.character(":"), .character("l"), .character("a"), .tab)
    #expect(state.shows(":layout "))
    state.press(.tab)
    #expect(state.shows(":layout overview"))
    state.press(.tab)
    #expect(state.shows(":layout curves"))
    state.press(.backTab, .backTab)
    #expect(state.shows(":layout teaching"))
    state.press(.enter)
    #expect(state.layout.name == "teaching")
  }

  @Test func linesAreEditedAndRecalled() {
    var state = Example.state()
    state.enter("theme light")
    state.enter("go 50")
    state.press(.character(":"), .up, .up)
    #expect(state.shows(":theme light"))
    state.press(.down)
    #expect(state.shows(":go 50"))
    state.press(.control("w"), .character("7"), .enter)
    #expect(state.session.cursorStep == 7)
    state.press(.character(":"), .character("x"), .backspace, .backspace)
    #expect(state.overlay == .none)
    state.press(.character(":"), .character("q"), .control("u"), .enter)
    #expect(state.overlay == .none && state.quitting == .no)
  }

  @Test func stepsAndPausesCanBeTyped() {
    var state = Example.state()
    #expect(state.enter("step 5") == [.send(.step(count: 5))])
    #expect(state.session.wantsPause)
    #expect(state.enter("pause") == [])
    #expect(state.enter("resume") == [.send(.resume)])
    #expect(state.enter("pause") == [.send(.pause)])
  }

  @Test func theFilterListsSomeLayersOnly() {
    var state = Example.state()
    state.press(.character("2"), .character("/"))
    #expect(state.shows(":filter "))
    for character in "conv2" { state.press(.character(character)) }
    state.press(.enter)
    #expect(state.shows("block1.layer2.conv2") && !state.shows("block1.layer2.conv1"))
    state.press(.down)
    #expect(state.shows("norm") && state.shows(": block1.layer2.conv2, step 120"))
    state.enter("filter nowhere")
    #expect(state.shows("no layer has 'nowhere' in its name"))
    state.press(.escape)
    #expect(state.shows("block1.layer2.conv1"))
    state.press(.character("4"))
    state.enter("filter x")
    #expect(state.shows("filter: the knobs pane lists nothing"))
  }

  /// What is typed stays in sight, however wide its characters are.
  @Test func theEndOfALongLineIsShown() {
    var state = Example.state()
    state.press(.character(":"))
    for character in String(repeating: "日", count: 60) + "ZEBRA" {
      state.press(.character(character))
    }
    #expect(state.shows("ZEBRA", rows: 24, columns: 80))
  }

  @Test func theNetworkIsChangedByCommand() {
    var state = Example.state()
    #expect(
      state.enter("set block2/growth_rate 12") == [
        .send(.set(.growthRate, value: 12, block: 2))
      ])
    for line in [
      "add_layer block1", "add_layer block1", "remove_layer block2", "freeze stem",
      "thaw transition1", "thaw transition1", "cut block2/*->out", "stage block2/growth_rate 10",
      "stage block2/growth_rate 12",
    ] {
      #expect(state.enter(line) == [])
    }
    #expect(state.shows("block 2: growth rate 12 staged: Enter applies"))
    let pattern = ConnectionPattern(block: 2, source: nil, reader: .output)
    // Layers may be added one after the other; the same said twice is said once.
    #expect(
      state.press(.enter)
        == [
          .addLayer(block: 1), .addLayer(block: 1), .removeLayer(block: 2), .freeze("stem"),
          .thaw("transition1"), .cut(pattern), .set(.growthRate, value: 12, block: 2),
        ].map { .send($0) })
    #expect(state.enter("join 3->7") == [])
    #expect(state.shows("join '3->7': expected connections, such as block2/3->7"))
    #expect(state.enter("add_layer 7") == [])
    #expect(state.shows("add_layer '7': expected a block, such as block2"))
  }

  @Test func knobsAreNamedInEveryWay() {
    for name in ["learning_rate", "learning-rate", "learning rate"] {
      var state = Example.state()
      #expect(
        state.enter("set \(name) 0.05") == [.send(.set(.learningRate, value: 0.05))], "\(name)")
    }
  }
}
