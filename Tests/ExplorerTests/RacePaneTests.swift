import Channel
import Screen
import Testing

@testable import Explorer

/// Curves of several networks over one another, and what two of them differ by.
struct RacePaneTests {
  @Test func networksAreNamedWithTheirValues() {
    let state = ExampleComparison.state()
    #expect(state.shows("8 Race: loss"))
    #expect(state.shows("● dense 0.2", columns: 200))
    for (sign, name) in zip("●▲■", ExampleComparison.names) {
      #expect(state.shows("\(sign) \(name) 0."), "\(name)")
    }
    let ascii = state.lines(display: Display(colorDepth: .monochrome, glyphs: .ascii))
    #expect(ascii.contains { $0.contains("a dense 0.") && $0.contains("b residual 0.") })
  }

  @Test func quantitiesAreChosen() {
    var state = ExampleComparison.state()
    for (title, figure) in [
      ("accuracy", "90.0 %"), ("test accuracy", "97.0 %"),
      ("gradient norm, first layer : last", "dense 0.43"), ("images/s", "dense 6400"),
      ("learning rate", "dense 0.1"), ("loss", "dense 0.17"),
    ] {
      state.press(.character("m"))
      if title == "accuracy" { state.press(.character("S"), .character("S")) }
      #expect(state.shows("Race: \(title)"), "\(title)")
      #expect(state.shows(figure), "\(title): \(figure)")
    }
    // The plain network's first layer gets 8⁴ times the gradient of its last.
    for _ in 0..<3 { state.press(.character("m")) }
    #expect(state.shows("plain 4096"))
  }

  @Test func twoNetworksAreShownAsADifference() {
    var state = ExampleComparison.state()
    state.press(.character("S"), .character("S"), .character("d"))
    #expect(state.shows("Race: loss, dense − residual"))
    // 2.3 / 13 and 2.3 / 7 + 0.1 at step 120.
    #expect(state.shows("● dense − ▲ residual −0.2516"))
    #expect(state.shows("╌╌╌"))
    state.press(.character("y"))
    #expect(state.shows("dense ÷ residual") && state.shows("● dense ÷ ▲ residual 0.413×"))
    state.press(.character("y"), .character("d"))
    #expect(state.shows("dense − plain"))
    state.press(.character("}"))
    #expect(state.shows("residual − plain"))
    state.press(.character("d"))
    #expect(!state.shows("−", rows: 20))
    state.press(.character("d"), .character("m"), .character("m"))
    #expect(state.shows("Race: test accuracy, residual − dense") && state.shows("−17.0 pp"))
  }

  @Test func theCursorMovesAlongTheSteps() {
    var state = ExampleComparison.state()
    state.press(.home)
    #expect(state.session.shownStep == 1)
    #expect(state.panes[state.focus].reading(state.session).first == "step 1: loss (smoothed 0.9)")
    state.size = Grid.Size(rows: 40, columns: 120)
    _ = update(&state, .mouse(.press(row: 5, column: 30)))
    #expect(20...80 ~= state.session.shownStep)
    _ = update(&state, .mouse(.wheelUp(row: 5, column: 30)))
    #expect(state.shows("Race: loss, steps"))
  }

  /// One that was paused says where it stands; nothing is made up beyond.
  @Test func aNetworkMayStandBehind() {
    var state = ExampleComparison.state(behind: 60)
    #expect(state.shows("(step 60)"))
    #expect(state.session.lag(of: 1) == "step 60" && state.session.lag(of: 2) == nil)
    let curves = RivalCurves(
      .loss, isLogarithmic: false, smoothing: Smoothing(), other: nil, state.session)
    #expect(curves.curves.first { $0.network == 1 }?.line.last?.position == 60)
    state.press(.character("d"))
    let difference = RivalCurves(
      .loss, isLogarithmic: false, smoothing: Smoothing(), other: 1, state.session)
    #expect(difference.curves.first?.line.last?.position == 60)
  }

  /// Where a network breaks its line ends, its figure is no number, and the others stay.
  @Test func aNetworkMayBreak() {
    var state = ExampleComparison.state(brokenFrom: 90)
    #expect(state.shows("plain NaN") && state.shows("dense 0.2"))
    for _ in 0..<6 {
      for _ in 0..<3 {
        state.press(.character("d"))
        #expect(!state.panes[state.focus].reading(state.session).isEmpty)
      }
      state.press(.character("m"), .character("y"))
    }
    let line = RivalCurves(
      .loss, isLogarithmic: false, smoothing: Smoothing(), other: nil, state.session
    ).curves.first { $0.network == 2 }?.line
    #expect(line?.filter(\.mean.isFinite).count == 89 && line?.count == 120)
  }

  @Test func everyNetworkHasAnAppearanceOfItsOwn() {
    for theme in Theme.all {
      #expect(Set(theme.rivals.map(\.foreground)).count == 6, "\(theme.name)")
    }
    for display in displays {
      let signs = (0..<6).flatMap {
        [RivalSign.ofCurve($0, display), RivalSign.ofEvaluation($0, display)]
      }
      #expect(Set(signs).count == 12)
      #expect(signs.allSatisfy { $0.shown.columns == 1 && (display.hasUnicode || $0.isASCII) })
    }
  }

  @Test func linesAreSubtractedWhereThereAreBoth() {
    let line = [LineChart.Point(1, 1), .init(3, 3), .init(5, 9)]
    let other = [LineChart.Point(2, 1), .init(3, 1), .init(4, .nan), .init(9, 0)]
    #expect(line.value(at: 2) == 2 && line.value(at: 0) == nil && line.value(at: 6) == nil)
    let difference = line.minus(other)
    #expect(difference.map(\.position) == [2, 3, 4, 5])
    #expect(difference.prefix(2).map(\.mean) == [1, 2])
    #expect(difference.suffix(2).map(\.mean.isNaN) == [true, true])
    #expect([LineChart.Point]().minus(line).isEmpty)
  }

  @Test func wordsAreTrue() {
    var state = ExampleComparison.state()
    for _ in 0..<2 {
      var texts: Set<String> = []
      for _ in 0..<6 {
        texts.insert(state.panes[state.focus].explanation(state.session))
        state.press(.character("m"))
      }
      #expect(texts.count >= 4 && texts.allSatisfy { $0.count > 60 })
      state.press(.character("d"))
    }
  }
}
