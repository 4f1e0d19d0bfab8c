import Channel
import Foundation
import Testing

struct RunEventJSONTests {
  private let metrics = StepMetrics(
    step: 7, epoch: 2, loss: 0.25, accuracy: 0.5, learningRate: 0.1, gradientNorms: [1.5, .nan],
    updateRatios: [.infinity, 0.001], weightNorms: [3, 0.5], seconds: 1.5, imagesPerSecond: 900)

  @Test func aStepIsOneLineOfSortedSnakeCaseNames() throws {
    #expect(
      try RunEvent.step(metrics).jsonLine()
        == #"{"accuracy":0.5,"epoch":2,"event":"step","gradient_norms":[1.5,null],"#
        + #""images_per_second":900,"learning_rate":0.1,"loss":0.25,"network":0,"seconds":1.5,"#
        + #""step":7,"update_ratios":[null,0.001],"weight_norms":[3,0.5]}"#)
  }

  @Test func commandsAreNestedAsTheyAreSent() throws {
    let event = RunEvent.commandApplied(
      CommandApplied(
        step: 3, command: .set(.growthRate, value: 12), knob: .growthRate, before: 8, after: 12,
        lossBefore: 0.5, lossAfter: 0.5))
    #expect(
      try event.jsonLine()
        == #"{"after":12,"before":8,"command":{"command":"set","knob":"growth_rate","network":0,"#
        + #""value":12},"event":"command_applied","knob":"growth_rate","loss_after":0.5,"#
        + #""loss_before":0.5,"network":0,"step":3}"#)
  }

  @Test func anEffectNamesItsChange() throws {
    let event = RunEvent.changeEffect(
      ChangeEffect(
        step: 150, command: .cutBelow(percent: 2.5), commandStep: 100, recoveredAfter: 50,
        lossBefore: 0.25, lossAfter: 0.5))
    #expect(
      try event.jsonLine()
        == #"{"command":{"command":"cut_below","percent":2.5},"command_step":100,"#
        + #""event":"change_effect","loss_after":0.5,"loss_before":0.25,"network":0,"#
        + #""recovered_after":50,"step":150}"#)
  }

  @Test func aMissingConnectionIsNull() throws {
    let event = RunEvent.reuse(
      Reuse(step: 0, block: 1, matrix: [[0.5, nil], [0.25, 1]], maps: [16, 8]))
    #expect(try event.jsonLine().contains(#""matrix":[[0.5,null],[0.25,1]]"#))
  }

  @Test func everyEventSurvivesTheRoundTrip() throws {
    let started = RunStarted(
      seed: .max, batchSize: 64, threads: 2, instructionSet: "avx2",
      dataset: DatasetDescription(
        name: "digits", classes: ["0", "\"1\"\n"], trainSamples: 1500, testSamples: 297,
        shape: [1, 8, 8]),
      optimizer: OptimizerDescription(
        learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 1e-4, schedule: "step",
        steps: 480),
      networks: [
        NetworkDescription(
          name: "DenseNet", architecture: "densenet", parameters: 3,
          layers: [
            LayerDescription(
              name: "features.conv0", kind: "convolution", block: nil, outputShape: [16, 8, 8],
              parameters: 3)
          ])
      ])
    let events: [RunEvent] = [
      .runStarted(started), .step(metrics),
      .evaluation(Evaluation(step: 4, loss: .nan, accuracy: 0.1, samples: 297)),
      .reuse(Reuse(step: 0, block: 1, matrix: [[0.5, nil], [0.25, 1]], maps: [16, 8])),
      .evaluation(
        Evaluation(
          step: 4, loss: 1, accuracy: 0.5, samples: 4, confusion: [[1, 1], [1, 1]])),
      .reuse(
        Reuse(
          step: 0, block: 1, matrix: [[0.5, nil], [0.25, 1]], maps: [2, 1],
          scaledMatrix: [[1, nil], [0.5, 2]], mapUse: [1, 0.5, 2])),
      .layerStatistics(
        LayerStatistics(step: 25, outputGradients: [0.5, .nan], deadShares: [nil, 0.25])),
      .networkChanged(
        NetworkChanged(
          step: 7,
          description: NetworkDescription(
            name: "DenseNet-BC (22, k=12)", architecture: "densenet", parameters: 3,
            layers: [
              LayerDescription(
                name: "classifier", kind: "linear", block: nil, outputShape: [10, 1, 1],
                parameters: 3, inputs: 7, multiplyAdds: 3, memory: 1000)
            ]))),
      .commandApplied(CommandApplied(step: 1, command: .pause)),
      .commandApplied(CommandApplied(step: 1, command: .step(count: 3))),
      .commandApplied(CommandApplied(step: 1, command: .resume)),
      .commandApplied(CommandApplied(step: 1, command: .stop)),
      .commandApplied(
        CommandApplied(
          step: 1, command: .cutBelow(percent: 2.5), accuracyBefore: 0.5, accuracyAfter: 0.25,
          connections: 3, connectionsBefore: 9)),
      .changeEffect(
        ChangeEffect(
          step: 55, command: .addLayer(block: 2), commandStep: 5, newMaps: 8, newMapsInUse: 5)),
      .changeEffect(
        ChangeEffect(
          step: 55, command: .cutBelow(percent: .nan), commandStep: 5, recoveredAfter: 50,
          lossBefore: 0.25, lossAfter: 0.5)),
      .commandRejected(CommandRejected(step: 2, command: .undo, reason: "nothing to undo")),
      .warning(RunWarning(step: 2, kind: .notFinite, message: "the loss is not finite")),
      .runEnded(RunEnded(step: 9, reason: .finished, message: "all 9 steps were done")),
    ]
    for event in events {
      let line = try event.jsonLine()
      #expect(!line.contains("\n"))
      let read = try RunEvent(jsonLine: line)
      // A number that is not finite comes back as one, and is not equal to itself.
      #expect(try read == event || read.jsonLine() == line)
    }
  }

  /// Logs from before there were these fields.
  @Test func whatOlderProgramsWroteIsRead() throws {
    let step = try RunEvent(
      jsonLine: try RunEvent.step(metrics).jsonLine()
        .replacing(#","weight_norms":[3,0.5]"#, with: ""))
    var expected = metrics
    expected.weightNorms = []
    #expect(step == .step(expected))
    let evaluation =
      #"{"accuracy":0.5,"event":"evaluation","loss":1,"network":0,"samples":4,"step":4}"#
    #expect(
      try RunEvent(jsonLine: evaluation)
        == .evaluation(Evaluation(step: 4, loss: 1, accuracy: 0.5, samples: 4)))
    let reuse = #"{"block":1,"event":"reuse","maps":[2],"matrix":[[0.5]],"network":0,"step":0}"#
    #expect(
      try RunEvent(jsonLine: reuse) == .reuse(Reuse(step: 0, block: 1, matrix: [[0.5]], maps: [2])))
  }

  /// Terminals obey what JSON lets stand as it is, C1 in a network's name for example.
  @Test func aLineHasNoControlCharacters() throws {
    let text = "\u{1B}[2J\u{9B}31m\u{7F}\u{85}\u{2028}é中"
    let event = RunEvent.runEnded(RunEnded(step: 3, reason: .stopped, message: text))
    let line = try event.jsonLine()
    #expect(line.contains(#""message":"\u001b[2J\u009b31m\u007f\u0085\u2028é中""#))
    #expect(try RunEvent(jsonLine: line) == event)
  }

  @Test(arguments: ["", "{", "[]", #"{"event":"no_such_event"}"#, #"{"event":"step"}"#])
  func aMalformedLineIsAnError(line: String) {
    #expect(throws: (any Error).self) { try RunEvent(jsonLine: line) }
  }

  @Test func unknownFieldsAreIgnored() throws {
    let line = #"{"event":"run_ended","message":"","new":1,"reason":"stopped","step":3}"#
    #expect(
      try RunEvent(jsonLine: line) == .runEnded(RunEnded(step: 3, reason: .stopped, message: "")))
  }
}
