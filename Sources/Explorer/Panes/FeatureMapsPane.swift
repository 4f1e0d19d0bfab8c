import Channel
import Screen

/// An image of the test part, what the network says it is, and what a layer makes of it.
struct FeatureMapsPane: Pane {
  static let name = "maps"

  /// Place of the image in the test part, or among the mistakes.
  private var place = 0
  private var showsMistakes = false
  /// Index of the map under the cursor.
  private var map = 0
  private var hasCommonRange = false

  static let bindings: [KeyBinding<PaneAction<FeatureMapsPane>>] = [
    KeyBinding(
      [.character(",")], ", .", "previous-image", "the previous, next image", footer: "image"
    ) { pane, session in
      pane.stepImages(by: -1, session)
    },
    KeyBinding([.character(".")], ".", "next-image", "") { pane, session in
      pane.stepImages(by: 1, session)
    },
    KeyBinding(
      [.character("x")], "x", "mistakes",
      "only images that the last evaluation answered wrongly, or all", footer: "mistakes"
    ) { pane, session in
      pane.toggleMistakes(&session)
    },
    KeyBinding(
      [.character("b")], "b", "range",
      "brightness: each map from its own least to its own greatest value, or one range for all"
    ) { pane, _ in
      pane.hasCommonRange.toggle()
    },
  ]

  func title(_ session: Session) -> String {
    let layer = "Maps of \(session.run.layerNames[shownLayer(session)])"
    return session.layerFilter.isEmpty ? layer : "\(layer), layers with '\(session.layerFilter)'"
  }

  func explanation(_ session: Session) -> String {
    "At the left an image that the network never learns from, and its answer. Each small picture is a "
      + "map: what one filter of the layer makes of the image, bright where it finds what it looks for. "
      + "PgUp and PgDn go to other layers: the first find edges, later ones whole shapes."
  }

  func addInterest(to interest: inout Interest, _ session: Session) {
    interest.sample = wanted
    interest.layer = session.layer
  }

  private var wanted: Interest.Sample { showsMistakes ? .mistake(place) : .image(place) }

  // MARK: Moving

  mutating func move(_ move: CursorMove, _ session: inout Session) {
    let count = session.run.sample?.maps.count ?? 0
    switch move {
    case .pageUp: session.moveAlongLayers(.up)
    case .pageDown: session.moveAlongLayers(.down)
    case .left, .right, .home, .end: map = map.moved(move, count: count)
    case .up, .down:
      let row = MapsView.columns(of: count)
      let next = map + (move == .up ? -row : row)
      if 0..<count ~= next { map = next }
    }
    map = min(map, max(count - 1, 0))
  }

  mutating func click(row: Int, column: Int, in area: Area, _ session: inout Session) {
    guard let sample = session.run.sample else { return }
    let maps = parts(area).maps
    let clicked = MapsView.map(
      row: row + area.row - maps.row, column: column + area.column - maps.column, of: sample.maps,
      in: maps, cursor: map)
    if let clicked { map = clicked }
  }

  mutating func filter(by text: String, _ session: inout Session) -> Bool {
    session.listLayers(with: text)
    return true
  }

  private mutating func stepImages(by offset: Int, _ session: Session) {
    let count =
      showsMistakes ? session.run.sample?.mistakes : session.run.started?.dataset.testSamples
    guard let count, count > 0 else {
      place = max(place + offset, 0)
      return
    }
    place = ((place + offset) % count + count) % count
  }

  private mutating func toggleMistakes(_ session: inout Session) {
    if showsMistakes {
      showsMistakes = false
      place = session.run.sample?.index ?? 0
      session.message = "All images of the test part."
      return
    }
    let mistakes = session.run.sample?.mistakes
    if session.run.history.evaluations.isEmpty && mistakes == nil {
      session.message = "No mistake is known: \(session.run.expectationOfEvaluation)."
    } else if mistakes == 0 {
      session.message = "The last evaluation found no mistake."
    } else {
      showsMistakes = true
      place = 0
      session.message = "Only images that the last evaluation answered wrongly."
    }
  }

  // MARK: Reading

  func reading(_ session: Session) -> [String] {
    guard let sample = session.run.sample, sample.maps.indices.contains(map) else { return [] }
    let picture = sample.maps[map]
    let (low, high) = (compact(Double(picture.minimum)), compact(Double(picture.maximum)))
    return [
      "map \(map + 1) of \(sample.maps.count): " + (low == high ? low : "\(low) to \(high)"),
      session.run.layerNames[sample.layer], "step \(sample.step)",
    ]
  }

  /// The layer whose maps can be seen.
  private func shownLayer(_ session: Session) -> Int { session.run.sample?.layer ?? session.layer }

  /// Why what is seen is not what was asked for; `nil` where it is. A run that has come to its end goes
  /// on measuring.
  private func expectation(_ session: Session) -> String? {
    if isAsWanted(session) { return nil }
    if session.replay != nil { return "maps are not recorded: a run that trains shows them" }
    if session.past != nil { return "maps are not in the log: Esc comes back to now" }
    if session.frozen != nil { return "the picture is frozen; f thaws it" }
    return session.run.ended?.reason == .failed ? "the run has failed" : "measuring…"
  }

  private func isAsWanted(_ session: Session) -> Bool {
    guard let sample = session.run.sample else { return false }
    return sample.sample == wanted && sample.layer == session.layer
  }

  // MARK: Drawing

  private struct Parts {
    let image: Area
    let heading: Area
    let maps: Area
    let reading: Area
  }

  private func parts(_ area: Area) -> Parts {
    let (pictures, reading) = area.split(top: area.rows - 1)
    let (image, right): (Area, Area)
    if area.rows < 8 && area.columns < 60 {
      // A line for the image and its class; the layer's name stands in the frame.
      (image, right) = pictures.split(top: 1)
      return Parts(image: image, heading: right.split(top: 0).0, maps: right, reading: reading)
    }
    // Beside one another where there is room, else above one another.
    if area.columns >= 36 {
      let (left, rest) = pictures.split(left: min(max(area.columns * 2 / 5, 16), 100))
      (image, right) = (left.inset(right: 1), rest)
    } else {
      (image, right) = pictures.split(top: max(pictures.rows * 2 / 5, 3))
    }
    let (heading, maps) = right.split(top: 1)
    return Parts(image: image, heading: heading, maps: maps, reading: reading)
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    guard area.rows >= 4 && area.columns >= 12 else { return }
    let (session, theme) = (context.session, context.theme)
    guard let sample = session.run.sample else {
      grid.writeCentred(
        expectation(session) ?? "", in: area, row: area.rows / 2, style: theme.quiet)
      return
    }
    let parts = parts(area)
    SampleView(
      sample: sample, dataset: session.run.started?.dataset, display: context.display, theme: theme
    ).draw(in: parts.image, of: &grid)
    let expectation = expectation(session)
    let inSight = MapsView.countInSight(of: sample.maps, in: parts.maps, cursor: map)
    let heading = expectation ?? Self.heading(sample, inSight: inSight, session.run)
    grid.write(
      clipped(heading, columns: parts.heading.columns), in: parts.heading,
      style: expectation == nil ? theme.strong : theme.paused)
    MapsView(
      maps: sample.maps, cursor: map, isFocused: context.isFocused, hasCommonRange: hasCommonRange,
      display: context.display, theme: theme
    ).draw(in: parts.maps, of: &grid)
    let lines = joined(reading(session), columns: area.columns)
    grid.write(lines.first ?? "", in: parts.reading)
  }

  /// `8 maps of 28×28, layer 2 of block 1`.
  private static func heading(
    _ sample: SamplePicture, inSight: Int, _ run: ObservedRun
  ) -> String {
    var text = "\(sample.maps.count) maps"
    if let first = sample.maps.first { text += " of \(first.height)×\(first.width)" }
    if inSight < sample.maps.count { text += ", \(inSight) in sight" }
    guard let place = run.placeInBlock(ofLayer: sample.layer) else { return text }
    return text + ", layer \(place.layer) of \(place.count) in block \(place.block)"
  }
}
