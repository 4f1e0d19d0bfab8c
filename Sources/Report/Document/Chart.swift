/// Curves over an axis.
public struct Chart: Sendable, Equatable {
  /// What it shows, in a few words.
  public var title: String
  /// How to read it, in a sentence or two.
  public var caption: String
  /// The axis along the lower edge.
  public var horizontal: Axis
  /// The axis along the left edge.
  public var vertical: Axis
  /// The curves, later ones over earlier ones.
  public var curves: [Curve]

  /// A chart of curves.
  public init(
    title: String, caption: String = "", horizontal: Axis, vertical: Axis, curves: [Curve]
  ) {
    self.title = title
    self.caption = caption
    self.horizontal = horizontal
    self.vertical = vertical
    self.curves = curves
  }
}
