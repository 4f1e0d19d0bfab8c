import Channel
import Foundation
import Testing
import Training

@testable import Export

/// Logs, cleaned.
struct LogTests {
  private func comparison() throws -> InventedRun {
    try InventedRun(
      [
        InventedRun.started([
          InventedRun.network(["a"], label: "dense"), InventedRun.network(["b"], label: "plain"),
        ]),
        InventedRun.step(1, network: 0, norms: [1]), InventedRun.step(1, network: 1, norms: [2]),
      ], rest: "what is this\n{\"event\":\"run_ended\",\"mess")
  }

  @Test func wholeLinesAndKnownEventsOnly() throws {
    let run = try comparison()
    let (files, extent) = try LogExport.write(run.run, network: nil, to: run.path("out")) { _ in }
    for file in files { try file.keep() }
    #expect(extent.passedOver == 1 && extent.isCut)
    let lines = try run.text("run.jsonl").split(separator: "\n").prefix(3)
    #expect(try run.text("out") == lines.map { $0 + "\n" }.joined())
  }

  @Test func oneNetworkOfSeveral() throws {
    let run = try comparison()
    for file in try LogExport.write(run.run, network: 1, to: run.path("out"), watch: { _ in }).files
    {
      try file.keep()
    }
    let events = try run.text("out").split(separator: "\n").map {
      try RunEvent(jsonLine: String($0))
    }
    #expect(events.last == InventedRun.step(1, norms: [2]) && events.count == 2)
    #expect(try RecordedRun(run.path("out")).started.networks.map(\.label) == ["plain"])
  }
}
