/// The figures that are known at one time of a lesson: its own, and what is measured of its networks.
public struct LessonFigures: Sendable {
  /// Figures that steps up to here defined.
  public private(set) var named: [String: Double]
  /// What is measured; `nil` of a figure that is not known.
  public var measured: @Sendable (FigureReference) -> Double?

  /// Begins with nothing defined.
  public init(
    named: [String: Double] = [:],
    measured: @escaping @Sendable (FigureReference) -> Double? = { _ in nil }
  ) {
    self.named = named
    self.measured = measured
  }

  /// A figure's value, the lesson's own first; `nil` where it is not known.
  public func value(of reference: FigureReference) -> Double? {
    if reference.network == nil, reference.arguments.isEmpty, let value = named[reference.name] {
      return value
    }
    return measured(reference)
  }

  /// Evaluates what a step defines, in order; what cannot be, is not known, and is given back.
  @discardableResult
  public mutating func define(_ definitions: [FigureDefinition]) -> [FigureDefinition] {
    var unknown: [FigureDefinition] = []
    for definition in definitions {
      do throws(EvaluationError) {
        named[definition.name] = try definition.expression.value(value(of:))
      } catch {
        named[definition.name] = nil
        unknown.append(definition)
      }
    }
    return unknown
  }

  /// The same with the values that `references` have now, whatever is measured later.
  public func kept(_ references: Set<FigureReference>) -> LessonFigures {
    var values: [FigureReference: Double] = [:]
    for reference in references { values[reference] = measured(reference) }
    return LessonFigures(named: named) { [values] in values[$0] }
  }
}
