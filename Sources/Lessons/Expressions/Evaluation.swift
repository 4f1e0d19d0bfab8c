import Foundation

extension Expression {
  /// The number that it is with these figures. What has no value (0 / 0, the root of a negative) is
  /// NaN, what is divided by 0 infinite.
  public func value(
    _ figures: (FigureReference) -> Double?
  ) throws(EvaluationError) -> Double {
    switch self {
    case .number(let value): return value
    case .percent(let value): return value / 100
    case .figure(let reference):
      guard let value = figures(reference) else { throw .unknown(reference) }
      return value
    case .negative(let operand): return -(try operand.value(figures))
    case .arithmetic(let left, let sign, let right):
      return sign.apply(try left.value(figures), try right.value(figures))
    case .function(let function, let arguments):
      var values: [Double] = []
      for argument in arguments { values.append(try argument.value(figures)) }
      return function.apply(values)
    case .comparison, .both, .either, .not: throw .isCondition(self)
    }
  }

  /// Whether the condition holds with these figures. No comparison with NaN does, except `!=`. All
  /// figures must be known, also those behind an `or` whose first condition holds: a claim that is
  /// about something that is not measured is a mistake on every day.
  public func holds(
    _ figures: (FigureReference) -> Double?
  ) throws(EvaluationError) -> Bool {
    switch self {
    case .comparison(let first, let rest):
      var left = try first.value(figures)
      var holds = true
      for comparison in rest {
        let right = try comparison.operand.value(figures)
        holds = comparison.relation.holds(left, right) && holds
        left = right
      }
      return holds
    case .both(let left, let right):
      let (first, second) = (try left.holds(figures), try right.holds(figures))
      return first && second
    case .either(let left, let right):
      let (first, second) = (try left.holds(figures), try right.holds(figures))
      return first || second
    case .not(let operand): return !(try operand.holds(figures))
    case .number, .percent, .figure, .negative, .arithmetic, .function: throw .isNumber(self)
    }
  }
}

extension ArithmeticOperator {
  fileprivate func apply(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .plus: left + right
    case .minus: left - right
    case .times: left * right
    case .over: left / right
    case .power: pow(left, right)
    }
  }
}

extension NumberFunction {
  fileprivate func apply(_ values: [Double]) -> Double {
    let first = values.first ?? .nan
    // `min` and `max` of the library may pass over a NaN.
    if values.contains(where: \.isNaN) { return .nan }
    return switch self {
    case .abs: first.magnitude
    case .min: values.min() ?? .nan
    case .max: values.max() ?? .nan
    case .sqrt: first.squareRoot()
    case .log10: Foundation.log10(first)
    case .ln: log(first)
    case .round: first.rounded()
    }
  }
}

extension Comparison.Relation {
  fileprivate func holds(_ left: Double, _ right: Double) -> Bool {
    switch self {
    case .less: left < right
    case .atMost: left <= right
    case .greater: left > right
    case .atLeast: left >= right
    case .equal: left == right
    case .unequal: left != right
    }
  }
}
