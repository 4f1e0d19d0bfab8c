import Channel

/// A change that a script makes as soon as a figure of the run is low or high enough; once.
public struct Reaction: Sendable, Equatable, Codable {
  /// What it waits for.
  public enum Figure: String, Sendable, Codable, CaseIterable {
    /// The loss of training, smoothed over the latest steps (0.9 of the old value is kept).
    case loss
    /// Accuracy on the test part, 0…1, after an evaluation.
    case testAccuracy = "test_accuracy"
  }

  /// The figure that it waits for.
  public var figure: Figure
  /// Whether it waits for the figure to be below the bound; otherwise above.
  public var isBelow: Bool
  /// What the figure is compared with.
  public var bound: Double
  /// What is asked of the run then.
  public var command: Command

  /// Describes a reaction.
  public init(_ figure: Figure, isBelow: Bool, _ bound: Double, command: Command) {
    self.figure = figure
    self.isBelow = isBelow
    self.bound = bound
    self.command = command
  }

  /// Reads a condition as a person writes it, `loss<0.5`; `nil` where it is none.
  public init?(condition text: String, command: Command) {
    guard let match = text.wholeMatch(of: /([a-z_]+)([<>])(.+)/),
      let figure = Figure(rawValue: String(match.1)), let bound = Double(match.3),
      figure == .loss ? bound > 0 && bound.isFinite : 0...1 ~= bound
    else { return nil }
    self.init(figure, isBelow: match.2 == "<", bound, command: command)
  }

  /// The condition as a person writes it: `loss<0.5`.
  public var condition: String { "\(figure.rawValue)\(isBelow ? "<" : ">")\(bound)" }

  /// Whether a value is what it waits for; one that is not known is not.
  func isMet(by value: Double?) -> Bool {
    guard let value else { return false }
    return isBelow ? value < bound : value > bound
  }
}
