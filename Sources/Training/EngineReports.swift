import Channel
import Networks

/// What the engine tells others.
extension Engine {
  func send(_ event: RunEvent) throws(RunError) { try outlet.send(event) }

  /// Sends how layers are connected: reuse of dense blocks, shortcuts of residual ones.
  func sendPictures() throws(RunError) {
    takePictures()
    for block in reuse { try send(.reuse(block)) }
    if let shortcuts { try send(.shortcuts(shortcuts)) }
  }

  /// Whether a step's gradients and activations are measured in each layer. Its number alone decides,
  /// so that logs can be compared.
  static func measuresLayers(at step: Int) -> Bool { step == 1 || step % 25 == 0 }

  /// Sends what the step that has just been made did in each layer.
  func sendLayerStatistics() throws(RunError) {
    try send(
      .layerStatistics(
        LayerStatistics(
          step: step, outputGradients: network.outputGradients(), deadShares: network.deadShares()))
    )
  }

  private func takePictures() {
    let start = clock.now
    // Weights move slowly: four pictures a second are plenty, fewer where they cost much.
    defer { pictureDue = clock.now + max(.milliseconds(250), (clock.now - start) * 50) }
    let shares = network.shortcutShares()
    if !shares.isEmpty {
      shortcuts = Shortcuts(
        step: step,
        blocks: shares.map { .init(name: $0.block, residual: $0.residual, shortcut: $0.shortcut) })
    }
    guard let structure = network.configuration.architecture.denseNet else { return }
    reuse = network.reuse().enumerated().map { index, block in
      Reuse(
        step: step, block: index + 1, matrix: finite(block.matrix),
        maps: [structure.blockChannels[index].input]
          + Array(repeating: structure.growthRate, count: structure.blocks[index]),
        scaledMatrix: block.scaledMatrix.map(finite),
        mapUse: block.mapUse.allSatisfy(\.isFinite) ? block.mapUse : nil)
    }
  }

  private func finite(_ matrix: [[Double?]]) -> [[Double?]] {
    matrix.map { row in row.map { $0.flatMap { $0.isFinite ? $0 : nil } } }
  }

  func publishSnapshot(_ activity: Snapshot.Activity) {
    if clock.now >= pictureDue { takePictures() }
    var knobs: [Knob: Double] = [:]
    for knob in Knob.allCases { knobs[knob] = value(of: knob) }
    channel.publish(
      Snapshot(activity: activity, step: step, knobs: knobs, reuse: reuse, shortcuts: shortcuts))
  }
}
