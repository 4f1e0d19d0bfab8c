import Foundation
import Report
import Testing

/// A small chart against the file in `Golden`. After a change that is meant, the test writes it anew
/// where `UPDATE_GOLDEN` is 1; look at it then.
struct GoldenChartTests {
  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Golden/chart.svg")

  @Test func chart() throws {
    let picture = Example.chart.svg(width: 360, height: 240)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Data(picture.utf8).write(to: Self.file)
    }
    let golden = try String(contentsOf: Self.file, encoding: .utf8)
    #expect(picture == golden)
    #expect(picture == Example.chart.svg(width: 360, height: 240))
  }
}
