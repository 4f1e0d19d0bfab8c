extension Chart {
  /// The chart in words, for those who hear it.
  var description: String {
    let sentences =
      [caption.onOneLine] + [
        sentence("Horizontal axis", horizontal, horizontal.range(of: places, with: .nothing)),
        sentence("Vertical axis", vertical, ranges.vertical),
      ] + curves.compactMap(sentence)
    return sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private func sentence(_ place: String, _ axis: Axis, _ range: ClosedRange<Double>) -> String {
    let ends =
      "\(TickLabels.short(range.lowerBound)) to \(TickLabels.short(range.upperBound))"
      + (axis.isLogarithmic ? ", logarithmic" : "")
    let heading = axis.heading.onOneLine
    return heading.isEmpty ? "\(place): \(ends)." : "\(place): \(heading), \(ends)."
  }

  private func sentence(_ curve: Curve) -> String? {
    let name = curve.name.onOneLine
    let last = curve.points.last { horizontal.canShow($0.x) && vertical.canShow($0.y) }
    guard let last, !name.isEmpty else { return nil }
    return "\(name) ends at \(TickLabels.short(last.y))."
  }
}
