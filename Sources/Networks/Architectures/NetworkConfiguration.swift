/// Size of an image or of a layer's output: channels, height, width.
public struct ImageShape: Sendable, Hashable, Codable {
  /// Feature maps or colours.
  public var channels: Int
  /// Rows of pixels.
  public var height: Int
  /// Columns of pixels.
  public var width: Int

  /// Describes a size.
  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Pixels of one map.
  public var pixels: Int { height * width }
}

/// What fixes the shape of a network: its architecture, and what goes in and comes out.
public struct NetworkConfiguration: Sendable, Equatable {
  /// Layers and how they are connected.
  public var architecture: Architecture
  /// Size of the images.
  public var input: ImageShape
  /// Number of classes.
  public var classes: Int

  /// Describes a network.
  public init(_ architecture: Architecture, input: ImageShape, classes: Int) {
    self.architecture = architecture
    self.input = input
    self.classes = classes
  }

  /// The name in papers, for example `DenseNet-BC (22, k=8)`, `DenseNet-121` or `ResNet-20`.
  public var name: String { architecture.name }

  /// What forbids this network, in one line: what is wrong, the value, what would be right; `nil`
  /// where it can be built.
  public var objection: String? {
    if let objection = architecture.objection { return objection }
    guard classes >= 1 && classes <= 1_000_000 else {
      return "\(classes) classes: expected 1…1000000"
    }
    let sides = 1...65_536
    guard
      (1...65_536).contains(input.channels) && sides.contains(input.height)
        && sides.contains(input.width)
    else {
      return "images of \(input.channels)×\(input.height)×\(input.width): expected 1…65536 each"
    }
    if let structure = architecture.denseNet {
      let halvings = structure.blocks.count - 1
      let side = structure.stem.reduced(min(input.height, input.width))
      if halvings >= Int.bitWidth || side >> halvings < 1 {
        let most = Int.bitWidth - max(side, 1).leadingZeroBitCount
        return "\(structure.blocks.count) blocks: images of \(input.height)×\(input.width) are "
          + "halved until nothing is left; expected at most \(most) block\(most == 1 ? "" : "s") "
          + "or larger images"
      }
    }
    return nil
  }
}
