/// The right answer to a question, by what was measured.
public enum Answer: Sendable, Equatable {
  /// Index of the right choice.
  case choice(Int)
  /// The right number, and how far from it is near enough.
  case number(Double, within: Tolerance)

  /// Finds the one right choice, or the right number.
  public init(
    to question: Question, _ figures: (FigureReference) -> Double?
  ) throws(AnswerError) {
    switch question.answers {
    case .number(let expression, let tolerance):
      let value = try measured { () throws(EvaluationError) in try expression.value(figures) }
      if value.isNaN { throw .notANumber(expression) }
      self = .number(value, within: tolerance)
    case .choices(let choices):
      var right: [Int] = []
      for (index, choice) in choices.enumerated() {
        guard let condition = choice.condition else { continue }
        let holds = try measured { () throws(EvaluationError) in try condition.holds(figures) }
        if holds { right.append(index) }
      }
      guard let first = right.first else { throw .noneHolds }
      guard right.count == 1 else {
        throw .severalHold(right.map { choices[$0].text.plainText(figures) })
      }
      self = .choice(first)
    }
  }

  /// Whether a choice is the right one.
  public func accepts(choice: Int) -> Bool { self == .choice(choice) }

  /// Whether a number is near enough to the right one.
  public func accepts(number: Double) -> Bool {
    guard case .number(let right, let tolerance) = self else { return false }
    return tolerance.admits(number, for: right)
  }

  /// The number that a learner typed: `1200`, `1,200`, `-0.5`, `.5`, `1e-3`, `20%` and `20 %` (which are 0.2),
  /// `never` (which is infinite); `nil` where it is none.
  public static func number(typed text: String) -> Double? {
    let typed = trimmed(text)
    if typed == "never" { return .infinity }
    let isNegative = typed.hasPrefix("-")
    var unsigned = isNegative ? String(typed.dropFirst()) : typed
    if unsigned.hasPrefix(".") { unsigned = "0" + unsigned }
    guard let digits = withoutCommas(unsigned),
      digits.unicodeScalars.first?.isDigit ?? false,
      let value = try? Expression(digits)
    else { return nil }
    switch value {
    case .number(let number): return isNegative ? -number : number
    case .percent(let percent): return (isNegative ? -percent : percent) / 100
    default: return nil
    }
  }

  /// A number without commas between thousands; `nil` where commas stand elsewhere, as in `0,5`.
  private static func withoutCommas(_ text: String) -> String? {
    let whole = text.prefix { $0 == "," || $0.isNumber }
    let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
    guard groups.count > 1 else { return text }
    let isGrouped = 1...3 ~= groups[0].count && groups.dropFirst().allSatisfy { $0.count == 3 }
    return isGrouped ? groups.joined() + text.dropFirst(whole.count) : nil
  }
}

/// Why a question has no right answer.
public enum AnswerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A figure is not known.
  case notMeasured(EvaluationError)
  /// The number asked for is none: something was divided by nothing, or a loss is no longer finite.
  case notANumber(Expression)
  /// No choice is right.
  case noneHolds
  /// More than one choice is right: their texts.
  case severalHold([String])

  /// One line.
  public var description: String {
    switch self {
    case .notMeasured(let error): error.description
    case .notANumber(let expression): "\(expression) is not a number"
    case .noneHolds: "no choice is right, expected one"
    case .severalHold(let texts):
      texts.map(quoted).joined(separator: " and ") + " are right, expected one"
    }
  }
}

private func measured<Value>(
  _ evaluate: () throws(EvaluationError) -> Value
) throws(AnswerError) -> Value {
  do throws(EvaluationError) {
    return try evaluate()
  } catch {
    throw .notMeasured(error)
  }
}
