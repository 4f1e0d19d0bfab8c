/// A curve in a picture: where its line, its band and its markers are.
struct CurveShape {
  /// Unbroken pieces of the line.
  var lines: [[Position]] = []
  /// Unbroken pieces of the band, as polygons.
  var bands: [[Position]] = []
  /// The middles of the markers.
  var markers: [Position] = []

  var isEmpty: Bool { lines.isEmpty && bands.isEmpty && markers.isEmpty }

  init(_ curve: Curve, horizontal: Scale, vertical: Scale, area: PlotArea) {
    let stretches = curve.points.unbroken { point -> Position? in
      guard let x = horizontal.place(point.x), let y = vertical.place(point.y) else { return nil }
      return Position(x: x, y: y)
    }
    lines = stretches.flatMap { area.clipped(line: $0.thinned) }
    if curve.kind == .band {
      bands = curve.points.unbroken { $0.span(horizontal, vertical) }.map { stretch in
        let spans = stretch.thinned
        let upper = spans.map { Position(x: $0.x, y: $0.top) }
        let lower = spans.reversed().map { Position(x: $0.x, y: $0.bottom) }
        return area.clipped(polygon: upper + lower)
      }.filter { !$0.isEmpty }
    }
    markers =
      curve.kind == .lineWithMarkers
      ? Self.apart(stretches.joined().filter(area.contains))
      // A point without neighbours would not be seen, and the end is what the name stands at.
      : stretches.filter { $0.count == 1 }.joined().filter(area.contains)
    if let end = stretches.last?.last, area.contains(end), markers.last != end {
      markers.append(end)
    }
  }

  /// The positions without those that are too near to the one before.
  private static func apart(_ positions: [Position]) -> [Position] {
    positions.reduce(into: []) { kept, position in
      if let last = kept.last, abs(position.x - last.x) < 9, abs(position.y - last.y) < 9 { return }
      kept.append(position)
    }
  }
}

extension Curve.Point {
  /// What a band spans here; `nil` where it has no low or no high value, or these no place.
  fileprivate func span(_ horizontal: Scale, _ vertical: Scale) -> Span? {
    guard let x = horizontal.place(x), let low = low.flatMap(vertical.place),
      let high = high.flatMap(vertical.place)
    else { return nil }
    return Span(x: x, top: min(low, high), bottom: max(low, high))
  }
}

extension Array {
  /// What neighbours become, in pieces between those that become nothing.
  fileprivate func unbroken<Part>(_ part: (Element) -> Part?) -> [[Part]] {
    var pieces: [[Part]] = []
    var piece: [Part] = []
    for element in self {
      if let part = part(element) {
        piece.append(part)
      } else if !piece.isEmpty {
        pieces.append(piece)
        piece = []
      }
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }
}
