import Channel
import Networks
import Samples

/// A change that a script makes after so many steps.
public struct Intervention: Sendable, Equatable, Codable {
  /// Updates before it; 0 is before the first.
  public var step: Int
  /// What is asked of the run.
  public var command: Command

  /// Describes an intervention.
  public init(step: Int, command: Command) {
    self.step = step
    self.command = command
  }
}

extension Intervention {
  /// Whether it changes how many steps a pass has.
  var setsBatchSize: Bool { if case .set(.batchSize, _, _, _) = command { true } else { false } }
}

extension [Intervention] {
  /// The order in which they are made: by their steps, those of one step as they were given. Behind one
  /// that takes the run to another step, such as an undo, one may have a smaller step.
  var inOrder: [Intervention] {
    var parts: [[Intervention]] = [[]]
    for intervention in self {
      let last = parts[parts.count - 1].last
      if let last, last.command.movesStep, intervention.step < last.step {
        parts.append([])
      }
      parts[parts.count - 1].append(intervention)
    }
    return parts.flatMap { part in
      part.enumerated().sorted {
        ($0.element.step, $0.offset) < ($1.element.step, $1.offset)
      }.map(\.element)
    }
  }
}

/// How long a run trains.
public enum Duration: Sendable, Equatable {
  /// Passes over the training part.
  case epochs(Int)
  /// Updates.
  case steps(Int)
}

/// As `{"epochs": 10}` or `{"steps": 100}`.
extension Duration: Codable {
  private enum CodingKeys: String, CodingKey {
    case epochs, steps
  }

  /// Reads what `encode` writes.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if let epochs = try values.decodeIfPresent(Int.self, forKey: .epochs) {
      self = .epochs(epochs)
    } else {
      self = .steps(try values.decode(Int.self, forKey: .steps))
    }
  }

  /// Writes one number under its kind.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .epochs(let epochs): try values.encode(epochs, forKey: .epochs)
    case .steps(let steps): try values.encode(steps, forKey: .steps)
    }
  }
}

/// Everything that a run depends on; its folder keeps it as `config.json`.
public struct RunSettings: Sendable, Equatable, Codable {
  /// A shipped data set's name, or a folder.
  public var dataset: String
  /// Training samples to use, the first ones; `nil` for all.
  public var trainSamples: Int?
  /// Rows and columns that pictures are brought to; `nil` to leave that to them.
  public var imageSize: Int?
  /// What is done to training images; `nil`, as in files of older programs, for nothing.
  public var augmentation: Augmentation?
  /// What the network looks like.
  public var network: Architecture
  /// How its weights are drawn.
  public var initialization: Initialization
  /// Images per step.
  public var batchSize: Int
  /// The optimiser; its learning rate is the schedule's base.
  public var optimizer: SGD
  /// How the learning rate changes.
  public var schedule: Schedule
  /// When the run ends by itself.
  public var duration: Duration
  /// Steps between evaluations, beside those at the end of each epoch.
  public var evaluateEvery: Int?
  /// Seed of all random generators.
  public var seed: UInt64
  /// Threads that compute.
  public var threads: Int
  /// Instructions that the kernels use.
  public var instructionSet: InstructionSet
  /// The run's folder or the file of which the run goes on; `nil` where it begins.
  public var resume: String?
  /// The run's folder or the file that the weights at the start come from; `nil` where they are
  /// drawn.
  public var weights: String?
  /// Changes at given steps.
  public var interventions: [Intervention]
  /// Changes when a figure is reached.
  public var reactions: [Reaction]
  /// By what maps are judged of which some must go; `nil` for their weights.
  public var mapCriterion: MapCriterion?
  /// Mebibytes that the checkpoints of the time line may take, a quarter of them in memory; `nil` for
  /// 512.
  public var timeLine: Int?

  /// The network's name among those that it is compared with; `nil` of one that trains alone.
  public var label: String?

  /// When checkpoints are written by themselves; `nil` for the usual.
  public var checkpointRule: CheckpointRule?

  /// When checkpoints are written by themselves.
  var checkpoints: CheckpointRule { checkpointRule ?? CheckpointRule() }

  /// Bytes that the checkpoints of the time line may take.
  var timeLineBytes: Int { (timeLine ?? 512) << 20 }

  /// Describes a run.
  public init(
    dataset: String, trainSamples: Int?, imageSize: Int? = nil, augmentation: Augmentation? = nil,
    network: Architecture,
    initialization: Initialization = .he, batchSize: Int, optimizer: SGD,
    schedule: Schedule, duration: Duration, evaluateEvery: Int?, seed: UInt64, threads: Int,
    instructionSet: InstructionSet, resume: String? = nil, weights: String? = nil,
    interventions: [Intervention], reactions: [Reaction] = [], mapCriterion: MapCriterion? = nil,
    timeLine: Int? = nil, checkpointRule: CheckpointRule? = nil, label: String? = nil
  ) {
    self.dataset = dataset
    self.trainSamples = trainSamples
    self.imageSize = imageSize
    self.augmentation = augmentation
    self.network = network
    self.initialization = initialization
    self.batchSize = batchSize
    self.optimizer = optimizer
    self.schedule = schedule
    self.duration = duration
    self.evaluateEvery = evaluateEvery
    self.seed = seed
    self.threads = threads
    self.instructionSet = instructionSet
    self.resume = resume
    self.weights = weights
    self.interventions = interventions
    self.reactions = reactions
    self.mapCriterion = mapCriterion
    self.timeLine = timeLine
    self.checkpointRule = checkpointRule
    self.label = label
  }
}
