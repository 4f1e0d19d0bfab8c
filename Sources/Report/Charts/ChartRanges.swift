extension Chart {
  /// What the axes show: the vertical one what lies between the ends of the horizontal one.
  var ranges: (horizontal: ClosedRange<Double>, vertical: ClosedRange<Double>) {
    let hasMarkers = curves.contains { $0.kind == .lineWithMarkers }
    let across = horizontal.range(of: places, with: hasMarkers ? .margin : .nothing)
    let values = curves.flatMap { curve in
      curve.points.filter { across.contains($0.x) }.flatMap { point in
        curve.kind == .band ? [point.y] + [point.low, point.high].compactMap { $0 } : [point.y]
      }
    }
    return (across, vertical.range(of: values, with: .roundNumbers))
  }

  /// All places along the horizontal axis.
  var places: [Double] { curves.flatMap(\.points).map(\.x) }

  /// Where the curves end that end at the right edge, if there are several names to tell apart.
  func ends(_ vertical: Scale, _ range: ClosedRange<Double>) -> [(curve: Curve, y: Double)] {
    guard Legend.entries(of: curves).count > 1 else { return [] }
    let share = Scale(horizontal, range: range, from: 0, to: 1)
    return curves.compactMap { curve in
      let last = curve.points.last { share.place($0.x) != nil && vertical.place($0.y) != nil }
      guard let last, let x = share.place(last.x), 0.96...1.000_001 ~= x,
        let y = vertical.place(last.y), vertical.end...vertical.start ~= y
      else { return nil }
      return (curve, y)
    }
  }
}
