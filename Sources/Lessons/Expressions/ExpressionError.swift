/// Why a text is no expression, in one line: the text, what was wrong with it, what would be right.
public struct ExpressionError: Error, Sendable, Equatable {
  /// The line.
  public let message: String

  init(_ message: String) { self.message = message }
}

/// Why an expression has no value.
public enum EvaluationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A figure is not known, or not yet.
  case unknown(FigureReference)
  /// A condition was asked for its value.
  case isCondition(Expression)
  /// A number was asked whether it holds.
  case isNumber(Expression)

  /// One line.
  public var description: String {
    switch self {
    case .unknown(let figure): "\(figure) is not known"
    case .isCondition(let expression): "\(expression) is a condition, expected a number"
    case .isNumber(let expression): "\(expression) is a number, expected a condition"
    }
  }
}
