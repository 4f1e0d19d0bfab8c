/// A question of a lesson.
public struct Question: Sendable, Equatable {
  /// What is asked.
  public let text: TextBlock
  /// What can be answered.
  public let answers: Answers

  /// What can be answered.
  public enum Answers: Sendable, Equatable {
    /// One of 2…6 choices.
    case choices([Choice])
    /// A number that the learner types.
    case number(Expression, within: Tolerance)
  }

  /// A choice.
  public struct Choice: Sendable, Equatable {
    /// What it says.
    public let text: TextBlock
    /// Holds if this choice is the right one; `nil` of one that never is.
    public let condition: Expression?
  }

  /// The choices; none where a number is asked for.
  public var choices: [Choice] {
    if case .choices(let choices) = answers { choices } else { [] }
  }

  /// All texts of it.
  var texts: [TextBlock] { [text] + choices.map(\.text) }

  /// What decides about the answer.
  var expressions: [Expression] {
    switch answers {
    case .choices(let choices): choices.compactMap(\.condition)
    case .number(let expression, _): [expression]
    }
  }
}

/// How far a typed number may be from the right one.
public enum Tolerance: Sendable, Equatable, CustomStringConvertible {
  /// By so much.
  case absolute(Double)
  /// By this many hundredths of the right one.
  case percent(Double)

  /// As a lesson writes it.
  public var description: String {
    switch self {
    case .absolute(let distance): numberText(distance)
    case .percent(let percent): numberText(percent) + "%"
    }
  }

  /// Whether a number is as near as it has to be.
  func admits(_ number: Double, for right: Double) -> Bool {
    if number == right { return true }
    guard number.isFinite, right.isFinite else { return false }
    let distance =
      switch self {
      case .absolute(let distance): distance
      case .percent(let percent): percent / 100 * right.magnitude
      }
    // A bound that was computed may be a rounding error short: 0.4 is within 0.1 of 0.3.
    let slack = 1e-12 * max(number.magnitude, right.magnitude)
    return (number - right).magnitude <= distance + slack
  }
}
