/// The figures that are measured of a network and its run, and what each is asked of.
enum MeasuredFigure {
  static let imagesSeen = "images_seen"

  /// Those that no step of training alters.
  static let sizes: Set = [
    "parameters", "multiply_adds", "memory", "layers", "inputs", "outputs", "layer_parameters",
    "growth_rate", "connections", "connections_cut",
  ]

  /// What an argument has to be.
  enum Parameter: String {
    case layer, step, block, source, reader, share
    /// A step that may be left out.
    case optionalStep

    /// What is expected of it, in words.
    var expectation: String {
      switch self {
      case .layer: "a layer (first, last, middle, a number from 1 or a name in quotes)"
      case .step, .optionalStep: "a step from 1"
      case .block: "a block from 1"
      case .source: "a source from 0, which is the block's input"
      case .reader: "a reader from 1, or out"
      case .share: "a share over 0%, at most 100%"
      }
    }

    /// Whether an argument can be this. Whole numbers are small enough for any integer.
    func admits(_ argument: FigureArgument) -> Bool {
      switch (self, argument) {
      case (.layer, .word(let word)): ["first", "last", "middle"].contains(word)
      case (.layer, .text): true
      case (.reader, .word(let word)): word == "out"
      case (.share, .number(let value)): value > 0 && value <= 1
      case (.source, .number(let value)): Self.isWhole(value, from: 0)
      case (_, .number(let value)): Self.isWhole(value, from: 1)
      default: false
      }
    }

    private static func isWhole(_ value: Double, from least: Double) -> Bool {
      value >= least && value <= 1e9 && value == value.rounded()
    }
  }

  /// Parameters of each figure.
  static let parameters: [String: [Parameter]] = {
    let none = [
      "test_loss", "test_accuracy", "step", "parameters", "multiply_adds", "memory", "layers",
      "learning_rate", "growth_rate", "momentum", "weight_decay", "dropout", "batch_size",
      "loss_before", "loss_after", "accuracy_before", "accuracy_after", "new_maps",
      "new_maps_in_use", "recovered_after", "connections", "connections_cut",
    ]
    var all = Dictionary(none.map { ($0, [Parameter]()) }) { first, _ in first }
    for name in ["loss", "accuracy"] { all[name] = [.optionalStep] }
    for name in ["gradient", "update_ratio", "weight_norm"] { all[name] = [.layer, .optionalStep] }
    for name in ["output_gradient", "dead", "inputs", "outputs", "layer_parameters"] {
      all[name] = [.layer]
    }
    for name in ["reuse", "reuse_share"] { all[name] = [.block, .source, .reader] }
    all["shortcut_share"] = [.block]
    all[imagesSeen] = [.share]
    return all
  }()

  /// What is wrong with a reference to a measured figure, if anything is.
  static func objection(to reference: FigureReference) -> String? {
    guard let parameters = parameters[reference.name] else {
      return "figure \(quoted(reference.description)): expected one that is defined before, "
        + "or a measured one such as loss"
    }
    let arguments = reference.arguments
    let least = parameters.count { $0 != .optionalStep }
    guard (least...parameters.count).contains(arguments.count) else {
      let expected = least == parameters.count ? "\(least)" : "\(least) or \(parameters.count)"
      return "figure \(quoted(reference.description)): \(arguments.count) in parentheses, "
        + "expected \(expected)"
    }
    for (parameter, argument) in zip(parameters, arguments) where !parameter.admits(argument) {
      return "figure \(quoted(reference.description)): \(quoted(argument.description)), "
        + "expected \(parameter.expectation)"
    }
    return nil
  }
}
