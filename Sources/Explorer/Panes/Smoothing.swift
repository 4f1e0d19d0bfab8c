import Foundation
import Screen

/// How much of the old value a smoothed line keeps at each step.
struct Smoothing: Sendable, Equatable {
  private static let shares = [0, 0.6, 0.9, 0.98]
  private var index = 2

  /// Of the old value; 0 for no smoothing.
  var share: Double { Self.shares[index] }

  /// Goes on to the next strength and says which it is.
  mutating func strengthen(_ session: inout Session) {
    index = (index + 1) % Self.shares.count
    session.message =
      index == 0 ? "No smoothing." : "Smoothing: \(share) of the old value is kept."
  }

  /// Steps before the first one that is shown from which on the line is computed, so that it is the same
  /// wherever the chart begins.
  private var reach: Int { Int(10 / (1 - share)) }

  /// An exponential moving average, without the pull of its beginning (Kingma and Ba, Adam, 2015,
  /// section 3).
  ///
  /// - Parameters:
  ///   - steps: those that are shown.
  ///   - points: what there is in a range of steps.
  func line(
    in steps: ClosedRange<Int>, _ points: (ClosedRange<Int>) -> [LineChart.Point]
  ) -> [LineChart.Point] {
    let first = max(steps.lowerBound - reach, 1)
    var (sum, weight) = (0.0, 0.0)
    var last: Double?
    var (distance, kept) = (0.0, 1.0)
    let line = points(first...steps.upperBound).map { point in
      guard point.mean.isFinite else { return point }
      let way = max(point.position - (last ?? point.position - 1), 1)
      // Nearly always the same.
      if way != distance { (distance, kept) = (way, pow(share, way)) }
      last = point.position
      sum = kept * sum + (1 - kept) * point.mean
      weight = kept * weight + (1 - kept)
      return LineChart.Point(point.position, sum / weight)
    }
    return Array(line.drop { $0.position < Double(steps.lowerBound) })
  }
}
