import Channel
import Report
import Testing

@testable import Explorer

/// The charts of a run's log.
struct RunChartsTests {
  private static let names = [
    "loss", "accuracy", "learning-rate", "gradients", "gradient-ratio", "updates", "weights",
  ]

  /// The log of the first network alone.
  private func alone(steps: Int) -> ComparisonRecord {
    var record = ComparisonRecord()
    for event in ExampleRecord.log(steps: steps) {
      if case .runStarted(var start) = event {
        start.networks = [start.networks[0]]
        record.receive(.runStarted(start))
      } else if event.network ?? 0 == 0 {
        record.receive(event)
      }
    }
    return record
  }

  @Test func networksShareTheChartsOfAComparison() {
    let charts = ExampleRecord.record().charts
    #expect(charts.map(\.name) == Self.names)
    for (_, chart) in charts {
      #expect(chart.curves.map(\.name) == ExampleComparison.names)
      #expect(chart.curves.allSatisfy { !$0.points.isEmpty })
    }
  }

  @Test func aRunAloneHasItsTrainingBesideItsTests() {
    let charts = alone(steps: 60).charts
    #expect(charts.map(\.name) == Self.names)
    #expect(charts[1].chart.curves.map(\.name) == ["training", "test"])
    #expect(
      charts[3].chart.curves.map(\.name) == ["step 20", "step 30", "step 45", "step 60"])
    #expect(charts.map(\.chart).allSatisfy { !($0.curves.first?.points ?? []).isEmpty })
  }

  /// Of a run that was killed at its beginning there are charts too.
  @Test(arguments: [0, 1, 2]) func shortRuns(steps: Int) {
    for record in [alone(steps: steps), ExampleRecord.record(steps: steps), ComparisonRecord()] {
      #expect(record.charts.map(\.name) == Self.names)
      #expect(record.sheet.svg().hasPrefix("<svg"))
    }
  }
}
