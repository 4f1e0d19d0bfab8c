/// The curves of a chart as elements of SVG.
struct CurvePicture {
  private let curves: [(shape: CurveShape, style: Int)]

  init(_ curves: [Curve], horizontal: Scale, vertical: Scale, area: PlotArea) {
    self.curves = curves.map { curve in
      (
        CurveShape(curve, horizontal: horizontal, vertical: vertical, area: area),
        LineStyle.number(curve.style)
      )
    }
  }

  var isEmpty: Bool { curves.allSatisfy(\.shape.isEmpty) }

  /// Bands at the back, then lines, then markers.
  var elements: [Element] {
    curves.compactMap { Element(band: $0.shape.bands, style: $0.style) }
      + curves.compactMap { Element(line: $0.shape.lines, style: $0.style) }
      + curves.compactMap { Element(markers: $0.shape.markers, style: $0.style) }
  }
}

extension Element {
  /// Pale polygons, with an outline that shows where they have no height.
  init?(band polygons: [[Position]], style: Int) {
    guard !polygons.isEmpty else { return nil }
    let color = LineStyle.all[style].color
    self.init(
      "path",
      [
        "class": "fill-\(style) line-\(style)", "fill": color, "fill-opacity": "0.16",
        "stroke": color, "stroke-opacity": "0.24", "stroke-width": "0.7",
        "stroke-linejoin": "round",
        "d": polygons.map { path(through: $0) + "z" }.joined(),
      ])
  }

  /// Lines with a style's colour and dashes.
  init?(line pieces: [[Position]], style: Int) {
    let pieces = pieces.filter { $0.count > 1 }
    guard !pieces.isEmpty else { return nil }
    let look = LineStyle.all[style]
    self.init(
      "path",
      [
        "class": "line-\(style)", "fill": "none", "stroke": look.color, "stroke-width": "1.7",
        "stroke-linejoin": "round", "stroke-dasharray": look.dashes,
        "d": pieces.map(path).joined(),
      ])
  }

  /// Markers of a style's shape, with an edge of paper that sets them off from the lines.
  init?(markers: [Position], style: Int) {
    guard !markers.isEmpty else { return nil }
    let look = LineStyle.all[style]
    self.init(
      "path",
      [
        "class": "fill-\(style) marker", "fill": look.color, "stroke": Ink.paper.color,
        "stroke-width": "0.8",
        "d": markers.map { "M\($0.x.coordinate) \($0.y.coordinate)" + look.marker }.joined(),
      ])
  }
}

/// A path of straight lines.
private func path(through positions: [Position]) -> String {
  "M" + positions.map { "\($0.x.coordinate) \($0.y.coordinate)" }.joined(separator: " ")
}
