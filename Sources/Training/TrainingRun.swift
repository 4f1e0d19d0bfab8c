import Channel
import Dispatch
import Foundation
import Networks
import Samples

/// What a run begins with, or goes on from.
public enum Beginning: Sendable {
  /// Weights drawn from the seed.
  case initialWeights
  /// A file's weights, by torchvision's names.
  case weights(Checkpoint)
  /// A run between two steps; its settings are those of the checkpoint, but for when it ends and how it
  /// computes.
  case checkpoint(Checkpoint)
  /// A run in its own folder, with its own log.
  case stored(StoredRun)
}

/// A run that trains in the background.
public enum TrainingRun {
  /// Starts a run on a queue of its own, which owns everything that changes, and returns at once.
  ///
  /// - Parameters:
  ///   - settings: what to train: of a run that goes on in a new folder, what is left of it. Values that don't
  ///     fit the data end the run with an error.
  ///   - beginning: what the run begins with, or goes on from.
  ///   - folder: a new or empty folder for the run's files, which is made once the data are read; or a stored
  ///     run's own.
  ///   - channel: events and snapshots go out through it, commands come in.
  ///   - warningPolicy: what happens when a loss or gradient stops being finite.
  ///   - staysForViewer: whether the run waits at its end for a viewer, who may go back from there, until
  ///     `stop` is sent; one that failed then still answers what a viewer wants to see.
  ///   - observer: sees each event and its line in the log, after the log has it; called on the
  ///     run's queue, which waits for it.
  ///   - completion: called once, on the run's queue, after the last event: how the run ended, or
  ///     what kept it from doing so.
  public static func start(
    _ settings: RunSettings, from beginning: Beginning = .initialWeights, folder: URL,
    channel: RunChannel, warningPolicy: WarningPolicy = .pause, staysForViewer: Bool = false,
    observer: @escaping @Sendable (RunEvent, _ line: String) -> Void = { _, _ in },
    completion: @escaping @Sendable (Result<RunEnded, RunError>) -> Void
  ) {
    inBackground(reading: settings.dataset, [channel]) {
      do throws(RunError) {
        let dataset = try Dataset(settings)
        let plan = try RunPlan(settings, dataset: dataset)
        try plan.checkMemory()
        var (weights, state): (NetworkState?, TrainingState?)
        func resumed(_ file: Checkpoint, hasEnded: Bool = true) throws(RunError) -> TrainingState {
          let state = try file.trainingState()
          try plan.check(state, dataset: dataset, of: file.path, hasEnded: hasEnded)
          return state
        }
        switch beginning {
        case .initialWeights: break
        case .weights(let file): weights = try file.state(of: plan.configuration)
        case .checkpoint(let file): state = try resumed(file)
        case .stored(let run):
          if let checkpoint = run.checkpoint {
            state = try resumed(checkpoint, hasEnded: run.hasEnded)
            // The settings have the whole script.
            state?.interventionsDone = checkpoint.record?.interventionsDone ?? 0
            state?.reactionsDone = Set(checkpoint.record?.reactionsDone ?? [])
          } else if let path = settings.resume {
            state = try resumed(try Checkpoint(contentsOf: path))
          } else if let path = settings.weights {
            weights = try Checkpoint(contentsOf: path).state(of: plan.configuration)
          }
        }
        channel.publish(Snapshot(activity: .preparing("Building \(plan.configuration.name)")))
        let runFolder: RunFolder
        var position: LogPosition?
        if case .stored(let run) = beginning {
          runFolder = try RunFolder(continuing: folder, at: run.position, settings: run.settings)
          // Where nothing was kept, the log begins again too.
          position = run.checkpoint == nil ? nil : run.position
        } else {
          runFolder = try RunFolder(folder, settings: settings)
        }
        let race = Race([
          Engine(
            plan, dataset: dataset, weights: weights, resuming: state, at: position,
            channel: channel,
            outlet: EventOutlet(folder: runFolder, channel: channel, observer: observer),
            warningPolicy: warningPolicy, staysAtEnd: staysForViewer)
        ])
        for result in race.run() { completion(result) }
        if staysForViewer { race.serveViewers() }
      } catch {
        completion(.failure(error))
      }
    }
  }

  /// Does a run's work on a queue of its own, and returns at once.
  static func inBackground(
    reading dataset: String, _ channels: [RunChannel], work: @escaping @Sendable () -> Void
  ) {
    for channel in channels {
      channel.publish(Snapshot(activity: .preparing("Reading \(dataset)")))
    }
    DispatchQueue(label: "densenet-explorer.training").async(execute: work)
  }
}
