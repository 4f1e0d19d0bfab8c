/// A place in a picture, from its upper left corner.
struct Position: Equatable {
  var x: Double
  var y: Double
}

/// The rectangle between the axes.
struct PlotArea {
  var left: Double
  var top: Double
  var right: Double
  var bottom: Double

  var width: Double { right - left }
  var height: Double { bottom - top }

  func contains(_ position: Position) -> Bool {
    left - 0.01...right + 0.01 ~= position.x && top - 0.01...bottom + 0.01 ~= position.y
  }

  /// The pieces of a line that lie within.
  func clipped(line: [Position]) -> [[Position]] {
    edges.reduce([line]) { pieces, edge in
      pieces.flatMap { Self.pieces(of: $0, inside: edge) }
    }
  }

  /// The part of a polygon that lies within (Sutherland and Hodgman, 1974).
  func clipped(polygon: [Position]) -> [Position] {
    edges.reduce(polygon) { polygon, edge in
      guard let first = polygon.first else { return [] }
      let closed = Array(Self.pieces(of: polygon + [first], inside: edge).joined())
      return closed.first == first && closed.last == first ? closed.dropLast() : closed
    }
  }

  /// How far a position is inside of each edge.
  private var edges: [(Position) -> Double] {
    [{ $0.x - left }, { right - $0.x }, { $0.y - top }, { bottom - $0.y }]
  }

  /// What of a line is on the inner side of an edge.
  private static func pieces(
    of line: [Position], inside distance: (Position) -> Double
  ) -> [[Position]] {
    var pieces: [[Position]] = []
    var piece: [Position] = []
    var previous: Position?
    for position in line {
      let isInside = distance(position) >= 0
      if let previous, (distance(previous) >= 0) != isInside {
        piece.append(crossing(previous, position, distance))
      }
      if isInside {
        piece.append(position)
      } else if !piece.isEmpty {
        pieces.append(piece)
        piece = []
      }
      previous = position
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }

  /// Where the line between two positions on different sides of an edge meets it.
  private static func crossing(
    _ one: Position, _ other: Position, _ distance: (Position) -> Double
  ) -> Position {
    let share = distance(one) / (distance(one) - distance(other))
    return Position(
      x: one.x + share * (other.x - one.x), y: one.y + share * (other.y - one.y))
  }
}
