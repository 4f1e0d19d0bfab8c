import Channel
import Screen
import Testing

@testable import Explorer

/// Gradients of several networks against relative depth.
struct DepthPaneTests {
  private func state(_ state: ExplorerState = ExampleComparison.state()) -> ExplorerState {
    state.pressed(.character("9"))
  }

  private func reading(_ state: ExplorerState) -> String {
    state.panes[state.focus].reading(state.session).joined(separator: "; ")
  }

  @Test func profilesAndRatiosAreShown() {
    let state = state()
    // 0.9⁸, 1.2⁶ and 8⁴.
    for figure in ["first:last 0.43", "first:last 2.99", "first:last 4096"] {
      #expect(state.shows(figure), "\(figure)")
    }
    #expect(state.shows("0 first layer") && state.shows("last layer 1"))
    #expect(state.shows("norm at depth 0.00, conv0 of dense"))
    #expect(
      reading(state).hasPrefix("step 120: norm at depth 0.00, conv0 of dense; dense 1.03e-2, "))
  }

  /// Single steps jump; what is shown is the mean of 20.
  @Test func profilesAreMeansOfRecentSteps() {
    let history = ExampleComparison.state().session.run.history
    let last = history.recent(.gradientNorm, layer: 8, at: 120)
    #expect(abs((last ?? 0) - 0.02 * 1.2) < 1e-9)
    #expect(history.recent(.gradientNorm, layer: 8, at: 1).map { abs($0 - 0.022) < 1e-9 } == true)
    #expect(history.recent(.gradientNorm, layer: 99, at: 120) == nil)
    #expect(history.recent(.gradientNorm, layer: 0, at: 0) == nil)
    #expect(history.profile(.gradientNorm, at: 120).map(\.depth) == (0..<9).map { Double($0) / 8 })
    #expect(abs((history.ratio(.gradientNorm, at: 120) ?? 0) - 0.43046721) < 1e-6)
    #expect(RunHistory().ratio(.gradientNorm, at: 5) == nil)
  }

  @Test func theCursorMovesThroughLayersAndSteps() {
    var state = state()
    state.press(.down, .down)
    #expect(state.shows("norm at depth 0.25, block1.layer1.conv2 of dense"))
    state.press(.left)
    #expect(state.session.cursorStep == 118)
    state.press(.character("}"))
    #expect(state.shows("norm at depth 0.33, layer2 of residual"))
  }

  @Test func measuresAreChosen() {
    var state = state()
    state.receive(
      [
        .layerStatistics(
          LayerStatistics(
            step: 100, outputGradients: Example.layers.map { _ in 3.2e-5 },
            deadShares: [nil] + Example.layers.dropFirst().map { _ in 0.25 }))
      ], snapshot: nil, network: 0)
    for title in [
      "update ratio", "mean |∂loss/∂output|", "dead ReLUs", "weight norm", "gradient norm",
    ] {
      state.press(.character("m"))
      #expect(state.shows("Depth: \(title)"))
      // Shares that may both be 0 have no ratio.
      #expect(state.shows(", first:last") == (title != "dead ReLUs"), "\(title)")
      if title == "dead ReLUs" {
        state.press(.down)
        #expect(state.shows("● dense 25.0 %"))
      }
    }
  }

  @Test func twoNetworksAreShownAsARatio() {
    var state = state()
    state.press(.character("d"))
    #expect(state.shows("Depth: gradient norm, dense ÷ residual"))
    #expect(state.shows("● dense ÷ ▲ residual 0.144×, first:last 0.43 and 2.99"))
    #expect(reading(state).contains("dense ÷ residual 0.144×"))
    state.press(.character("d"))
    #expect(state.shows("dense ÷ plain"))
    state.press(.character("d"))
    #expect(!state.shows("÷"))
  }

  /// Of a network that has broken, and of one that stands behind, nothing is made up.
  @Test func networksMayBreakOrStandBehind() {
    var state = state(ExampleComparison.state(behind: 60, brokenFrom: 90))
    #expect(state.shows("■ plain NaN, first:last NaN") && state.shows("(step 60)"))
    state.press(.character("d"), .character("d"))
    #expect(state.shows("NaN"))
    state.press(.home)
    #expect(state.shows("first:last 0.43 and 4096"))
  }

  @Test func partsDropOutWhereRowsAreShort() {
    let state = state()
    func parts(_ rows: Int) -> DepthParts {
      DepthParts(
        Area(row: 0, column: 0, rows: rows, columns: 60), legendRows: 3, hasRatios: true,
        hasMaps: true)
    }
    for rows in 3...60 {
      let parts = parts(rows)
      #expect(parts.profile.rows >= 2)
      let all = [parts.profile, parts.legend, parts.reading, parts.ratios, parts.maps]
      #expect(all.map(\.rows).reduce(0, +) == rows, "\(rows)")
    }
    #expect(parts(10).maps.rows == 0 && parts(20).maps.rows > 3 && parts(20).ratios.rows == 0)
    #expect(parts(34).ratios.rows >= 4)
    #expect(state.shows("0 first layer", rows: 24, columns: 80))
  }

  /// Six maps in too few columns would be unreadable: the profiles get their rows.
  @Test func mapsNeedColumns() {
    #expect(DepthMaps.fits(columns: 38, maps: 3) && !DepthMaps.fits(columns: 38, maps: 6))
    #expect(DepthMaps.fits(columns: 38, maps: 1) && !DepthMaps.fits(columns: 0, maps: 0))
  }

  @Test func theMousePutsTheCursor() {
    var state = state()
    state.press(.character("e"))
    state.size = Grid.Size(rows: 40, columns: 120)
    func click(_ row: Int, _ column: Int) {
      _ = update(&state, .mouse(.press(row: row, column: column)))
    }
    click(8, 118)
    #expect(state.session.layer == 8)
    click(8, 8)
    #expect(state.session.layer == 0)
    let row = state.lines().firstIndex { $0.contains("● dense  ") && $0.contains("■ plain  ") }
    click((row ?? 0) + 2, 100)
    #expect(state.session.selected == 2 && state.session.cursorStep != nil)
  }
}
