import Channel
import Foundation
import Samples
import Training
import Testing

/// Runs from their first event to their last.
struct TrainingRunTests {
  @Test func aRunTellsEverythingInOrder() throws {
    let run = RunningRun(.tiny(duration: .epochs(2)))
    #expect(try run.end().reason == .finished)
    let events = run.events
    guard case .runStarted(let started)? = events.first, case .runEnded(let ended)? = events.last
    else {
      Issue.record("the first event must be run_started and the last run_ended")
      return
    }
    // 200 images: six batches of 32 and one of 8 in each epoch.
    #expect(started.optimizer.steps == 14 && ended.step == 14)
    #expect(events.steps.map(\.step) == Array(1...14))
    #expect(events.steps.map(\.epoch) == (1...14).map { $0 <= 7 ? 1 : 2 })
    #expect(events.evaluations.map(\.step) == [7, 14])
    #expect(events.evaluations.allSatisfy { $0.samples == 297 })
    let layers = try #require(started.networks.first).layers
    #expect(layers.allSatisfy { $0.inputs != nil && $0.memory ?? 0 > 0 })
    #expect(layers.allSatisfy { $0.multiplyAdds ?? 0 >= $0.parameters })
    #expect(events.steps.allSatisfy { $0.gradientNorms.count == layers.count })
    #expect(events.steps.allSatisfy { $0.updateRatios.allSatisfy { $0 > 0 } })
    #expect(events.reuse.map(\.step) == [0, 0, 7, 7, 14, 14])
    // The log has the same, and the channel too.
    #expect(try run.log.map(RunEvent.init(jsonLine:)) == events)
    #expect(run.channel.takeNews().events == events)
  }

  /// What goes through all maps is measured at steps that follow from their number.
  @Test func layersAreMeasuredNowAndThen() throws {
    let run = RunningRun(.tiny(duration: .steps(51)))
    _ = try run.end()
    let statistics = run.events.layerStatistics
    #expect(statistics.map(\.step) == [1, 25, 50])
    guard case .runStarted(let started)? = run.events.first else { return }
    let count = started.networks[0].layers.count
    for measured in statistics {
      #expect(measured.outputGradients.count == count && measured.deadShares.count == count)
      #expect(measured.outputGradients.allSatisfy { $0 > 0 })
      // Only before the first layer stands no ReLU.
      #expect(measured.deadShares.map { $0 == nil } == (0..<count).map { $0 == 0 })
    }
    for step in run.events.steps {
      #expect(step.weightNorms.count == count && step.weightNorms.allSatisfy { $0 > 0 })
    }
  }

  @Test func evaluationsTellWhichClassGotWhichAnswer() throws {
    let run = RunningRun(.tiny(duration: .epochs(2)))
    _ = try run.end()
    for evaluation in run.events.evaluations {
      let confusion = try #require(evaluation.confusion)
      #expect(confusion.count == 10 && confusion.allSatisfy { $0.count == 10 })
      #expect(confusion.joined().reduce(0, +) == evaluation.samples)
      let right = confusion.indices.reduce(0) { $0 + confusion[$1][$1] }
      #expect(Double(right) / Double(evaluation.samples) == evaluation.accuracy)
    }
  }

  @Test func aNetworkLearns() throws {
    let run = RunningRun(.tiny(duration: .epochs(8), trainSamples: 1000, schedule: .cosine))
    _ = try run.end()
    let losses = run.events.steps.map(\.loss)
    let start = losses.prefix(10).reduce(0, +)
    let end = losses.suffix(10).reduce(0, +)
    #expect(end < start / 2)
    #expect(run.events.evaluations.last?.accuracy ?? 0 > 0.7)
  }

  @Test func theSeedFixesEverythingAndTheThreadsNothing() throws {
    func log(seed: UInt64, threads: Int) throws -> [String] {
      let run = RunningRun(
        .tiny(
          seed: seed, threads: threads,
          interventions: [
            Intervention(step: 4, command: .set(.growthRate, value: 6)),
            Intervention(step: 7, command: .set(.growthRate, value: 3)),
          ]))
      _ = try run.end()
      return run.comparableLog
    }
    let first = try log(seed: 1, threads: 1)
    #expect(try log(seed: 1, threads: 1) == first)
    #expect(try log(seed: 1, threads: 2) == first)
    #expect(try log(seed: 1, threads: 5) == first)
    #expect(try log(seed: 2, threads: 1) != first)
  }

  /// Images that are changed at random are so by the seed alone; test images are not.
  @Test func augmentedRunsAreReproducible() throws {
    func run(_ augmentation: Augmentation?, threads: Int, seed: UInt64 = 1) throws -> RunningRun {
      var settings = RunSettings.tiny(duration: .epochs(2), seed: seed, threads: threads)
      settings.augmentation = augmentation
      let run = RunningRun(settings)
      _ = try run.end()
      return run
    }
    let first = try run(.standard, threads: 1)
    #expect(first.log.first?.contains(#""augmentation":"standard""#) == true)
    #expect(try run(.standard, threads: 1).comparableLog == first.comparableLog)
    #expect(try run(.standard, threads: 3).comparableLog == first.comparableLog)
    let (plain, off) = (try run(nil, threads: 1), try run(.off, threads: 1))
    #expect(plain.comparableLog == off.comparableLog)
    #expect(plain.log.first?.contains(#""augmentation":"none""#) == true)
    let losses = (first.events.steps.map(\.loss), plain.events.steps.map(\.loss))
    #expect(zip(losses.0, losses.1).allSatisfy { $0 != $1 })
    let config = try String(
      contentsOf: first.folder.appendingPathComponent("config.json"), encoding: .utf8)
    #expect(
      config.contains(#""augmentation":"standard""#)
        || config.contains(#""augmentation" : "standard""#))
  }

  @Test func evaluationsComeWhenAskedAndNeverTwice() throws {
    let run = RunningRun(.tiny(duration: .steps(15), evaluateEvery: 7))
    _ = try run.end()
    #expect(run.events.evaluations.map(\.step) == [7, 14, 15])
  }

  @Test(arguments: [
    (Schedule.constant, [100_000, 100_000, 100_000, 100_000]),
    (.step, [100_000, 100_000, 10_000, 1000]),
    (.cosine, [100_000, 85_355, 50_000, 14_645]),
  ])
  func schedulesChangeTheLearningRate(schedule: Schedule, millionths: [Int]) throws {
    let run = RunningRun(.tiny(duration: .steps(4), schedule: schedule))
    _ = try run.end()
    let rates = run.events.steps.map { Int(($0.learningRate * 1e6).rounded()) }
    #expect(rates == millionths)
  }

  @Test func aFolderThatHoldsARunIsLeftAlone() throws {
    let first = RunningRun(.tiny(duration: .steps(1)))
    _ = try first.end()
    let log = first.log
    first.start(.tiny())
    #expect(throws: RunError.self) { try first.end() }
    #expect(first.log == log)
  }
}
