/// What is defined up to a place of a lesson.
struct LessonScope {
  /// The lesson's own figures, and the line of each.
  var figures: [String: Int] = [:]
  /// Own figures of the step, which are known only after its run.
  var coming: Set<String> = []
  /// Names of all networks up to here.
  var networks: Set<String> = []
  /// Networks of the run that goes on.
  var running: [String] = []

  /// What is wrong with the figures of an expression, if anything is.
  func objection(to expression: Expression) -> String? {
    for reference in expression.figures {
      if let objection = objection(to: reference) { return objection }
    }
    return nil
  }

  private func objection(to reference: FigureReference) -> String? {
    let written = quoted(reference.description)
    if let network = reference.network {
      guard networks.contains(network) else {
        return "network \(quoted(network)) of figure \(written): expected \(knownNetworks)"
      }
    } else if reference.arguments.isEmpty {
      if figures[reference.name] != nil { return nil }
      if coming.contains(reference.name) {
        return "figure \(written) is known after this step's run: expected it after the line ---"
      }
    }
    if let objection = MeasuredFigure.objection(to: reference) { return objection }
    return networks.isEmpty ? "figure \(written): expected a network: line before it" : nil
  }

  /// Takes in what a step defines as it is before the step, and gives those back that are known then.
  mutating func add(
    _ definitions: [FigureDefinition], before doing: Doing
  ) -> [FigureDefinition] {
    var early: [FigureDefinition] = []
    for definition in definitions {
      if definition.expression.figures.allSatisfy({ isKnown($0, before: doing) }) {
        early.append(definition)
        // Which line it is matters to nobody here.
        figures[definition.name] = 0
      } else {
        coming.insert(definition.name)
      }
    }
    return early
  }

  private func isKnown(_ reference: FigureReference, before doing: Doing) -> Bool {
    if let network = reference.network {
      if !running.contains(network) { return true }
    } else if reference.arguments.isEmpty {
      if figures[reference.name] != nil { return true }
      if coming.contains(reference.name) { return false }
    }
    return switch doing {
    case .nothing: true
    case .training: MeasuredFigure.sizes.contains(reference.name)
    case .changing: false
    }
  }

  /// The networks that can be named here, in words.
  private var knownNetworks: String {
    networks.isEmpty ? "a network: line before it" : listed(networks.sorted())
  }
}

/// What a step does to its run.
enum Doing {
  /// Nothing: all that is measured is known.
  case nothing
  /// It begins it, trains, evaluates; sizes stay as they are.
  case training
  /// It gives commands, or lets the learner press keys.
  case changing

  init(_ block: KeyedBlock) {
    func has(_ keys: [String]) -> Bool { keys.contains { block[$0] != nil } }
    self =
      has(["do", "press"]) ? .changing : has(["network", "run", "evaluate"]) ? .training : .nothing
  }
}

/// Names that would be right, few enough for an error's line.
func listed(_ names: [String]) -> String {
  if names.count == 1 { return names[0] }
  return "one of \(names.prefix(8).joined(separator: ", "))\(names.count > 8 ? ", …" : "")"
}

/// Whether a figure or a network can have this name.
func isName(_ text: String) -> Bool {
  let scalars = text.unicodeScalars
  return scalars.count <= 40 && (scalars.first?.isLetter ?? false)
    && scalars.allSatisfy { $0.isLetter || $0.isDigit }
    && !ExpressionParser.reserved.contains(text)
    && NumberFunction(rawValue: text) == nil
}

/// What a name has to be.
let nameExpectation = "a name of at most 40 letters, digits and _"
