import Channel

/// Names of a network's layers, shortened to what tells them apart.
struct LayerNames: Sendable, Equatable {
  /// `block1.layer2.conv1`.
  let long: [String]
  /// `b1.l2.c1`.
  let short: [String]
  /// The long ones in small letters, for searching.
  private let searched: [String]
  /// Columns of the longest of the long ones.
  private let width: Int

  init(_ layers: [LayerDescription] = []) {
    long = layers.map { Self.long($0.name) }
    short = long.map {
      $0.replacing("block", with: "b").replacing("layer", with: "l")
        .replacing("transition", with: "t").replacing(".conv", with: ".c")
    }
    searched = long.map { $0.lowercased() }
    width = long.map(\.count).max() ?? 0
  }

  private static func long(_ name: String) -> String {
    name.replacing("features.", with: "").replacing("denseblock", with: "block")
      .replacing("denselayer", with: "layer")
  }

  /// Index of the layer that PyTorch or the screen calls so; `nil` where there is none.
  func layer(named name: String) -> Int? { long.firstIndex(of: Self.long(name)) }

  /// The names, as short as so many columns ask.
  func fitting(width: Int) -> [String] { self.width > width ? short : long }

  /// Indices of the layers with a text in their long names, in capitals or not.
  func layers(with text: String) -> [Int] {
    let text = text.lowercased()
    return searched.indices.filter { searched[$0].contains(text) }
  }

  /// The name of a layer; its number where the network is not known.
  subscript(layer: Int) -> String {
    long.indices.contains(layer) ? long[layer] : "layer \(layer &+ 1)"
  }
}
