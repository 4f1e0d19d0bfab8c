import Channel
import Lessons
import Testing

@testable import Explorer

/// What lessons call figures, against a run whose numbers are plain to see: at step n the loss is n, and of
/// layer i, from 1, the gradient's norm n · i.
struct LessonFigureTests {
  private static let names = [
    "features.conv0", "features.denseblock1.denselayer1.conv1",
    "features.denseblock1.denselayer1.conv2", "features.transition1.conv", "classifier",
  ]

  private static let run: ObservedRun = {
    var run = ObservedRun()
    run.receive(RunChannel.News(events: events, snapshot: snapshot))
    return run
  }()

  private static let snapshot: Snapshot = {
    var snapshot = Example.snapshot(.paused, step: 30, growthRate: 12)
    snapshot.shortcuts = Example.shortcuts
    return snapshot
  }()

  private static var started: RunEvent {
    guard case .runStarted(var run) = Example.started else { return Example.started }
    run.batchSize = 10
    run.dataset.trainSamples = 100
    run.networks = [
      NetworkDescription(
        name: "small", architecture: "densenet", parameters: 1234,
        layers: names.enumerated().map { index, name in
          LayerDescription(
            name: name, kind: "convolution", block: nil, outputShape: [index + 8, 4, 4],
            parameters: 100 * (index + 1), inputs: index + 1, multiplyAdds: 1000 * (index + 1),
            memory: index == 4 ? nil : 10)
        }, cuts: ["block1/in->2"])
    ]
    return .runStarted(run)
  }

  private static func step(_ step: Int) -> RunEvent {
    let values = names.indices.map { Double(step * ($0 + 1)) }
    return .step(
      StepMetrics(
        step: step, epoch: 1 + (step - 1) / 10, loss: Double(step), accuracy: Double(step) / 100,
        learningRate: 0.1, gradientNorms: values, updateRatios: values.map { 2 * $0 },
        weightNorms: values.map { 3 * $0 }, seconds: 1, imagesPerSecond: 100))
  }

  private static let grown = Command.set(.growthRate, value: 12)
  private static let cut = Command.cutBelow(percent: 10)

  private static let events: [RunEvent] =
    [started] + (1...20).map(step) + [
      .layerStatistics(
        LayerStatistics(
          step: 1, outputGradients: [9, 9, 9, 9, 9], deadShares: [nil, 0.9, 0.9, 0.9, 0.9])),
      .evaluation(Evaluation(step: 20, loss: 0.9, accuracy: 0.7, samples: 10)),
      .commandApplied(
        CommandApplied(
          step: 20, command: grown, knob: .growthRate, before: 8, after: 12, lossBefore: 0.5,
          lossAfter: 0.6)),
      .layerStatistics(
        LayerStatistics(
          step: 20, outputGradients: [1, 2, 3, 4, 5], deadShares: [nil, 0.1, 0.2, 0.3, 0.4])),
    ] + (21...25).map(step) + [
      .changeEffect(
        ChangeEffect(step: 25, command: grown, commandStep: 20, newMaps: 24, newMapsInUse: 15)),
      .commandApplied(
        CommandApplied(
          step: 25, command: cut, lossBefore: 0.3, lossAfter: 0.7, accuracyBefore: 0.9,
          accuracyAfter: 0.8, connections: 1)),
    ] + (26...30).map(step) + [
      .changeEffect(ChangeEffect(step: 30, command: cut, commandStep: 25, recoveredAfter: 5)),
      // A change that costs nothing alters what was measured of the others in no way.
      .commandApplied(
        CommandApplied(
          step: 30, command: .set(.learningRate, value: 0.1), knob: .learningRate, before: 0.2,
          after: 0.1)),
      .evaluation(Evaluation(step: 30, loss: 0.6, accuracy: 0.85, samples: 10)),
    ]

  private func value(_ text: String) throws -> Double? {
    let expression = try Expression(text)
    return try? expression.value { Self.run.figure($0) }
  }

  @Test(arguments: [
    ("loss", 20.5), ("loss(1)", 1), ("loss(10)", 5.5), ("loss(25)", 15.5), ("loss(30)", 20.5),
    ("accuracy", 0.205), ("accuracy(20)", 0.105),
    ("test_loss", 0.6), ("test_accuracy", 0.85),
    ("step", 30), ("parameters", 1234), ("multiply_adds", 15_000), ("memory", 40), ("layers", 5),
    ("learning_rate", 0.1), ("growth_rate", 12), ("momentum", 0.9), ("weight_decay", 1e-4),
    ("dropout", 0.2), ("batch_size", 64),
    ("gradient(first)", 20.5), ("gradient(last)", 102.5), ("gradient(middle)", 61.5),
    ("gradient(2)", 41), ("gradient(2, 10)", 11), ("gradient(\"conv0\", 1)", 1),
    ("update_ratio(first)", 41), ("update_ratio(last, 1)", 10),
    ("weight_norm(first)", 61.5), ("weight_norm(\"transition1.conv\", 1)", 12),
    ("output_gradient(first)", 1), ("output_gradient(last)", 5), ("dead(2)", 0.1),
    ("dead(\"block1.layer1.conv2\")", 0.2),
    ("inputs(3)", 3), ("outputs(3)", 10), ("layer_parameters(last)", 500),
    ("layer_parameters(\"features.denseblock1.denselayer1.conv1\")", 200),
    ("reuse(1, 0, 1)", 0.2), ("reuse(1, 1, 2)", 0.3), ("reuse(1, 2, out)", 0.2),
    ("reuse(2, 0, out)", 0.1), ("reuse(1, 2, 3)", 0.2),
    ("reuse_share(1, 1, out)", 0.5), ("reuse_share(1, 2, out)", 1),
    ("shortcut_share(1)", 0.4), ("shortcut_share(3)", 0.5),
    ("images_seen(70%)", 200), ("images_seen(50%)", 200), ("images_seen(85%)", 300),
    ("images_seen(86%)", .infinity),
    ("loss_before", 0.3), ("loss_after", 0.7), ("accuracy_before", 0.9), ("accuracy_after", 0.8),
    ("new_maps", 24), ("new_maps_in_use", 15), ("recovered_after", 5),
    ("connections", 9), ("connections_cut", 1),
  ])
  func aFigure(text: String, expected: Double) throws {
    let value = try #require(try value(text))
    #expect(value == expected || abs(value - expected) < 1e-7 * expected, "\(value)")
  }

  /// What is not there is not known, whoever asks.
  @Test(arguments: [
    "gradient(6)", "gradient(\"conv9\")", "dead(first)", "inputs(6)", "reuse(3, 0, 1)",
    "reuse(1, 3, 1)", "reuse(1, 0, 4)", "reuse(1, 1, 1)", "shortcut_share(4)", "shortcut_share(9)",
    "loss(1000)",
  ])
  func notKnown(text: String) throws {
    #expect(try value(text) == nil)
  }

  /// Every figure that a lesson may name means something of some run, and nothing of one before its start.
  @Test func beforeTheStart() {
    let empty = ObservedRun()
    for name in [
      "loss", "test_loss", "parameters", "learning_rate", "multiply_adds", "loss_before",
    ] {
      #expect(empty.figure(FigureReference(name: name)) == nil)
    }
    #expect(empty.figure(FigureReference(name: "nonsense")) == nil)
  }

  @Test func numbersThatAreNotFiniteAreNoNumbers() {
    var run = ObservedRun()
    run.receive(RunChannel.News(events: ExampleComparison.events(2, steps: 30, brokenFrom: 25)))
    let gradient = FigureReference(name: "gradient", arguments: [.word("first")])
    #expect(run.figure(FigureReference(name: "loss"))?.isNaN == true)
    #expect(run.figure(gradient)?.isNaN == true)
    let before = FigureReference(name: "loss", arguments: [.number(24)])
    #expect(run.figure(before)?.isFinite == true)
  }
}
