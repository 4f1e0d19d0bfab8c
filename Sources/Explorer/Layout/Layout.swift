import Screen

/// Which panes stand where.
struct Layout: Sendable {
  /// Panes beside or above one another, each with its share of the room.
  indirect enum Arrangement: Sendable {
    case pane(String)
    case columns([(share: Int, Arrangement)])
    case rows([(share: Int, Arrangement)])
  }

  /// The word that chooses it on the command line.
  let name: String
  /// For a screen of some size.
  let arrangement: Arrangement
  /// For a screen on which seven panes can be read; `nil` where it is the same.
  var largeArrangement: Arrangement?
  /// Whether the focused pane stands alone, large, with words that explain it.
  var isTeaching = false

  /// The layouts in the order in which one leads to the next.
  static let all = [
    Layout(
      name: "overview",
      arrangement: .columns([
        (11, .rows([(1, .pane("curves")), (1, .pane("gradients"))])),
        (9, .rows([(1, .pane("reuse")), (1, .pane("knobs"))])),
      ]),
      largeArrangement: .columns([
        (4, .rows([(1, .pane("curves")), (1, .pane("gradients"))])),
        (3, .rows([(1, .pane("reuse")), (1, .pane("maps"))])),
        (3, .rows([(2, .pane("network")), (1, .pane("knobs")), (1, .pane("log"))])),
      ])),
    Layout(
      name: "curves",
      arrangement: .columns([
        (13, .pane("curves")), (7, .rows([(1, .pane("knobs")), (1, .pane("log"))])),
      ])),
    Layout(
      name: "gradients",
      arrangement: .columns([
        (13, .pane("gradients")), (7, .rows([(1, .pane("curves")), (1, .pane("network"))])),
      ])),
    Layout(
      name: "reuse",
      arrangement: .columns([
        (12, .pane("reuse")), (8, .rows([(1, .pane("curves")), (1, .pane("maps"))])),
      ])),
    Layout(name: "teaching", arrangement: .pane("curves"), isTeaching: true),
  ]

  /// For a lesson: the pane that it is about.
  static let lesson = Layout(name: "lesson", arrangement: .pane("curves"))

  /// For several networks.
  static let comparison = Layout(
    name: "comparison",
    arrangement: .columns([
      (1, .rows([(1, .pane("race")), (1, .pane("scores"))])), (1, .pane("depth")),
    ]),
    // The table needs no more.
    largeArrangement: .columns([
      (1, .rows([(3, .pane("race")), (2, .pane("scores"))])), (1, .pane("depth")),
    ]))

  /// The areas of the panes.
  ///
  /// - Parameters:
  ///   - focus: name of the pane that must be among them: it takes the place of the last one if it is
  ///     not.
  func areas(in area: Area, focus: String) -> [(pane: String, area: Area)] {
    if isTeaching { return [(focus, area)] }
    let isLarge = area.columns >= 150 && area.rows >= 44
    var places = Self.places(isLarge ? largeArrangement ?? arrangement : arrangement, in: area)
    if !places.contains(where: { $0.pane == focus }), !places.isEmpty {
      places[places.count - 1].pane = focus
    }
    return places
  }

  private static func places(
    _ arrangement: Arrangement, in area: Area
  ) -> [(pane: String, area: Area)] {
    switch arrangement {
    case .pane(let name): [(name, area)]
    case .columns(let parts):
      places(parts, in: area) { $0.split(left: $0.columns * $1 / $2) }
    case .rows(let parts):
      places(parts, in: area) { $0.split(top: $0.rows * $1 / $2) }
    }
  }

  /// Cuts from what is left of the area each part's share of the shares that are left.
  private static func places(
    _ parts: [(share: Int, Arrangement)], in area: Area,
    cut: (_ rest: Area, _ share: Int, _ shares: Int) -> (Area, Area)
  ) -> [(pane: String, area: Area)] {
    var (rest, shares) = (area, parts.map(\.share).reduce(0, +))
    return parts.flatMap { share, arrangement in
      let place: Area
      (place, rest) = cut(rest, share, max(shares, 1))
      shares -= share
      return places(arrangement, in: place)
    }
  }
}
