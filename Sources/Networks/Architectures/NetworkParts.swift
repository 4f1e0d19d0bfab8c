extension NetworkConfiguration {
  /// Names of the layers with weights, from the images to the classifier.
  public var layerNames: [String] { plan.layers.map(\.name) }

  /// Names of the layers of a part of the network: `stem`, `block2`, `transition1`, `classifier`, or a
  /// layer's own name, with or without torchvision's `features.`; empty where there is no such part.
  public func layerNames(ofPart part: String) -> Set<String> {
    let layers = plan.layers
    let first = layers.firstIndex { $0.block != nil } ?? layers.count
    let found = layers.indices.filter { index in
      let (name, layer) = (layers[index].name, layers[index])
      return switch part {
      case "stem": index < first
      case "classifier": layer.isClassifier
      default:
        layer.block.map { part == "block\($0)" } ?? false
          || name == part || name == "features.\(part)" || name == "features.\(part).conv"
      }
    }
    return Set(found.map { layers[$0].name })
  }
}
