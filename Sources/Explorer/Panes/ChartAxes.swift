import Foundation
import Screen

/// The axes of a chart over the steps: what they reach over, and their labels.
struct ChartAxes {
  /// What the figures count; `nil` for plain numbers.
  let quantity: ChartQuantity?
  let isLogarithmic: Bool
  let context: PaneContext
  /// Columns of the labels at the left.
  static let labelWidth = 6

  /// The step at a column of a chart; `nil` where there is no room for one.
  static func step(column: Int, columns: Int, _ session: Session) -> Int? {
    let plot = columns - labelWidth
    guard plot > 0 else { return nil }
    let steps = session.shownSteps
    let share = (Double(column - labelWidth) + 0.5) / Double(plot)
    let offset = min(max(share, 0), 1) * Double(steps.count - 1)
    return steps.lowerBound + Int(offset.rounded())
  }

  /// What the vertical axis reaches over so that some values are in sight; `nil` where none has a place.
  static func range(_ values: some Sequence<Double>) -> ClosedRange<Double>? {
    // The span of greater numbers would be infinite.
    let finite = values.lazy.filter { abs($0) < 1e300 }
    guard let low = finite.min(), let high = finite.max() else { return nil }
    // Of what hardly changes the labels of the axis must still differ; and not at the middle, where two
    // rows of dots meet.
    let smallest = max(abs(high), 1e-6) * 1e-2
    return high - low > smallest ? low...high : (low - 0.45 * smallest)...(high + 0.55 * smallest)
  }

  /// A chart over the steps that are shown, with a cursor where the person looks back.
  func chart(_ curves: [LineChart.Curve], range: ClosedRange<Double>) -> LineChart {
    let steps = context.session.shownSteps
    var chart = LineChart(
      curves: curves, extent: Double(steps.lowerBound)...Double(max(steps.upperBound, 2)),
      range: range)
    if context.isFocused, let cursor = context.session.cursorStep { chart.cursor = Double(cursor) }
    return chart
  }

  /// Writes the quantity's name and figures along the vertical axis, which stands beside `plot`.
  func drawValues(
    _ range: ClosedRange<Double>, title: String, beside plot: Area, in labels: Area,
    of grid: inout Grid
  ) {
    let greatest = isLogarithmic ? pow(10, range.upperBound) : range.upperBound
    let (unit, sign) = quantity?.unit(greatest: greatest) ?? (1, "")
    let scaled =
      isLogarithmic
      ? range.lowerBound - log10(unit)...range.upperBound - log10(unit)
      : range.lowerBound / unit...range.upperBound / unit
    let atMost = max(plot.rows / 2, 1)
    let ticks =
      isLogarithmic
      ? Ticks.logarithmic(scaled, atMost: atMost) : Ticks.linear(scaled, atMost: atMost)
    let apart = ticks.count > 1 ? ticks[1] - ticks[0] : 0
    let span = scaled.upperBound - scaled.lowerBound
    var last = ""
    for tick in ticks {
      let row = Int((1 - (tick - scaled.lowerBound) / span) * Double(plot.rows - 1) + 0.5)
      let label =
        (isLogarithmic ? tickLabel(pow(10, tick)) : tickLabel(tick, apart: apart))
        + sign
      // The first row has the title. A label that is cut, or the same again, would say what is not.
      guard row > 0 || plot.rows == 1, label.count < Self.labelWidth, label != last else {
        continue
      }
      last = label
      grid.writeRight(label, in: labels.inset(right: 1), row: row, style: context.theme.quiet)
    }
    grid.write(title, in: labels, style: context.theme.strong)
  }

  /// Writes the steps below a chart.
  func drawSteps(_ chart: LineChart, in area: Area, of grid: inout Grid) {
    let steps = context.session.shownSteps
    var free = 0
    let ticks = Ticks.whole(steps, atMost: max(area.columns / 12, 2))
    let stride = ticks.count > 1 ? ticks[1] - ticks[0] : 1
    for tick in ticks {
      let label = tickLabel(Double(tick), apart: Double(stride))
      let middle = chart.column(of: Double(tick), columns: area.columns)
      let column = min(max(middle - label.count / 2, 0), area.columns - label.count)
      guard column >= free else { continue }
      free =
        column + 1
        + grid.write(label, in: area, column: column, style: context.theme.quiet)
    }
  }
}
