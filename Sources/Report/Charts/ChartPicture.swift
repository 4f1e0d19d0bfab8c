/// A chart in a rectangle: which room its parts have, and their elements.
struct ChartPicture {
  static let margin = 12.0

  private let chart: Chart
  private let width: Double
  private let height: Double
  private let legend: Legend
  private let endLabels: EndLabels
  private let area: PlotArea
  private let horizontal: Scale
  private let vertical: Scale
  private let verticalTicks: [Scale.Tick]
  private let curves: CurvePicture

  init(_ chart: Chart, width: Double, height: Double) {
    let margin = Self.margin
    legend = Legend(chart.curves, width: width - 2 * margin)
    let ranges = chart.ranges
    let top = margin + (chart.title.onOneLine.isEmpty ? 0 : 20) + legend.height + 8
    let below = margin + 20 + (chart.horizontal.heading.onOneLine.isEmpty ? 0 : 16)
    let bottom = max(height - below, top + 1)
    vertical = Scale(chart.vertical, range: ranges.vertical, from: bottom, to: top)
    verticalTicks = vertical.ticks(atMost: max(Int((bottom - top) / 38), 2))
    let numbers = verticalTicks.map { $0.label.width(fontSize: FontSize.number) }.max() ?? 0
    let left = margin + (chart.vertical.heading.onOneLine.isEmpty ? 0 : 20) + numbers + 8
    endLabels = EndLabels(
      chart.ends(vertical, ranges.horizontal), width: width / 4,
      within: top...bottom)
    let right = max(width - margin - max(endLabels.width, 10), left + 1)
    horizontal = Scale(chart.horizontal, range: ranges.horizontal, from: left, to: right)
    area = PlotArea(left: left, top: top, right: right, bottom: bottom)
    curves = CurvePicture(
      chart.curves, horizontal: horizontal, vertical: vertical, area: area)
    (self.chart, self.width, self.height) = (chart, width, height)
  }

  var elements: [Element] {
    title + legend.elements(left: Self.margin, top: area.top - 8 - legend.height)
      + AxesPicture(
        area: area, horizontal: horizontal, vertical: vertical, verticalTicks: verticalTicks
      ).elements
      + headings + (curves.isEmpty ? [absence] : curves.elements)
      + endLabels.elements(right: area.right)
  }

  private var title: [Element] {
    let title = chart.title.onOneLine
    guard !title.isEmpty else { return [] }
    // Bold letters are a tenth wider.
    let shown = title.fitting((width - 2 * Self.margin) / 1.1, fontSize: FontSize.title)
    return [
      Element(
        words: shown, at: Position(x: Self.margin, y: Self.margin + 12), ink: .ink,
        size: FontSize.title, isBold: true)
    ]
  }

  /// The titles of the axes.
  private var headings: [Element] {
    let below = Position(x: (area.left + area.right) / 2, y: height - Self.margin)
    let beside = Position(x: Self.margin + 10, y: (area.top + area.bottom) / 2)
    return [
      heading(chart.horizontal, at: below, room: area.width, isUpright: false),
      heading(chart.vertical, at: beside, room: area.height, isUpright: true),
    ].compactMap { $0 }
  }

  private func heading(
    _ axis: Axis, at middle: Position, room: Double, isUpright: Bool
  ) -> Element? {
    let shown = axis.heading.onOneLine.fitting(room, fontSize: FontSize.text)
    guard !shown.isEmpty else { return nil }
    return Element(
      words: shown, at: middle, ink: .ink, size: FontSize.text, anchor: .middle,
      isUpright: isUpright)
  }

  /// What stands in a chart without values.
  private var absence: Element {
    Element(
      words: "no values",
      at: Position(x: (area.left + area.right) / 2, y: (area.top + area.bottom) / 2 + 4),
      ink: .soft, size: FontSize.text, anchor: .middle)
  }
}
