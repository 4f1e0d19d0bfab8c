import Screen

/// One quantity of all networks that are compared over the steps, a curve each, or what two of them
/// differ by.
struct RacePane: Pane {
  static let name = "race"

  /// Index into `ChartQuantity.ofComparison`.
  private var place = 0
  /// What the person chose for this quantity; `nil` for what suits it.
  private var choosesLogarithms: Bool?
  private var smoothing = Smoothing()
  private var rival = RivalChoice()

  private var quantity: ChartQuantity { ChartQuantity.ofComparison[place] }

  static let bindings: [KeyBinding<PaneAction<RacePane>>] = [
    KeyBinding(
      [.character("m")], "m", "measure",
      "another quantity: loss, accuracy, test accuracy, gradient of the first layer : last, images/s, learning rate"
    ) { pane, _ in
      pane.place = (pane.place + 1) % ChartQuantity.ofComparison.count
      pane.choosesLogarithms = nil
    },
    KeyBinding(
      [.character("y")], "y", "axis",
      "logarithmic or linear axis; a logarithmic difference is a ratio"
    ) { pane, session in
      pane.choosesLogarithms = !pane.isLogarithmic(session)
      if pane.quantity.isAlwaysLogarithmic {
        session.message = "This spans so many powers of ten that its axis is always logarithmic."
      }
    },
    KeyBinding([.character("S")], "S", "smoothing", "smoothing: none, 0.6, 0.9, 0.98") {
      pane, session in
      pane.smoothing.strengthen(&session)
    },
    KeyBinding(
      [.character("d")], "d", "difference",
      "the selected network's difference from each of the others, then all curves again"
    ) { pane, session in
      pane.rival.next(session)
    },
  ]

  /// Losses fall by powers of ten, and their differences have a sign.
  private func isLogarithmic(_ session: Session) -> Bool {
    quantity.isAlwaysLogarithmic
      || choosesLogarithms ?? (quantity == .loss && rival.other(session) == nil)
  }

  func title(_ session: Session) -> String {
    let difference = rival.name(session, isRatio: isLogarithmic(session))
    return "Race: \(quantity.title)" + (difference.map { ", \($0)" } ?? "")
      + session.shownStepsText
  }

  func explanation(_ session: Session) -> String {
    guard let other = rival.other(session) else { return "\(subject) \(reader)" }
    let (mine, others) = (session.name(of: session.selected), session.name(of: other))
    return "The line is \(quantity.title) of \(mine) "
      + (isLogarithmic(session)
        ? "divided by that of \(others): the dashed line at 1 is where both are the same. "
        : "minus that of \(others): the dashed line at 0 is where both are the same. ")
      + (quantity == .loss
        ? "Below it \(mine) has the smaller loss and is ahead." : "Above it \(mine) has more.")
      + (quantity == .accuracy || quantity == .testAccuracy ? " pp are percentage points." : "")
      + " It ends where one of the two has not come further."
  }

  private var reader: String {
    "Each network has a colour and a sign: filled on its curve, hollow where it was tested on images "
      + "that it never learns from."
  }

  private var subject: String {
    switch quantity {
    case .loss:
      "All networks see the same batches; the loss is the mean of -log of the probability that one gave "
        + "the right class. The curve that falls first learns fastest from the same images; one that stays "
        + "where it began does not learn."
    case .accuracy:
      "The share of each batch that was classified rightly, before the network learned from it. Where the "
        + "tests stay far below the curve, a network learns by heart."
    case .testAccuracy:
      "The share of the test images that was classified rightly. It is known at evaluations alone; the "
        + "lines between them only join these."
    case .ratio:
      "The norm of the gradient that reaches the first layer's weights, as a multiple of the last layer's: "
        + "means of 20 steps. Near 1 both are told about as much; thousands mean that gradients explode on "
        + "their way back to the image, thousandths that they vanish."
    case .speed, .learningRate, .memory:
      "How each network is trained: its speed depends on this machine and on what else it does."
    }
  }

  mutating func move(_ move: CursorMove, _ session: inout Session) {
    session.moveAlongSteps(move)
  }

  mutating func click(row: Int, column: Int, in area: Area, _ session: inout Session) {
    if let step = step(column: column, in: area, session) { session.goTo(step: step) }
  }

  func step(column: Int, in area: Area, _ session: Session) -> Int? {
    ChartAxes.step(column: column, columns: area.columns, session)
  }

  private func curves(_ session: Session) -> RivalCurves {
    RivalCurves(
      quantity, isLogarithmic: isLogarithmic(session), smoothing: smoothing,
      other: rival.other(session),
      session)
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    guard area.rows >= 3 && area.columns >= 16 else { return }
    let session = context.session
    let curves = curves(session)
    let legend = RivalLegend(
      figures: figures(curves, session), other: curves.other, isRatio: curves.isRatio,
      context: context)
    let legendRows = min(legend.height(columns: area.columns), max(area.rows / 3, 1))
    let (chart, below) = area.split(top: area.rows - legendRows)
    RivalChart(curves: curves, hasStepAxis: chart.rows >= 4, context: context)
      .draw(in: chart, of: &grid)
    legend.draw(in: below, of: &grid)
  }

  private func figures(_ curves: RivalCurves, _ session: Session) -> [Int: String] {
    Dictionary(
      uniqueKeysWithValues: session.networks.indices.compactMap { network in
        curves.text(network, at: session.shownStep, session).map { (network, $0) }
      })
  }

  func reading(_ session: Session) -> [String] {
    let curves = curves(session)
    let figures = figures(curves, session)
    let smoothed =
      quantity.isNoisy && smoothing.share > 0 ? " (smoothed \(smoothing.share))" : ""
    let subject = "step \(session.shownStep): \(quantity.title)\(smoothed)"
    if curves.other != nil {
      guard let figure = figures[session.selected],
        let name = rival.name(session, isRatio: isLogarithmic(session))
      else { return [] }
      return ["\(subject) \(name) \(figure)"]
    }
    let known = session.networks.indices.compactMap { network in
      figures[network].map {
        "\(session.name(of: network)) \($0)" + (session.lag(of: network).map { " at \($0)" } ?? "")
      }
    }
    return known.isEmpty ? [] : [subject] + known
  }
}
