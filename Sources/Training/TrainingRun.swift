import Channel
import Dispatch
import Foundation
import Networks
import Samples

/// A run that trains in the background.
public enum TrainingRun {
  /// Starts a run on a queue of its own, which owns everything that changes, and returns at once.
  ///
  /// - Parameters:
  ///   - settings: what to train. Values that don't fit the data end the run with an error.
  ///   - weights: what the network starts with, by torchvision's names; `nil` to draw them.
  ///   - folder: a new or empty folder for the run's files; it is made once the data are read.
  ///   - channel: events and snapshots go out through it, commands come in.
  ///   - warningPolicy: what happens when a loss or gradient stops being finite.
  ///   - staysForViewer: whether the run goes on answering what a viewer wants to see when it has
  ///     ended, until `stop` is sent.
  ///   - observer: sees each event and its line in the log, after the log has it; called on the
  ///     run's queue, which waits for it.
  ///   - completion: called once, on the run's queue, after the last event: how the run ended, or
  ///     what kept it from doing so.
  public static func start(
    _ settings: RunSettings, weights: Checkpoint? = nil, folder: URL, channel: RunChannel,
    warningPolicy: WarningPolicy = .pause, staysForViewer: Bool = false,
    observer: @escaping @Sendable (RunEvent, _ line: String) -> Void = { _, _ in },
    completion: @escaping @Sendable (Result<RunEnded, RunError>) -> Void
  ) {
    channel.publish(Snapshot(activity: .preparing("Reading \(settings.dataset)")))
    DispatchQueue(label: "densenet-explorer.training").async {
      let engine = Result { () throws(RunError) in
        try prepare(
          settings, weights: weights, folder: folder, channel: channel,
          warningPolicy: warningPolicy, observer: observer)
      }
      completion(Result { () throws(RunError) in try engine.get().runToTheEnd() })
      if staysForViewer { try? engine.get().serveViewer() }
    }
  }

  private static func prepare(
    _ settings: RunSettings, weights: Checkpoint?, folder: URL, channel: RunChannel,
    warningPolicy: WarningPolicy, observer: @escaping (RunEvent, String) -> Void
  ) throws(RunError) -> Engine {
    let dataset = try Dataset(settings.dataset, trainSamples: settings.trainSamples)
    let plan = try RunPlan(settings, dataset: dataset)
    let state = try weights.map { (weights) throws(RunError) in
      try weights.state(of: plan.configuration)
    }
    channel.publish(Snapshot(activity: .preparing("Building \(plan.configuration.name)")))
    let outlet = EventOutlet(
      folder: try RunFolder(folder, settings: settings), channel: channel, observer: observer)
    return Engine(
      plan, dataset: dataset, state: state, channel: channel, outlet: outlet,
      warningPolicy: warningPolicy)
  }
}
