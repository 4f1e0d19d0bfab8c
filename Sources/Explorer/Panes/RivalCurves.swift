import Foundation
import Screen

/// A quantity of all networks over the steps, or what the selected one and another differ by.
struct RivalCurves {
  /// A line and the evaluations beside it.
  struct Curve {
    let network: Int
    let line: [LineChart.Point]
    let evaluations: [LineChart.Point]
  }

  let quantity: ChartQuantity
  /// Whether points are logarithms to base 10: their difference is that of a ratio then.
  let isLogarithmic: Bool
  /// Of each network; of the selected one alone where it is a difference. The selected one comes last, over
  /// the others.
  let curves: [Curve]
  /// The network that is subtracted.
  let other: Int?

  init(
    _ quantity: ChartQuantity, isLogarithmic: Bool, smoothing: Smoothing, other: Int?,
    _ session: Session
  ) {
    let isLogarithmic = isLogarithmic || quantity.isAlwaysLogarithmic
    let steps = session.shownSteps
    func curve(_ network: Int) -> Curve {
      let history = session.run(of: network).history
      func points(_ steps: ClosedRange<Int>) -> [LineChart.Point] {
        let points = quantity.points(history, steps: steps)
        return isLogarithmic ? points.map(\.logarithmic) : points
      }
      let isSmoothed = quantity.isNoisy && smoothing.share > 0
      let evaluations = quantity.evaluations(history).filter { steps.contains($0.step) }
        .map { LineChart.Point(Double($0.step), $0.value) }
      return Curve(
        network: network, line: isSmoothed ? smoothing.line(in: steps, points) : points(steps),
        evaluations: isLogarithmic ? evaluations.map(\.logarithmic) : evaluations)
    }
    (self.quantity, self.isLogarithmic, self.other) = (quantity, isLogarithmic, other)
    let selected = curve(session.selected)
    if let other {
      let subtracted = curve(other)
      // Between evaluations there is nothing to subtract.
      let common = Set(subtracted.evaluations.map(\.position))
      curves = [
        Curve(
          network: session.selected, line: selected.line.minus(subtracted.line),
          evaluations: selected.evaluations.filter { common.contains($0.position) }
            .minus(subtracted.evaluations))
      ]
    } else {
      curves = session.networks.indices.filter { $0 != session.selected }.map(curve) + [selected]
    }
  }

  var isRatio: Bool { other != nil && isLogarithmic }

  /// The height of a network's line at a step, as a person reads it; `nil` where there is none.
  func text(_ network: Int, at step: Int, _ session: Session) -> String? {
    guard let line = curves.first(where: { $0.network == network })?.line,
      let first = line.first, let last = line.last
    else { return nil }
    let reached = min(step, session.run(of: network).step)
    // The middle of a stretch may lie behind the step.
    let position = min(max(Double(reached), first.position), last.position)
    guard let value = line.value(at: position) else { return nil }
    return text(value)
  }

  private func text(_ value: Double) -> String {
    guard value.isFinite else { return "NaN" }
    if isRatio { return "\(multiple(pow(10, value)))×" }
    if other != nil { return quantity.differenceText(value) }
    return quantity.text(isLogarithmic ? pow(10, value) : value)
  }
}

extension ChartQuantity {
  /// By how much one is more than another: `+0.0213`, `−1.2 pp`, which are percentage points.
  func differenceText(_ value: Double) -> String {
    guard value.isFinite else { return "NaN" }
    let text = isShare ? String(format: "%.1f pp", 100 * abs(value)) : text(abs(value))
    return (value < 0 ? "−" : "+") + text
  }

  private var isShare: Bool { self == .accuracy || self == .testAccuracy }
}
