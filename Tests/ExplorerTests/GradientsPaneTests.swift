import Channel
import Screen
import Testing

@testable import Explorer

/// The measures of the layers, and what is said about them.
struct GradientsPaneTests {
  private let names = LayerNames(
    ["first", "second", "third"].map {
      LayerDescription(
        name: $0, kind: "convolution", block: nil, outputShape: [1, 1, 1], parameters: 1)
    })

  private func verdict(_ norms: [Double], ratios: [Double] = []) -> GradientVerdict? {
    GradientVerdict(norms: norms, updateRatios: ratios, names: names)
  }

  @Test func theVerdictNamesLayersAndFigures() {
    #expect(verdict([0.1, 0.5, 0.8])?.text == "healthy: first and last layer within 8×")
    #expect(verdict([8, 0.5, 1])?.text == "healthy: first and last layer within 8×")
    #expect(
      verdict([1e-8, 1, 0.1])?.text == "vanishing: first gets 1.00e-8 of the gradient of second")
    #expect(verdict([0, 0, 0])?.kind == .vanishing)
    #expect(
      verdict([1440, 100, 1])?.text
        == "exploding: first gets 1.44e+03× the gradient of the last layer")
    // Beside what has grown so much the last layers look like nothing, and have not vanished.
    #expect(verdict([1e5, 100, 1])?.kind == .exploding)
    #expect(verdict([1, .nan, 1])?.text == "broken: the gradient of second is not finite")
    #expect(
      verdict([1, 1, 1], ratios: [1e-3, 1e-9, 1e-3])?.text
        == "vanishing: second moves by 1.00e-9 of its weights a step")
    // A step that was left out updates nothing and says nothing about ratios.
    #expect(verdict([1, 1, 1], ratios: [0, 0, 0])?.kind == .healthy)
    #expect(verdict([1]) == nil && verdict([]) == nil)
  }

  @Test func theVerdictStandsInThePane() {
    let state = Example.state()
    #expect(state.shows("healthy: first and last layer within 9×"))
  }

  @Test func measuresAreChosen() {
    var state = Example.state()
    state.receive([
      .layerStatistics(
        LayerStatistics(
          step: 100, outputGradients: Example.layers.map { _ in 3.2e-5 },
          deadShares: [nil] + Example.layers.dropFirst().map { _ in 0.25 }))
    ])
    state.press(.character("2"))
    for (title, reading) in [
      ("update ratio", "update/weights 1.00e-3"),
      ("mean |∂loss/∂output|", "mean |gradient| 3.20e-5"),
      ("dead ReLUs", "0.0 %"), ("weight norm", "‖w‖ 2.5"), ("gradient norm", "norm 3.40e-2"),
    ] {
      state.press(.character("m"))
      #expect(state.shows("Gradients: \(title)") && state.shows(reading))
    }
    for _ in 0..<3 { state.press(.character("m")) }
    state.press(.down)
    #expect(state.shows("dead 25.0 %: block1.layer1.conv1"))
  }

  /// Until something is measured that is measured now and then.
  @Test func whatIsNotMeasuredYetIsSaid() {
    var state = Example.state()
    state.press(.character("2"), .character("m"), .character("m"))
    #expect(state.shows("not measured yet"))
  }

  @Test func blocksAreJoinedByLines() {
    let state = Example.state()
    #expect(state.shows("┌block1.layer1.conv1") && state.shows("└block1.layer2.conv2"))
    #expect(state.shows("┌block2.layer1.conv1"))
  }

  /// Of a network whose gradients fall by ten from layer to layer the profile falls too.
  @Test func theProfileShowsVanishing() {
    var state = ExplorerState()
    state.receive([Example.started])
    let norms = (0..<9).map {
      1e-9 * Double(sequence(first: 1.0) { $0 * 10 }.prefix($0 + 1).max() ?? 1)
    }
    state.receive([
      .step(
        StepMetrics(
          step: 1, epoch: 1, loss: 2, accuracy: 0, learningRate: 0.1, gradientNorms: norms,
          updateRatios: norms, seconds: 1, imagesPerSecond: 1))
    ])
    state.press(.character("2"), .character("e"))
    let widths = state.lines().filter { $0.contains("conv") || $0.contains("classifier") }.map {
      line in
      line.filter { "⠁⠃⠇⡇⡏⡟⡿⣿⠉⠛⠿⠶⠤⣤⣶⣀⠒".contains($0) }.count
    }
    #expect(widths.count >= 9)
    #expect(state.shows("vanishing: conv0 gets 1.00e-8 of the gradient of classifier"))
    let rows = Array(widths.prefix(9))
    #expect(zip(rows, rows.dropFirst()).allSatisfy { $0 <= $1 } && rows[0] < rows[8])
  }
}
