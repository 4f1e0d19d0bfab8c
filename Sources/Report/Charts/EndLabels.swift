/// Names of curves beside the ends of their lines, moved apart where they would overlap.
struct EndLabels {
  private struct Label {
    var name: String
    var style: Int
    /// Where the line ends.
    var end: Double
    /// Where the name stands.
    var place: Double
  }

  private static let lineHeight = 14.0
  private var labels: [Label] = []

  /// - Parameters:
  ///   - ends: the last point of each curve that ends at the right edge.
  ///   - width: what a name may take; longer ones are left to the legend.
  init(_ ends: [(curve: Curve, y: Double)], width: Double, within range: ClosedRange<Double>) {
    for (curve, y) in ends {
      let label = Label(
        name: curve.name.onOneLine, style: LineStyle.number(curve.style), end: y, place: y)
      let isKnown = labels.contains { $0.name == label.name && $0.style == label.style }
      if !label.name.isEmpty, !isKnown, label.name.width(fontSize: FontSize.text) <= width {
        labels.append(label)
      }
    }
    labels.sort { $0.end < $1.end }
    let places = Self.apart(labels.map(\.end), by: Self.lineHeight, within: range)
    labels = zip(labels, places).map { label, place in
      var label = label
      label.place = place
      return label
    }
  }

  /// The room that the names need beside the plot.
  var width: Double {
    labels.map { gap + $0.name.width(fontSize: FontSize.text) }.max() ?? 0
  }

  /// Between the plot and the names.
  private var gap: Double { labels.contains(where: isMoved) ? 20 : 9 }

  private func isMoved(_ label: Label) -> Bool { abs(label.place - label.end) > 2 }

  /// The names, and lines to those that had to move.
  func elements(right: Double) -> [Element] {
    labels.flatMap { label in
      let look = LineStyle.all[label.style]
      let leader = Element(
        "path",
        [
          "class": "line-\(label.style)", "fill": "none", "stroke": look.color,
          "stroke-width": "0.7",
          "d": "M\((right + 6).coordinate) \(label.end.coordinate)"
            + "L\((right + gap - 3).coordinate) \(label.place.coordinate)",
        ])
      let name = Element(
        "text",
        [
          "class": "word-\(label.style)", "x": (right + gap).coordinate,
          "y": (label.place + 4).coordinate, "fill": look.wordColor,
        ], label.name)
      return isMoved(label) ? [leader, name] : [name]
    }
  }

  /// The nearest places, in the least squares' sense, that keep their order and a distance; none where
  /// the range has no room for so many (pooling of neighbours: Ayer et al., 1955).
  ///
  /// - Parameter wanted: where they would stand alone, in ascending order.
  static func apart(
    _ wanted: [Double], by distance: Double, within range: ClosedRange<Double>
  ) -> [Double] {
    let last = range.upperBound - distance * Double(wanted.count - 1)
    guard last >= range.lowerBound else { return [] }
    // Without the distances that lie before them, places may be equal but not fall.
    var pools: [(sum: Double, count: Int)] = []
    for (index, place) in wanted.enumerated() {
      var pool = (sum: place - Double(index) * distance, count: 1)
      while let before = pools.last,
        before.sum / Double(before.count) > pool.sum / Double(pool.count)
      {
        pool = (pool.sum + before.sum, pool.count + before.count)
        pools.removeLast()
      }
      pools.append(pool)
    }
    let means = pools.flatMap { pool in
      Array(repeating: pool.sum / Double(pool.count), count: pool.count)
    }
    return means.enumerated().map { index, mean in
      min(max(mean, range.lowerBound), last) + Double(index) * distance
    }
  }
}
