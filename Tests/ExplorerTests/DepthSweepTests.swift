import Channel
import Foundation
import Report
import Testing

@testable import Explorer

/// What a sweep over depths says.
struct DepthSweepTests {
  /// Ten classes, whose guess has a loss of 2.3; the plain network learns at the first depth alone.
  private func record(_ depth: Int, losses: [Double]) -> ComparisonRecord {
    var record = ComparisonRecord()
    guard case .runStarted(var started) = ExampleComparison.started(0) else { return record }
    started.dataset.classes = (0..<10).map(String.init)
    started.networks = losses.indices.map { network in
      var description = ExampleComparison.description(network)
      description.name += ", \(depth)"
      return description
    }
    record.receive(.runStarted(started))
    for (network, loss) in losses.enumerated() {
      for step in 1...30 { record.receive(ExampleComparison.step(step, network, loss: loss)) }
      record.receive(ExampleComparison.evaluation(30, network))
    }
    return record
  }

  private var sweep: DepthSweep {
    var sweep = DepthSweep(depths: [8, 20, 56])
    sweep.add(record(8, losses: [0.5, 2.29, 0.9]), depth: 8)
    sweep.add(record(20, losses: [0.4, 2.4, 2.2]), depth: 20)
    sweep.add(record(56, losses: [0.3, .nan, .nan]), depth: 56)
    return sweep
  }

  @Test func conclusionsSayWhoHasLearned() {
    #expect(
      sweep.conclusions == [
        "dense has learned at every depth.", "residual has learned at no depth.",
        "plain has learned at depth 8, and not at 20, 56.",
        "A loss above 90 % of that of guessing, 2.3026, counts as nothing learned.",
      ])
  }

  /// A network that has failed has learned nothing, whatever its loss was.
  @Test func aFailureIsNotLearned() {
    var failing = record(20, losses: [0.4, 0.5])
    failing.receive(
      .runEnded(RunEnded(step: 30, network: 1, reason: .failed, message: "not finite")))
    failing.receive(.runEnded(RunEnded(step: 40, reason: .finished, message: "Finished.")))
    var sweep = DepthSweep(depths: [8, 20])
    sweep.add(record(8, losses: [0.4, 0.5]), depth: 8)
    sweep.add(failing, depth: 20)
    #expect(sweep.rows.map { $0[6] } == ["yes", "yes", "yes", "no: failed at step 30"])
    #expect(sweep.conclusions[1] == "residual has learned at depth 8, and not at 20.")
  }

  /// A sweep that was stopped says so, and nothing of networks that were not done.
  @Test func aSweepThatWasStopped() {
    var stopped = record(20, losses: [0.4, 0.5])
    stopped.receive(.runEnded(RunEnded(step: 30, reason: .stopped, message: "Stopped.")))
    var sweep = DepthSweep(depths: [8, 20, 56])
    sweep.add(record(8, losses: [0.4, 2.5]), depth: 8)
    sweep.add(stopped, depth: 20)
    #expect(
      sweep.conclusions.prefix(3) == [
        "The sweep did not come to its end: stopped at depth 20, nothing is known of depth 56.",
        "dense has learned at every depth.", "residual has learned at no depth.",
      ])
    #expect(sweep.rows.map { $0[6] } == ["yes", "no", "stopped at step 30", "stopped at step 30"])
  }

  @Test func rowsHaveTheScores() throws {
    let rows = sweep.rows
    #expect(rows.count == 9 && rows.allSatisfy { $0.count == DepthSweep.heads.count })
    #expect(rows[0].prefix(3) == ["DenseNet-BC (10, k=8), 8", "8", "0.5000"])
    #expect(rows.map { $0[1] } == ["8", "8", "8", "20", "20", "20", "56", "56", "56"])
    #expect(
      rows.map { $0[6] } == ["yes", "no", "yes", "yes", "no", "no", "yes", "no", "no"])
    #expect(rows[7][2] == "NaN" && rows[7][5] == "NaN")
    #expect(rows[0][4] == "65.0 %")
    // 0.9 to the power of eight layers.
    #expect(rows[0][5] == "4.30e-1")
  }

  @Test(arguments: [true, false])
  func thePictureHasTheEndsOfItsAxes(hasUnicode: Bool) {
    let picture = sweep.picture(columns: 76, rows: 20, hasUnicode: hasUnicode)
    let lines = picture.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count >= 20 && lines.allSatisfy { $0.count <= 76 })
    #expect(lines[0].hasPrefix("2.4000"))
    #expect(lines[17].hasPrefix("0.3000"))
    for depth in ["8", "20", "56"] { #expect(lines[18].contains(depth)) }
    #expect(lines[19].contains("loss against depth: o dense  x residual  + plain"))
    // A sign for each loss that is one.
    let body = lines.prefix(18).joined()
    #expect(body.count { $0 == "o" } == 3 && body.count { $0 == "x" } == 2)
    #expect(body.count { $0 == "+" } == 2)
    if !hasUnicode { #expect(picture.allSatisfy { $0.isASCII }) }
  }

  @Test func theReportHasChartsAgainstDepth() throws {
    let report = sweep.report(command: "the command", settings: "the settings")
    #expect(report.title == "Trainability against depth: dense, residual, plain")
    #expect(report.introduction[0].contains("30 steps"))
    #expect(report.introduction[1].contains("dense has learned at every depth."))
    #expect(report.charts.count == 3)
    for chart in report.charts {
      #expect(chart.curves.map(\.name) == ["dense", "residual", "plain"])
      #expect(chart.curves.allSatisfy { $0.points.map(\.x) == [8, 20, 56] })
    }
    let loss = report.charts[0].curves[2].points.map(\.y)
    #expect(abs(loss[0] - 0.9) < 1e-6 && loss[2].isNaN)
    #expect(report.html().contains("the command") && !report.svg().isEmpty)
  }

  @Test func aSweepOfNothing() {
    let empty = DepthSweep(depths: [])
    #expect(empty.rows.isEmpty && empty.conclusions.count == 1)
    #expect(empty.picture(columns: 76, rows: 20, hasUnicode: true) == "")
    #expect(!empty.report(command: "", settings: "").html().isEmpty)
    var broken = DepthSweep(depths: [8])
    broken.add(record(8, losses: [.nan, .nan, .nan]), depth: 8)
    #expect(broken.picture(columns: 76, rows: 20, hasUnicode: true) == "")
    #expect(broken.conclusions[0] == "dense has learned at no depth.")
  }
}
