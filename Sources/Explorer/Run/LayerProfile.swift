import Channel

// Measures of the layers of one network beside those of another, which has more layers or fewer: each at
// its relative depth, 0 being the first layer and 1 the last.
extension RunHistory {
  /// Single steps jump: what is compared is the mean of so many.
  static let recentSteps = 20

  /// A measure of a layer, its mean over the recent steps; of what is measured now and then the last
  /// value.
  func recent(_ measure: LayerMeasure, layer: Int, at step: Int) -> Double? {
    guard let series = layers[measure], series.indices.contains(layer), step >= 1 else {
      return nil
    }
    return mean(of: series[layer], upTo: step) ?? series[layer].value(at: step)
  }

  /// The measure layer by layer, with the relative depth of each layer that has it.
  func profile(_ measure: LayerMeasure, at step: Int) -> [(depth: Double, value: Double)] {
    let count = layers[measure]?.count ?? 0
    return (0..<count).compactMap { layer in
      recent(measure, layer: layer, at: step).map {
        (count > 1 ? Double(layer) / Double(count - 1) : 0, $0)
      }
    }
  }

  /// How many times the last layer's measure the first layer's is; NaN where one of the two is.
  func ratio(_ measure: LayerMeasure, at step: Int) -> Double? {
    let last = (layers[measure]?.count ?? 0) - 1
    guard last > 0, let above = recent(measure, layer: 0, at: step),
      let below = recent(measure, layer: last, at: step)
    else { return nil }
    return below > 0 || below.isNaN ? above / below : .nan
  }

  /// The ratio at each step or stretch of steps at which the first layer was measured.
  func ratios(
    _ measure: LayerMeasure, in steps: ClosedRange<Int>
  ) -> [(middle: Double, ratio: Double)] {
    guard let first = layers[measure]?.first else { return [] }
    let reach = Double(first.stepsPerStretch - 1) / 2
    return first.points(in: steps).compactMap { middle, stretch in
      guard stretch.mean != nil else { return nil }
      return ratio(measure, at: Int(middle + reach)).map { (middle, $0) }
    }
  }
}
