/// A network without its memory: places for maps, and what is done between them in the order of the
/// forward pass. Parameters, their counts and initial values, surgery and the memory of a step all
/// follow from it.
package struct NetworkPlan: Equatable {
  /// Maps that operations read and write.
  package struct Place: Hashable {
    package let name: String
    package static let images = Place(name: "images")
    package static let scores = Place(name: "scores")
    /// All maps of a dense block, from 0.
    package static func block(_ index: Int) -> Place { Place(name: "block\(index + 1)") }
  }

  /// How an operation reads maps: the first channels of a place but for those that are cut, through norm
  /// and activation.
  package struct Reading: Equatable {
    package var place: Place
    package var channels: Int
    /// torchvision's name of the norm; `nil` for none.
    package var norm: String?
    package var activation: Activation?
    /// Channels that are passed over: a layer's weights for them are 0.
    package var cut = RangeSet<Int>()

    /// Channels that are read.
    package var live: RangeSet<Int> { RangeSet(0..<channels).subtracting(cut) }
  }

  /// A step of the forward pass.
  package enum Operation: Equatable {
    case convolution(LayerShape)
    /// 3×3 with stride 2, into the first channels of the target.
    case maxPooling(Reading, target: Place)
    case addition(ResidualShape)
  }

  /// Size of the maps at each place.
  package var shapes: [Place: ImageShape]
  package var operations: [Operation] = []

  /// Names of the norms, and the channels that each reads, in the order of the forward pass.
  package var norms: [(name: String, channels: Int)] {
    operations.flatMap(\.readings).compactMap { reading in
      reading.norm.map { ($0, reading.channels) }
    }
  }

  /// Operations with weights.
  package var layers: [LayerShape] {
    operations.compactMap {
      guard case .convolution(let layer) = $0 else { return nil }
      return layer
    }
  }

  /// The same network, but layers of these names pass over some of their channels.
  func cutting(_ channels: [String: RangeSet<Int>]) -> NetworkPlan {
    var plan = self
    for (index, operation) in operations.enumerated() {
      guard case .convolution(var layer) = operation, let cut = channels[layer.name] else {
        continue
      }
      layer.input.cut = cut
      plan.operations[index] = .convolution(layer)
    }
    return plan
  }
}

/// A convolution, or the classifier, which is one over a single pixel.
package struct LayerShape: Equatable {
  /// What is done to the maps between reading and convolution.
  package enum Pooling {
    case none
    /// The mean of 2×2 pixels.
    case halved
    /// The mean of all pixels.
    case whole
  }

  /// torchvision's name of the module with the weights.
  package var name: String
  /// Number of the dense block, or of the stage of a ResNet, from 1; `nil` outside of them.
  package var block: Int?
  package var input: NetworkPlan.Reading
  package var pooling = Pooling.none
  package var target: NetworkPlan.Place
  /// The first channel written.
  package var first = 0
  /// Channels written.
  package var outputs: Int
  /// Rows and columns of a filter.
  package var side: Int
  /// Pixels of the input from one output to the next.
  package var stride = 1
  package var hasBias: Bool
  package var hasDropout = false

  package var inputs: Int { input.channels }
  package var isClassifier: Bool { target == .scores }

  /// The layer as it is computed: its inputs are the live ones, one after the other.
  var live: LayerShape {
    var layer = self
    layer.input.channels = input.live.ranges.reduce(0) { $0 + $1.count }
    layer.input.cut = RangeSet()
    return layer
  }

  /// The filters' shape: a classifier's has two dimensions, as in PyTorch.
  package var filterShape: [Int] {
    isClassifier ? [outputs, inputs] : [outputs, inputs, side, side]
  }
}

/// The end of a residual block.
package struct ResidualShape: Equatable {
  /// torchvision's name of the block.
  package var name: String
  /// What the convolutions made.
  package var residual: NetworkPlan.Reading
  /// `nil` where only norm and activation are applied: behind the stem.
  package var shortcut: NetworkPlan.Reading?
  package var activation: Activation
  package var target: NetworkPlan.Place
}

extension NetworkConfiguration {
  /// The network's operations. Asked for only where `objection` is `nil`.
  package var plan: NetworkPlan {
    switch architecture.family {
    case .densenet(let structure): densePlan(structure)
    case .resnet(let structure): residualPlan(structure, hasShortcuts: true)
    case .plain(let structure): residualPlan(structure, hasShortcuts: false)
    }
  }

  /// Names a norm where there are norms.
  func norm(_ name: String) -> String? { architecture.normalization == .batch ? name : nil }

  var hasBiases: Bool { architecture.normalization == .none }
}
