/// What a viewer looks at that a run measures for viewers only: it costs time, and changes nothing
/// that training changes. Of several wishes the latest counts.
public struct Interest: Sendable, Equatable {
  /// An image of the test part.
  public enum Sample: Sendable, Equatable {
    /// By its place in the test part, counted from 0; beyond the end it begins anew.
    case image(Int)
    /// By its place among the images that the last evaluation answered wrongly, in the same way.
    case mistake(Int)
  }

  /// The image whose way through the network is wanted; `nil` for none.
  public var sample: Sample?
  /// Index into `NetworkDescription.layers`: whose maps are wanted.
  public var layer: Int
  /// Whether the contributions of sources to layers are wanted.
  public var wantsContributions: Bool
  /// Changes whose cost is wanted.
  public var staged: [Command]

  /// Describes a wish; nothing unless told.
  public init(
    sample: Sample? = nil, layer: Int = 0, wantsContributions: Bool = false, staged: [Command] = []
  ) {
    self.sample = sample
    self.layer = layer
    self.wantsContributions = wantsContributions
    self.staged = staged
  }
}
