/// A step of a lesson: what is said before, asked, trained, and said after.
public struct LessonStep: Sendable, Equatable {
  /// Its heading.
  public let title: String
  /// Options of the run that it begins, as `train` takes them on the command line.
  public let options: String?
  /// Networks of the run that it begins; several are a comparison. Empty where it goes on with the run
  /// of the step before.
  public let networks: [LessonNetwork]
  /// Commands to the run before it goes on.
  public let commands: [LessonCommand]
  /// Steps that the run makes, 0…100000.
  public let run: Int
  /// Keys that the learner presses, in this order, before the run goes on.
  public let keys: [String]
  /// Whether the run goes through the test part after the steps.
  public let evaluates: Bool
  /// The pane that it is about.
  public let pane: LessonPane?
  /// Name of the network, of a comparison, that panes of one network show.
  public let select: String?
  /// The layer that the cursor is put on.
  public let layer: FigureArgument?
  /// Figures that it defines, known from here on.
  public let figures: [FigureDefinition]
  /// Those of them that are known once its networks are there, before any command, key or step of it,
  /// and that what is said before may use: of sizes, of networks of earlier runs, of figures of earlier
  /// steps; all of them where it does nothing to a run.
  public let figuresBefore: [FigureDefinition]
  /// What it asks.
  public let question: Question?
  /// Conditions that must hold after it, for what is said.
  public let claims: [Expression]
  /// Where its statements come from.
  public let sources: [String]
  /// What is said before it, with the question.
  public let before: [TextBlock]
  /// What is said after it.
  public let after: [TextBlock]

  /// All figures that it asks for, measured ones and a lesson's own, each once.
  public var references: Set<FigureReference> {
    let texts = before + after + (question?.texts ?? [])
    let expressions =
      texts.flatMap(\.expressions) + figures.map(\.expression) + claims
      + (question?.expressions ?? [])
    return Set(expressions.flatMap(\.figures))
  }
}

/// A network of a run that a lesson begins.
public struct LessonNetwork: Sendable, Equatable {
  /// What the lesson calls it.
  public let name: String
  /// Its kind and options: `plain depth=56 normalization=none`.
  public let specification: String
}

/// A command to a run.
public struct LessonCommand: Sendable, Equatable {
  /// Name of the network of a comparison that it is for; `nil` where the lesson names none.
  public let network: String?
  /// As `--at` takes it without the step: `growth_rate=12`.
  public let text: String
}

/// A figure that a lesson defines.
public struct FigureDefinition: Sendable, Equatable {
  /// What it is called from here on.
  public let name: String
  /// What it is.
  public let expression: Expression
}

/// A pane that a step can be about.
public enum LessonPane: String, Sendable, CaseIterable {
  /// Loss and accuracy over steps.
  case curves
  /// Gradients, layer by layer.
  case gradients
  /// Which maps are read by which layers.
  case reuse
  /// What can be changed while the network trains.
  case knobs
  /// Pictures of maps.
  case maps
  /// The network's layers.
  case network
  /// What happened.
  case log
  /// Networks side by side; of a comparison, as the two that follow.
  case race
  /// Networks by depth.
  case depth
  /// What each network reached.
  case scores

  /// Whether only a comparison has it.
  public var isOfComparison: Bool { self == .race || self == .depth || self == .scores }
}
