/// The end of a residual block: `output = activation(residual + shortcut)`, where each of the two
/// may have a norm of its own.
public struct ResidualAddition {
  /// What the block's convolutions made, F(x).
  public var residual: Maps
  /// Norm of the residual; `nil` for none.
  public var residualNormalization: ChannelNormalization?
  /// The block's input or its projection.
  public var shortcut: Maps
  /// Norm of the shortcut; `nil` for none.
  public var shortcutNormalization: ChannelNormalization?
  /// Where the result goes.
  public var output: Maps
  /// Applied to the sum; `nil` for none.
  public var activation: Activation?
  /// Channels.
  public var channels: Int
  /// Pixels of a map, which follow each other without a gap.
  public var pixels: Int
  /// Lanes that hold images, from 0.
  public var liveLanes: Int
  /// `[2]`: the sums of the squares of the residual and of the shortcut are written here.
  public var energies: UnsafeMutablePointer<Float>

  /// Describes one addition.
  public init(
    residual: Maps, residualNormalization: ChannelNormalization?, shortcut: Maps,
    shortcutNormalization: ChannelNormalization?, output: Maps, activation: Activation?,
    channels: Int, pixels: Int, liveLanes: Int, energies: UnsafeMutablePointer<Float>
  ) {
    self.residual = residual
    self.residualNormalization = residualNormalization
    self.shortcut = shortcut
    self.shortcutNormalization = shortcutNormalization
    self.output = output
    self.activation = activation
    self.channels = channels
    self.pixels = pixels
    self.liveLanes = liveLanes
    self.energies = energies
  }
}
