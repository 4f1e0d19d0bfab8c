import Channel

/// Names of a network's layers, shortened to what tells them apart.
struct LayerNames: Sendable, Equatable {
  /// `block1.layer2.conv1`.
  let long: [String]
  /// `b1.l2.c1`.
  let short: [String]

  init(_ layers: [LayerDescription] = []) {
    long = layers.map { layer in
      layer.name.replacing("features.", with: "").replacing("denseblock", with: "block")
        .replacing("denselayer", with: "layer")
    }
    short = long.map {
      $0.replacing("block", with: "b").replacing("layer", with: "l")
        .replacing("transition", with: "t").replacing(".conv", with: ".c")
    }
  }

  /// The names, as short as so many columns ask.
  func fitting(width: Int) -> [String] {
    long.contains { $0.count > width } ? short : long
  }

  /// The name of a layer; its number where the network is not known.
  subscript(layer: Int) -> String {
    long.indices.contains(layer) ? long[layer] : "layer \(layer + 1)"
  }
}
