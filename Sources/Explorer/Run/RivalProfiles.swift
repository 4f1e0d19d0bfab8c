import Foundation
import Screen

/// A measure of the layers of all networks against relative depth, at the step that is shown, or what the
/// selected one and another differ by.
struct RivalProfiles {
  let measure: LayerMeasure
  /// Of each network; of the selected one alone where it is a difference.
  let lines: [(network: Int, points: [LineChart.Point])]
  let other: Int?

  init(_ measure: LayerMeasure, other: Int?, _ session: Session) {
    func points(_ network: Int) -> [LineChart.Point] {
      let run = session.run(of: network)
      return run.history.profile(measure, at: min(session.shownStep, run.step)).map {
        let point = LineChart.Point($0.depth, $0.value)
        return measure.isLogarithmic ? point.logarithmic : point
      }
    }
    (self.measure, self.other) = (measure, other)
    let selected = points(session.selected)
    if let other {
      lines = [(session.selected, selected.minus(points(other)))]
    } else {
      lines =
        session.networks.indices.filter { $0 != session.selected }.map { ($0, points($0)) }
        + [(session.selected, selected)]
    }
  }

  var isRatio: Bool { other != nil && measure.isLogarithmic }

  /// Relative depth of the layer under the cursor.
  func cursorDepth(_ session: Session) -> Double? {
    let count = session.run.history.layers[measure]?.count ?? 0
    guard count > 1, session.layer < count else { return nil }
    return Double(session.layer) / Double(count - 1)
  }

  /// Each network's value at a depth, between layers on the line that joins them.
  func texts(at depth: Double) -> [Int: String] {
    Dictionary(
      uniqueKeysWithValues: lines.compactMap { network, points in
        points.value(at: depth).map { (network, text($0)) }
      })
  }

  private func text(_ value: Double) -> String {
    guard value.isFinite else { return "NaN" }
    if isRatio { return "\(multiple(pow(10, value)))×" }
    if other != nil { return ChartQuantity.accuracy.differenceText(value) }
    return measure.text(measure.isLogarithmic ? pow(10, value) : value)
  }
}
