/// What happened in a run, in order, none ever lost: the run's log is these, one a line.
public enum RunEvent: Sendable, Equatable {
  /// The run's description; always first.
  case runStarted(RunStarted)
  /// One update of the weights.
  case step(StepMetrics)
  /// Loss and accuracy on the test part.
  case evaluation(Evaluation)
  /// How much each consumer of a dense block draws on each source.
  case reuse(Reuse)
  /// How much of each residual block's output its shortcut carries.
  case shortcuts(Shortcuts)
  /// What a step's gradients and activations did in each layer, measured now and then.
  case layerStatistics(LayerStatistics)
  /// A network's layers are others from now on.
  case networkChanged(NetworkChanged)
  /// A file that the run can be gone on from was written.
  case checkpoint(CheckpointWritten)
  /// A command took effect.
  case commandApplied(CommandApplied)
  /// What a change did is known now, some steps after it.
  case changeEffect(ChangeEffect)
  /// A command was refused and changed nothing.
  case commandRejected(CommandRejected)
  /// Something that a person should know; the run goes on.
  case warning(RunWarning)
  /// The end; always last.
  case runEnded(RunEnded)
}

/// One update of the weights.
public struct StepMetrics: Sendable, Equatable, Codable {
  /// Updates so far, this one included: the first is 1.
  public var step: Int
  /// Passes over the training part that were begun: the first is 1.
  public var epoch: Int
  /// Index into `RunStarted.networks`.
  public var network: Int
  /// Mean cross-entropy of the batch, before the update.
  @Figure public var loss: Double
  /// Share of the batch that was classified rightly, 0…1.
  public var accuracy: Double
  /// Learning rate of this update.
  public var learningRate: Double
  /// ‖∂loss/∂weight‖₂ of each layer with weights, in the order of `NetworkDescription.layers`.
  @Figures public var gradientNorms: [Double]
  /// ‖last update‖₂ / ‖weights‖₂ of each layer, in the same order.
  @Figures public var updateRatios: [Double]
  /// ‖weights‖₂ of each layer before the update, in the same order; empty in logs of older programs.
  @Figures public var weightNorms: [Double]
  /// Seconds since the run began, pauses included. Depends on the clock.
  public var seconds: Double
  /// Images trained per second in this step. Depends on the clock.
  public var imagesPerSecond: Double
  /// Name of the fork that made it; `nil` of the line that the run began with.
  public var fork: String?

  /// Describes a step.
  public init(
    step: Int, epoch: Int, network: Int = 0, loss: Double, accuracy: Double, learningRate: Double,
    gradientNorms: [Double], updateRatios: [Double], weightNorms: [Double] = [], seconds: Double,
    imagesPerSecond: Double, fork: String? = nil
  ) {
    self.step = step
    self.epoch = epoch
    self.network = network
    self.loss = loss
    self.accuracy = accuracy
    self.learningRate = learningRate
    self.gradientNorms = gradientNorms
    self.updateRatios = updateRatios
    self.weightNorms = weightNorms
    self.seconds = seconds
    self.imagesPerSecond = imagesPerSecond
    self.fork = fork
  }
}

/// Loss and accuracy on the test part, with running statistics.
public struct Evaluation: Sendable, Equatable, Codable {
  /// Updates before the evaluation.
  public var step: Int
  /// Index into `RunStarted.networks`.
  public var network: Int
  /// Mean cross-entropy.
  @Figure public var loss: Double
  /// Share of right answers, 0…1.
  public var accuracy: Double
  /// Images that were evaluated.
  public var samples: Int
  /// `confusion[class][answer]`: images of a class that got an answer; `nil` with more than 100
  /// classes.
  public var confusion: [[Int]]?
  /// Name of the fork that was evaluated; `nil` of the line that the run began with.
  public var fork: String?

  /// Describes an evaluation.
  public init(
    step: Int, network: Int = 0, loss: Double, accuracy: Double, samples: Int,
    confusion: [[Int]]? = nil, fork: String? = nil
  ) {
    self.step = step
    self.network = network
    self.loss = loss
    self.accuracy = accuracy
    self.samples = samples
    self.confusion = confusion
    self.fork = fork
  }
}

/// The reuse matrix of one dense block (the paper's Figure 5, before it is scaled for a picture).
public struct Reuse: Sendable, Equatable, Codable {
  /// Updates before the matrix was measured.
  public var step: Int
  /// Index into `RunStarted.networks`.
  public var network: Int
  /// Number of the dense block, from 1.
  public var block: Int
  /// `matrix[consumer][source]`: mean absolute weight of the consumer's first convolution over the
  /// maps that the source made. Consumers: the block's layers, then the transition or classifier
  /// after it. Sources: the block's input, then its layers. `nil` where there is no connection.
  public var matrix: [[Double?]]
  /// Feature maps that each source made, in the order of the matrix's columns.
  public var maps: [Int]
  /// The same means of |γ·w|, γ being the scale of the consumer's norm: what reaches the convolution
  /// of a map whose values the norm has brought to variance 1. `nil` without norms.
  public var scaledMatrix: [[Double?]]?
  /// How much each map of the block is used, source by source: the greatest share that a consumer's
  /// mean |γ·w| over the map has of that consumer's mean over all its maps; 1 is the average.
  public var mapUse: [Double]?

  /// Describes a block's reuse.
  public init(
    step: Int, network: Int = 0, block: Int, matrix: [[Double?]], maps: [Int],
    scaledMatrix: [[Double?]]? = nil, mapUse: [Double]? = nil
  ) {
    self.step = step
    self.network = network
    self.block = block
    self.matrix = matrix
    self.maps = maps
    self.scaledMatrix = scaledMatrix
    self.mapUse = mapUse
  }
}

/// What the shortcuts of a residual network carry, on the last batch of training.
public struct Shortcuts: Sendable, Equatable, Codable {
  /// The two parts of a residual block's output.
  public struct Block: Sendable, Equatable, Codable {
    /// torchvision's name of the block: `layer1.0`.
    public var name: String
    /// ‖F(x)‖₂, what the convolutions made.
    @Figure public var residual: Double
    /// ‖x‖₂, what the shortcut carried.
    @Figure public var shortcut: Double

    /// Describes a block.
    public init(name: String, residual: Double, shortcut: Double) {
      self.name = name
      self.residual = residual
      self.shortcut = shortcut
    }

    /// ‖x‖ / (‖x‖ + ‖F(x)‖), 0…1; `nil` where both are zero or one is not finite.
    public var share: Double? {
      guard shortcut.isFinite, residual.isFinite, shortcut + residual > 0 else { return nil }
      return shortcut / (shortcut + residual)
    }
  }

  /// Updates before the measurement.
  public var step: Int
  /// Index into `RunStarted.networks`.
  public var network: Int
  /// The blocks from the images to the classifier.
  public var blocks: [Block]

  /// Describes a measurement.
  public init(step: Int, network: Int = 0, blocks: [Block]) {
    self.step = step
    self.network = network
    self.blocks = blocks
  }
}

/// A file that the run can be gone on from was written.
public struct CheckpointWritten: Sendable, Equatable, Codable {
  /// Updates before it.
  public var step: Int
  /// Index into `RunStarted.networks`; `nil` where there is one.
  public var network: Int?
  /// The file, from the run's folder on.
  public var path: String

  /// Describes a checkpoint.
  public init(step: Int, network: Int? = nil, path: String) {
    self.step = step
    self.network = network
    self.path = path
  }
}

/// A command took effect, between the step it names and the next.
public struct CommandApplied: Sendable, Equatable, Codable {
  /// Updates before the command took effect.
  public var step: Int
  /// Index into `RunStarted.networks`.
  public var network: Int
  /// What was asked.
  public var command: Command
  /// The knob that changed, also where an `undo` changed it; `nil` if none did.
  public var knob: Knob?
  /// The knob's value until then; `nil` where no knob changed.
  public var before: Double?
  /// The knob's value from then on; `nil` where no knob changed.
  public var after: Double?
  /// For surgery: loss on the next batch before the network changed.
  public var lossBefore: Double?
  /// For surgery: loss on the same batch after the network changed.
  public var lossAfter: Double?
  /// For `cut_below`: accuracy on the test part before the cut, 0…1.
  public var accuracyBefore: Double?
  /// For `cut_below`: accuracy on the test part after the cut, 0…1. What is behind the cut then has the
  /// running statistics of one batch.
  public var accuracyAfter: Double?
  /// For `cut_below`: connections that it cut.
  public var connections: Int?
  /// For `cut_below`: connections that were not cut before it.
  public var connectionsBefore: Int?
  /// The step that an `undo`, a `fork` or the like took the run to: the steps that follow take the place of those
  /// with the same numbers.
  public var restoredStep: Int?
  /// The change that an `undo` took back or a `redo` made again; `nil` where numbers had stopped being
  /// finite.
  public var change: Command?
  /// Name of the fork that the run follows from now on, where the command began or took up one.
  public var fork: String?

  /// Describes an applied command.
  public init(
    step: Int, network: Int = 0, command: Command, knob: Knob? = nil, before: Double? = nil,
    after: Double? = nil, lossBefore: Double? = nil, lossAfter: Double? = nil,
    accuracyBefore: Double? = nil, accuracyAfter: Double? = nil, connections: Int? = nil,
    connectionsBefore: Int? = nil, restoredStep: Int? = nil, change: Command? = nil,
    fork: String? = nil
  ) {
    self.step = step
    self.network = network
    self.command = command
    self.knob = knob
    self.before = before
    self.after = after
    self.lossBefore = lossBefore
    self.lossAfter = lossAfter
    self.accuracyBefore = accuracyBefore
    self.accuracyAfter = accuracyAfter
    self.connections = connections
    self.connectionsBefore = connectionsBefore
    self.restoredStep = restoredStep
    self.change = change
    self.fork = fork
  }

  /// Whether the network may be another one now: its structure, its weights or what is frozen.
  public var changesNetwork: Bool {
    if restoredStep != nil || knob == .growthRate { return true }
    switch command {
    case .addLayer, .removeLayer, .freeze, .thaw, .cut, .cutBelow, .join: return true
    default: return false
    }
  }
}

/// A command was refused; nothing changed.
public struct CommandRejected: Sendable, Equatable, Codable {
  /// Updates before the refusal.
  public var step: Int
  /// Index into `RunStarted.networks`; `nil` where there is one.
  public var network: Int?
  /// What was asked.
  public var command: Command
  /// One sentence: what was wrong, the value, what would be right.
  public var reason: String

  /// Describes a refusal.
  public init(step: Int, network: Int? = nil, command: Command, reason: String) {
    self.step = step
    self.network = network
    self.command = command
    self.reason = reason
  }
}

/// Something that a person should know.
public struct RunWarning: Sendable, Equatable, Codable {
  /// What a warning is about.
  public enum Kind: String, Sendable, Codable {
    /// A loss or a gradient is infinite or NaN.
    case notFinite = "not_finite"
    /// Older checkpoints of the time line could not be kept.
    case timeLine = "time_line"
    /// Something could not be written into the run's folder, or can again.
    case folder
  }

  /// Updates when it was noticed.
  public var step: Int
  /// Index into `RunStarted.networks`.
  public var network: Int
  /// What it is about.
  public var kind: Kind
  /// One sentence.
  public var message: String
  /// The step whose weights an `undo` now brings back; `nil` where it does not.
  public var undoStep: Int?

  /// Describes a warning.
  public init(
    step: Int, network: Int = 0, kind: Kind, message: String, undoStep: Int? = nil
  ) {
    self.step = step
    self.network = network
    self.kind = kind
    self.message = message
    self.undoStep = undoStep
  }
}

/// How a run ended.
public struct RunEnded: Sendable, Equatable, Codable {
  /// Why a run ended.
  public enum Reason: String, Sendable, Codable {
    /// All steps were done.
    case finished
    /// A person or a script stopped it.
    case stopped
    /// An error ended it; the message says which.
    case failed
  }

  /// Updates that were done.
  public var step: Int
  /// Index into `RunStarted.networks` of the one that failed while others go on; `nil` of the whole run.
  public var network: Int?
  /// Why it ended.
  public var reason: Reason
  /// One sentence.
  public var message: String

  /// Describes the end.
  public init(step: Int, network: Int? = nil, reason: Reason, message: String) {
    self.step = step
    self.network = network
    self.reason = reason
    self.message = message
  }
}
