import Channel
import Foundation
import Networks
import Samples

/// One of the networks that are compared.
public struct Contestant: Sendable, Equatable, Codable {
  /// Its name among them, also that of its folder: see `ForkName.isName`.
  public var name: String
  /// How it is trained.
  public var settings: RunSettings

  /// Describes a network.
  public init(name: String, settings: RunSettings) {
    self.name = name
    self.settings = settings
  }

  /// Why a network cannot have a name, in one line; `nil` where it can.
  ///
  /// - Parameter taken: names of the others.
  public static func objection(to name: String, besides taken: Set<String>) -> String? {
    ForkName.isName(name) && !taken.contains(name)
      ? nil
      : "network '\(name.prefix(80))': expected a name of its own of 1…40 letters, digits, - or _"
  }
}

/// Networks that are trained in lockstep, on the same batches, from the same seed.
public enum Comparison {
  /// How many networks can be compared.
  public static let counts = 1...6

  /// Starts a comparison on a queue of its own and returns at once.
  ///
  /// Each network has a run's folder of its own in `folder`, with its name: an ordinary run that can be
  /// gone on with alone. The log in `folder` has the events of all.
  ///
  /// - Parameters:
  ///   - contestants: 1 to 6, with names of their own, which learn from the same data in the same order.
  ///   - folder: a new or empty folder.
  ///   - channels: one for each network, made together by `RunChannel.channels`.
  ///   - warningPolicy: what happens to a network whose loss or gradient stops being finite; others go on.
  ///   - pace: steps a second, about, at most; `nil` for as many as there can be.
  ///   - staysForViewer: as in `TrainingRun.start`.
  ///   - observer: sees each event of the log in `folder` and its line.
  ///   - completion: called once: how the comparison ended. It is a failure where nothing could be
  ///     compared; of a network that failed alone the message says so.
  public static func start(
    _ contestants: [Contestant], folder: URL, channels: [RunChannel],
    warningPolicy: WarningPolicy = .pause, pace: Double? = nil, staysForViewer: Bool = false,
    observer: @escaping @Sendable (RunEvent, _ line: String) -> Void = { _, _ in },
    completion: @escaping @Sendable (Result<RunEnded, RunError>) -> Void
  ) {
    TrainingRun.inBackground(reading: contestants.first?.settings.dataset ?? "", channels) {
      do throws(RunError) {
        precondition(channels.count == contestants.count, "a channel for each network")
        let dataset = try dataset(of: contestants)
        let plans = try plans(contestants, dataset: dataset)
        let log = ComparisonLog(
          try RunFolder(folder, settings: ["networks": contestants]),
          names: contestants.map(\.name), observer: observer)
        var engines: [Engine] = []
        for (index, (plan, channel)) in zip(plans, channels).enumerated() {
          let name = contestants[index].name
          channel.publish(Snapshot(activity: .preparing("Building \(plan.configuration.name)")))
          let outlet = EventOutlet(
            folder: try RunFolder(folder.appendingPathComponent(name), settings: plan.settings),
            channel: channel
          ) { (event, _) throws(RunError) in try log.append(event, of: index) }
          engines.append(
            Engine(
              plan, dataset: dataset, weights: nil, resuming: nil, channel: channel,
              outlet: outlet, warningPolicy: warningPolicy, staysAtEnd: staysForViewer,
              isAlone: plans.count == 1))
        }
        try log.begin(engines.map(\.runStarted))
        let race = Race(engines, pace: pace)
        completion(try log.end(race.run()))
        if staysForViewer { race.serveViewers() }
      } catch {
        completion(.failure(error))
      }
    }
  }

  /// Checks comparisons that are to be made one after the other, as `start` checks one.
  ///
  /// - Parameter comparisons: of networks that learn from the same data, as `start` takes them, and what
  ///   tells one comparison from the others.
  /// - Throws: what is wrong with the first that cannot be made.
  public static func check(
    _ comparisons: [(name: String, contestants: [Contestant])]
  ) throws(RunError) {
    guard let first = comparisons.first else { return }
    let dataset = try dataset(of: first.contestants)
    for (name, contestants) in comparisons {
      do throws(RunError) {
        _ = try plans(contestants, dataset: dataset)
      } catch {
        throw RunError(error.kind, "\(name): \(error.description)")
      }
    }
  }

  private static func dataset(of contestants: [Contestant]) throws(RunError) -> Dataset {
    guard counts ~= contestants.count, let first = contestants.first?.settings else {
      throw RunError(
        .usage,
        "\(contestants.count) networks: expected \(counts.lowerBound)…\(counts.upperBound)")
    }
    return try Dataset(first)
  }

  /// Checks what is compared, and that all of it fits into memory together.
  private static func plans(
    _ contestants: [Contestant], dataset: Dataset
  ) throws(RunError) -> [RunPlan] {
    guard let first = contestants.first?.settings else { return [] }
    var plans: [RunPlan] = []
    var names: Set<String> = []
    for contestant in contestants {
      if let objection = Contestant.objection(to: contestant.name, besides: names) {
        throw RunError(.usage, objection)
      }
      names.insert(contestant.name)
      let settings = contestant.settings
      guard settings.dataset == first.dataset, settings.trainSamples == first.trainSamples,
        settings.imageSize == first.imageSize, settings.augmentation == first.augmentation,
        settings.seed == first.seed
      else {
        throw RunError(
          .usage,
          "network '\(contestant.name)': expected the data set, the augmentation and the seed "
            + "of the others")
      }
      do {
        plans.append(try RunPlan(settings, dataset: dataset))
      } catch {
        throw RunError(error.kind, "network '\(contestant.name)': \(error.description)")
      }
    }
    let required = plans.reduce(0) { sum, plan in
      let (sum, overflows) = sum.addingReportingOverflow(plan.memoryRequired)
      return overflows ? .max : sum
    }
    if let objection = memoryObjection(required) {
      throw RunError(.other, "this comparison \(objection): expected fewer or smaller networks")
    }
    return plans
  }
}
