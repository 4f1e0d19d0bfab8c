import Channel

/// Where a layer stands in its dense block. A dense layer may have two convolutions; they share a place.
struct LayerPlace: Sendable, Equatable {
  /// Number of the block, from 1.
  let block: Int
  /// Number of the dense layer in it, from 1.
  let layer: Int
  /// Dense layers of the block.
  let count: Int
}

extension ObservedRun {
  /// The dense layer of a convolution; `nil` outside of blocks and in other networks.
  func placeInBlock(ofLayer layer: Int) -> LayerPlace? {
    guard hasDenseBlocks, layers.indices.contains(layer), let block = layers[layer].block else {
      return nil
    }
    let first = denseLayers(ofBlock: block)
    guard let index = first.lastIndex(where: { $0 <= layer }) else { return nil }
    return LayerPlace(block: block, layer: index + 1, count: first.count)
  }

  /// Index of the first convolution of each dense layer of a block.
  func denseLayers(ofBlock block: Int) -> [Int] {
    var modules: Set<Substring> = []
    return layers.indices.filter {
      layers[$0].block == block && modules.insert(layers[$0].name.module).inserted
    }
  }
}

extension String {
  /// What holds a weight: all but the last part of its name.
  var module: Substring { self[..<(lastIndex(of: ".") ?? endIndex)] }
}
