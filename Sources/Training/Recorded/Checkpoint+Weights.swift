extension Checkpoint {
  /// The metadata of a file with these weights alone, which `init(contentsOf:)` reads; empty where the
  /// file names no network.
  public var weightsMetadata: [String: String] {
    origin.map { $0.metadata.merging(["format": Self.weightsFormat]) { $1 } } ?? [:]
  }
}
