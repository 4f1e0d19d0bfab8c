import Channel
import Foundation
import Testing
import Training

@testable import Export

/// Tables, as spreadsheets and pandas read them.
struct CSVTests {
  @Test func fieldsThatNeedItStandInQuotationMarks() {
    var line = CSVLine()
    for field in ["plain", "a,b", "say \"x\"", "two\r\nlines", "", "ü"] { line.add(field) }
    line.add(Double.nan)
    line.add(0.1)
    line.add(-3)
    #expect(line.record == "plain,\"a,b\",\"say \"\"x\"\"\",\"two\r\nlines\",,ü,,0.1,-3\r\n")
  }

  @Test func aRowAStepThoughLayersComeAndGo() throws {
    let run = try InventedRun(
      [
        InventedRun.started([InventedRun.network(["a", "c"])]),
        InventedRun.step(1, norms: [0.25, 0.5]),
        .layerStatistics(
          LayerStatistics(step: 1, outputGradients: [2, 4], deadShares: [nil, 0.125])),
        .networkChanged(
          NetworkChanged(step: 1, description: InventedRun.network(["a", "b", "c"]))),
        InventedRun.step(2, loss: .nan, norms: [1, 2, 4], fork: "wider"),
        .evaluation(Evaluation(step: 2, loss: 0.5, accuracy: 0.75, samples: 8, fork: "wider")),
        // More figures than layers, and fewer.
        InventedRun.step(3, norms: [1, 2, 4, 8]), InventedRun.step(4, norms: []),
      ], rest: "{\"event\":\"step\",\"ste")
    let (files, extent) = try CSVExport.write(
      run.run, network: 0, steps: run.path("s.csv"), evaluations: run.path("e.csv")
    ) { _ in }
    #expect(extent.isCut && extent.passedOver == 0)
    // Nothing is there before all is complete.
    #expect(run.names.allSatisfy { $0.hasPrefix(".export-") })
    for file in files { try file.keep() }
    #expect(run.names == ["e.csv", "s.csv"])
    let rows = try run.text("s.csv").components(separatedBy: "\r\n")
    #expect(
      rows[0].hasPrefix(
        "step,epoch,fork,loss,accuracy,learning_rate,seconds,images_per_second,"
          + "gradient_norm/a,gradient_norm/c,gradient_norm/b,update_ratio/a"))
    #expect(rows[0].hasSuffix(",dead_share/a,dead_share/c,dead_share/b"))
    let start = "0.5,0.1,0.5,100.0,"
    #expect(rows[1] == "1,1,main,1.0,\(start)0.25,0.5,,0.03125,0.0625,,,,,2.0,4.0,,,0.125,")
    #expect(rows[2] == "2,1,wider,,\(start)1.0,4.0,2.0,0.125,0.5,0.25,,,,,,,,,")
    #expect(rows[3] == "3,1,main,1.0,\(start)1.0,4.0,2.0,0.125,0.5,0.25,,,,,,,,,")
    #expect(rows[4] == "4,1,main,1.0,\(start),,,,,,,,,,,,,,")
    #expect(rows[5] == "" && rows.count == 6)
    #expect(try run.text("e.csv") == "step,fork,loss,accuracy,samples\r\n2,wider,0.5,0.75,8\r\n")
  }

  @Test func whatIsGivenUpLeavesNothing() throws {
    struct GivenUp: Error {}
    let run = try InventedRun([
      InventedRun.started([InventedRun.network(["a"])]), InventedRun.step(1, norms: [1]),
    ])
    do {
      _ = try CSVExport.write(
        run.run, network: 0, steps: run.path("s.csv"), evaluations: run.path("e.csv")
      ) { _ throws(RunError) in throw RunError(.other, "enough") }
      Issue.record("it was not given up")
    } catch { #expect(error.description == "enough") }
    #expect(run.names.isEmpty)
  }

  @Test func filesThatCannotBeWritten() throws {
    let run = try InventedRun([InventedRun.started([InventedRun.network(["a"])])])
    let folder = try #require(throws: RunError.self) { _ = try StreamedFile(run.folder.path) }
    #expect(folder.description.hasSuffix("a folder, expected a name for a file"))
    let nowhere = try #require(throws: RunError.self) { _ = try StreamedFile("/dev/null/x.csv") }
    #expect(nowhere.kind == .inputOutput)
  }
}
