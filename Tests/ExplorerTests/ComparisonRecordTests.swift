import Channel
import Report
import Testing

@testable import Explorer

/// What a report says of networks that were compared.
struct ComparisonRecordTests {
  private let report = ExampleRecord.record().report(command: "the command", settings: "{}")
  private let broken = ExampleRecord.record(brokenFrom: 50).report(command: "", settings: "")

  private func tables(_ report: Report) -> [Table] {
    report.sections.flatMap(\.items).compactMap { item in
      if case .table(let table) = item { table } else { nil }
    }
  }

  private func chart(_ title: String, _ report: Report) throws -> Chart {
    try #require(report.charts.first { $0.title == title })
  }

  @Test func theHeadSaysWhatWasCompared() {
    #expect(report.title == "dense, residual, plain on fashion-mnist")
    #expect(report.introduction[0].contains("3 networks"))
    #expect(report.introduction[0].contains("from seed 1: 60 steps of 64 images"))
    #expect(
      report.introduction[1]
        == "dense is DenseNet-BC (10, k=8); residual is ResNet-7; plain is plain-5.")
    #expect(report.sections.map(\.heading) == ["Results", "Learning", "Gradients", "To repeat it"])
    #expect(report.sections.last?.items.first == .code("the command"))
    #expect(report.sections.last?.items.last == .code("{}"))
  }

  @Test func theTableHasTheScoresAtTheEnd() throws {
    let table = try #require(tables(report).first)
    #expect(table.heads.first == "network" && table.heads.count == 1 + ScoreFigure.all.count)
    #expect(table.rows.map(\.first) == ["dense", "residual", "plain"])
    let run = try #require(ExampleRecord.record().networks.last)
    let scores = Scores(run, at: 60)
    func cell(_ row: Int, _ head: String) throws -> String {
      table.rows[row][try #require(table.heads.firstIndex(of: head))]
    }
    // 144 · (network + 1) values in each of 9, 7 and 5 layers.
    let column = { head in try (0..<3).map { try cell($0, head) } }
    #expect(try column("parameters") == ["1296", "2016", "2160"])
    #expect(try column("multiply-adds") == ["1.0M", "1.6M", "1.7M"])
    let loss = try #require(scores.loss)
    #expect(try cell(2, "loss") == shortDecimal(loss))
    #expect(try column("test accuracy") == ["80.0 %", "65.0 %", "60.0 %"])
    // 8 to the power of 4 layers.
    #expect(try cell(2, "gradient first:last") == "4096")
    // 60 steps of 64 of 1500 images: two whole passes, and 12 steps of the third.
    #expect(try column("images to 80\u{A0}%") == ["3768", "–", "–"])
  }

  @Test func curvesHaveEveryStepAndEveryEvaluation() throws {
    let loss = try chart("Training loss", report)
    #expect(loss.curves.map(\.name) == ["dense", "residual", "plain"])
    #expect(loss.curves.map(\.style) == [0, 1, 2])
    for (network, curve) in loss.curves.enumerated() {
      #expect(curve.kind == .band)
      #expect(curve.points.map(\.x) == (1...60).map(Double.init))
      guard case .step(let metrics) = ExampleComparison.step(14, network) else { continue }
      let point = curve.points[13]
      #expect(abs((point.low ?? 0) - metrics.loss) < 1e-6 && point.low == point.high)
      // The smooth line begins where the loss does.
      #expect(abs(curve.points[0].y - (curve.points[0].low ?? 0)) < 1e-6)
      #expect(curve.points.allSatisfy { $0.y > 0.1 && $0.y < 2.5 })
    }
    let accuracy = try chart("Test accuracy", report)
    #expect(accuracy.curves.map { $0.points.map(\.x) } == Array(repeating: [20, 40, 60], count: 3))
    #expect(accuracy.curves[0].points.map { ($0.y * 10).rounded() / 10 } == [60, 70, 80])
  }

  @Test func gradientsAreDrawnByRelativeDepth() throws {
    let profile = try chart("Gradients by depth", report)
    #expect(profile.curves.map(\.points.count) == [9, 7, 5])
    for curve in profile.curves {
      #expect(curve.points.first?.x == 0 && curve.points.last?.x == 1)
    }
    let ratio = try chart("First layer's gradient to the last's", report)
    let last = try ratio.curves.map { try #require($0.points.last).y }
    for (value, expected) in zip(last, [0.43046721, 2.985984, 4096]) {
      #expect(abs(value / expected - 1) < 1e-5)
    }
  }

  @Test func aNetworkThatBreaksIsANetworkStill() throws {
    let table = try #require(tables(broken).first)
    let loss = try #require(table.heads.firstIndex(of: "loss"))
    let ratio = try #require(table.heads.firstIndex(of: "gradient first:last"))
    #expect(table.rows[2][loss] == "NaN" && table.rows[2][ratio].lowercased() == "nan")
    #expect(table.rows[0][loss] != "NaN")
    let curve = try chart("Training loss", broken).curves[2]
    #expect(curve.points.count == 60)
    #expect(curve.points.filter { $0.y.isFinite }.map(\.x) == (1...49).map(Double.init))
    // Nothing that is not finite reaches a file.
    for text in [broken.html(), broken.svg()] + broken.charts.map({ $0.svg() }) {
      #expect(!text.contains("\"nan") && !text.contains(" nan") && text.contains("plain"))
    }
  }

  @Test func theScreensRecordIsTheLogs() {
    let state = ExampleComparison.state(steps: 60)
    let report = state.comparisonRecord.report(command: "the command", settings: "{}")
    #expect(report == self.report)
  }

  @Test func aRecordOfNothingIsAReport() {
    let report = ComparisonRecord().report(command: "", settings: "")
    #expect(!report.html().isEmpty && !report.svg().isEmpty)
    #expect(report.charts.allSatisfy { $0.curves.isEmpty })
  }
}
