/// What a step's gradients and activations did in each layer. Measured at steps that follow from their
/// number alone, for it goes through all maps.
public struct LayerStatistics: Sendable, Equatable, Codable {
  /// Updates so far, that of the measured step included.
  public var step: Int
  /// Index into `RunStarted.networks`.
  public var network: Int
  /// Mean of |∂loss/∂output| over the layer's maps, pixels and the batch, in the order of
  /// `NetworkDescription.layers`. The loss is the batch's mean.
  @Figures public var outputGradients: [Double]
  /// Share of the maps that the layer reads which the ReLU before it made 0 in every pixel of every
  /// image of the batch, 0…1; `nil` where no ReLU stands before the layer.
  public var deadShares: [Double?]

  /// Describes a measurement.
  public init(
    step: Int, network: Int = 0, outputGradients: [Double], deadShares: [Double?]
  ) {
    self.step = step
    self.network = network
    self.outputGradients = outputGradients
    self.deadShares = deadShares
  }
}
