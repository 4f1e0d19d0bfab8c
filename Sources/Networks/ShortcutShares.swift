extension Network {
  /// How large the two parts of a residual block's output are.
  public struct ShortcutShare: Sendable, Equatable {
    /// torchvision's name of the block.
    public var block: String
    /// ‖F(x)‖₂ over the last batch of training: what the convolutions made.
    public var residual: Double
    /// ‖x‖₂ over the last batch of training: what the shortcut carried.
    public var shortcut: Double
  }

  /// What each residual block's shortcut carried in the last `forward(.training)`; empty before the
  /// first, and where there are no shortcuts.
  public func shortcutShares() -> [ShortcutShare] {
    operations.compactMap { operation in
      guard let layer = operation as? ResidualLayer, layer.shortcut != nil, let norms = layer.norms
      else { return nil }
      return ShortcutShare(
        block: layer.shape.name, residual: norms.residual, shortcut: norms.shortcut)
    }
  }
}
