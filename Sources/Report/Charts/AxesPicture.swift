/// The grid, the axes, their ticks and their numbers.
struct AxesPicture {
  var area: PlotArea
  var horizontal: Scale
  var vertical: Scale
  var verticalTicks: [Scale.Tick]

  var elements: [Element] {
    let across = horizontalTicks
    return [
      Element(
        "path",
        [
          "class": "grid", "fill": "none", "stroke": Ink.grid.color, "stroke-width": "0.8",
          "d": grid(across),
        ]),
      Element(
        "path",
        [
          "class": "frame", "fill": "none", "stroke": Ink.frame.color, "stroke-width": "0.8",
          "d": frame(across),
        ]),
    ]
      + verticalTicks.map { tick in
        number(tick.label, Position(x: area.left - 7, y: tick.place + 3.8), .end)
      }
      + across.map { tick in
        number(tick.label, Position(x: tick.place, y: area.bottom + 17), .middle)
      }
  }

  /// Lines through the plot at each number.
  private func grid(_ across: [Scale.Tick]) -> String {
    let (left, right) = (area.left.coordinate, area.right.coordinate)
    let (top, bottom) = (area.top.coordinate, area.bottom.coordinate)
    return verticalTicks.map { "M\(left) \($0.place.coordinate)H\(right)" }.joined()
      + across.map { "M\($0.place.coordinate) \(top)V\(bottom)" }.joined()
  }

  /// The left and the lower edge, with ticks outside of them.
  private func frame(_ across: [Scale.Tick]) -> String {
    let (left, bottom) = (area.left.coordinate, area.bottom.coordinate)
    let upward =
      verticalTicks.map { ($0.place, 4) } + vertical.placesBetweenTicks.map { ($0, 2) }
    let rightward = across.map { ($0.place, 4) } + horizontal.placesBetweenTicks.map { ($0, 2) }
    return "M\(left) \(area.top.coordinate)V\(bottom)H\(area.right.coordinate)"
      + upward.map { "M\(left) \($0.0.coordinate)h-\($0.1)" }.joined()
      + rightward.map { "M\($0.0.coordinate) \(bottom)v\($0.1)" }.joined()
  }

  /// As many ticks as have room for their numbers.
  private var horizontalTicks: [Scale.Tick] {
    for count in stride(from: min(max(Int(area.width / 40), 2), 12), to: 1, by: -1) {
      let ticks = horizontal.ticks(atMost: count)
      let haveRoom = zip(ticks, ticks.dropFirst()).allSatisfy { one, next in
        let widths = [one, next].map { $0.label.width(fontSize: FontSize.number) }
        return next.place - one.place >= (widths[0] + widths[1]) / 2 + 10
      }
      if haveRoom { return ticks }
    }
    return Array(horizontal.ticks(atMost: 1).prefix(1))
  }

  private func number(_ label: String, _ position: Position, _ anchor: Anchor) -> Element {
    Element(words: label, at: position, ink: .soft, size: FontSize.number, anchor: anchor)
  }
}
