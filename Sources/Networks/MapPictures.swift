import Foundation

/// The values of a map for one image, row by row, perhaps averaged over squares of pixels.
public struct MapPicture: Sendable, Equatable {
  /// Pixels from top to bottom.
  public var height: Int
  /// Pixels from left to right.
  public var width: Int
  /// `height` · `width` values.
  public var values: [Float]
}

extension Network {
  /// What a layer put out for an image in the last `forward`, map by map.
  ///
  /// - Parameters:
  ///   - index: of the layer, as in `layerDescriptions`.
  ///   - image: of the loaded batch.
  ///   - limit: larger maps are averaged over the smallest squares of pixels that leave no more on a
  ///     side.
  public func maps(ofLayer index: Int, image: Int, atMost limit: Int = .max) -> [MapPicture] {
    completeMaps()
    return layers[index].written.map {
      layers[index].target.picture(channel: $0, image: image, atMost: limit)
    }
  }

  /// Probability of each class for each image of the last `forward`, `[image][class]`: softmax of the
  /// scores.
  public func probabilities() -> [[Float]] {
    logits().map { scores in
      let largest = Double(scores.max() ?? 0)
      let powers = scores.map { exp(Double($0) - largest) }
      let sum = powers.reduce(0, +)
      return powers.map { Float($0 / sum) }
    }
  }
}
