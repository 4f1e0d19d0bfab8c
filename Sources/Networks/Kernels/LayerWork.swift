/// The arithmetic and the memory traffic that layers of one kind ask for in a training step, whoever
/// computes it: what a roofline (Williams, Waterman and Patterson 2009) is drawn from.
public struct LayerWork: Sendable, Equatable {
  /// Kind of the layers, as in a `KernelProfile`.
  public var layer: String
  /// Floating-point operations of one image by direct convolution, forward and backward, a
  /// multiplication and an addition counted as two. Transitions count after their pooling.
  public var operations: Double
  /// Those that are carried out at least: Winograd's filtering needs a quarter, not counting what its
  /// tiles reach beyond a map.
  public var executedOperations: Double
  /// Bytes of one image that a step cannot keep in a cache: in the forward pass inputs are read and
  /// outputs written, in the backward pass inputs, outputs and the outputs' gradient are read and
  /// the inputs' gradient read and written.
  public var bytes: Double
}

extension NetworkConfiguration {
  /// The work of a training step on one image, by kind of layer. Asked for only where `objection` is
  /// `nil`.
  ///
  /// - Parameter cuts: connections whose work is left out.
  public func layerWork(
    _ instructionSet: InstructionSet, without cuts: Set<DenseConnection> = []
  ) -> [LayerWork] {
    let plan = plan(without: cuts)
    var kinds: [LayerWork] = []
    for layer in plan.layers.map(\.live) {
      guard let source = plan.shapes[layer.input.place], let target = plan.shapes[layer.target]
      else { continue }
      let method = layer.method(
        source: source, target: target, groups: 1, instructionSet.kernels)
      let isFirst = layer.input.place == .images
      // Forward, gradient of the weights, and, but for images, gradient of the data.
      let pairs =
        2 * Double(layer.inputs) * Double(layer.outputs) * Double(target.pixels)
        * (isFirst ? 2 : 3)
      let inputs = Double(layer.inputs) * Double(source.pixels)
      let outputs = Double(layer.outputs) * Double(target.pixels)
      let work = LayerWork(
        layer: layer.kind, operations: pairs * Double(layer.side * layer.side),
        executedOperations: pairs * method.multiplications,
        bytes: 4 * ((isFirst ? 2 : 4) * inputs + 3 * outputs))
      if let index = kinds.firstIndex(where: { $0.layer == layer.kind }) {
        kinds[index].operations += work.operations
        kinds[index].executedOperations += work.executedOperations
        kinds[index].bytes += work.bytes
      } else {
        kinds.append(work)
      }
    }
    return kinds
  }
}

extension NetworkConfiguration {
  /// Multiplications with an addition in the forward pass of one image, counted as `summary` does;
  /// `Int.max` where the number is too large for an `Int`.
  ///
  /// - Parameter cuts: connections whose work is left out.
  public func multiplyAdds(without cuts: Set<DenseConnection> = []) -> Int {
    let live = Dictionary(
      plan(without: cuts).layers.map { ($0.name, Double($0.live.inputs) / Double($0.inputs)) },
      uniquingKeysWith: { $1 })
    return wholeNumber(
      summary.reduce(0) { $0 + Double($1.multiplyAdds) * (live[$1.name] ?? 1) })
  }

  /// How long a training step takes, in a unit of its own, to be compared with other steps of the same
  /// machine: arithmetic, and memory traffic, of which a core moves about a byte in the time of ten
  /// operations.
  ///
  /// - Parameter cuts: connections whose work is left out.
  public func stepWork(
    batchSize: Int, _ instructionSet: InstructionSet, without cuts: Set<DenseConnection> = []
  ) -> Double {
    let lanes = instructionSet.kernels(batchCapacity: batchSize).lanes
    let images = Batch.groups(batchSize, lanes: lanes) * lanes
    return Double(images)
      * layerWork(instructionSet, without: cuts).reduce(0) {
        $0 + $1.executedOperations + 10 * $1.bytes
      }
  }

  private func plan(without cuts: Set<DenseConnection>) -> NetworkPlan {
    plan.cutting(architecture.denseNet?.channels(of: cuts) ?? [:])
  }
}

extension LayerShape {
  /// What a layer is, so that others like it can be counted together.
  var kind: String {
    if isClassifier { return "classifier" }
    let name = "\(side)×\(side) convolution"
    if pooling == .halved { return "transition" }
    return stride == 1 ? name : "\(name), stride \(stride)"
  }
}
