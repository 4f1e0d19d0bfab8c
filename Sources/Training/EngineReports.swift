import Channel
import Networks

/// What the engine tells others.
extension Engine {
  func send(_ event: RunEvent) throws(RunError) { try outlet.send(event) }

  /// Whether a step's gradients and activations are measured in each layer. Its number alone decides,
  /// so that logs can be compared.
  static func measuresLayers(at step: Int) -> Bool { step == 1 || step % 25 == 0 }

  /// Whether how layers are connected is told after a step, beside evaluations and changes.
  static func showsConnections(at step: Int) -> Bool { step % 100 == 0 }

  /// Sends what changes did, as far as it is known now, after a step whose gradients are still there.
  func sendChangeEffects(loss: Double) throws(RunError) {
    let effects = progress.followed.advance(loss: loss, step: step) { network.mapsInUse(among: $0) }
    for var effect in effects {
      effect.fork = forkField
      try send(.changeEffect(effect))
    }
  }

  /// Sends what the step that has just been made did in each layer.
  func sendLayerStatistics() throws(RunError) {
    try send(
      .layerStatistics(
        LayerStatistics(
          step: step, outputGradients: network.outputGradients(), deadShares: network.deadShares()))
    )
  }
}
