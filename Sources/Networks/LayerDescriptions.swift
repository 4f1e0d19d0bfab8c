extension Network {
  /// A layer with weights.
  public struct Layer: Sendable, Equatable {
    /// torchvision's name of the module.
    public var name: String
    /// `convolution` or `linear`.
    public var kind: String
    /// Number of the dense block, or of the stage of a ResNet, from 1; `nil` outside of them.
    public var block: Int?
    /// Channels that it reads.
    public var inputs: Int
    /// Size of what it puts out, as `summary` has it: a transition's is that before its pooling, though
    /// what is computed and kept is pooled first.
    public var output: ImageShape
    /// Trained values, without those of norms.
    public var parameters: Int
    /// Multiplications with an addition in the forward pass of one image, as `summary` counts them.
    public var multiplyAdds: Int
    /// Bytes of the layer's maps, with what pooling or addition makes of them (the first layer has
    /// the images too), of their part of the memory that gradients share, and of weights, gradients
    /// and momenta, the norm's included. The layers add up to the network's `memoryRequired` but for
    /// what depends on the threads: the workspace that all layers use in turn, and filters kept for
    /// evaluation.
    public var memory: Int
  }

  /// Layers with weights, from the images to the classifier.
  public var layerDescriptions: [Layer] {
    let summary = Dictionary(
      configuration.summary.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    return zip(layers, layerMemory).map { layer, memory in
      Layer(
        name: layer.shape.name, kind: layer.shape.isClassifier ? "linear" : "convolution",
        block: layer.shape.block, inputs: layer.shape.inputs,
        output: summary[layer.shape.name]?.output ?? layer.target.shape,
        parameters: layer.parameters.reduce(0) { $0 + $1.count },
        multiplyAdds: summary[layer.shape.name]?.multiplyAdds ?? 0, memory: memory)
    }
  }
}
