/// What a learner says before the run.
public enum Prediction: Sendable, Equatable {
  /// Index of the choice.
  case choice(Int)
  /// A number as it was typed.
  case number(String)
}

extension Answer {
  /// Whether a prediction was right.
  public func accepts(_ prediction: Prediction) -> Bool {
    switch prediction {
    case .choice(let index): accepts(choice: index)
    case .number(let text): Answer.number(typed: text).map(accepts(number:)) ?? false
    }
  }
}
