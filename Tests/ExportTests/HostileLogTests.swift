import Channel
import Foundation
import Testing

@testable import Export
@testable import Training

/// Logs in which anything may stand: they are read, or refused in one line.
struct HostileLogTests {
  private static let rubbish = [
    "null", "-1", "0", "1e300", "-1e300", "9223372036854775807", "-9223372036854775808", "1e-320",
    "1000000000", "65537", "\"x\"", "\"../..\"", "[]", "{}", "[[]]", "[null]", "true",
  ]

  private static let log: [RunEvent] = [
    InventedRun.started(
      [InventedRun.network(["a", "b"], label: "x"), InventedRun.network(["c"], label: "y")]),
    InventedRun.step(1, norms: [1, 2]),
    .layerStatistics(LayerStatistics(step: 1, outputGradients: [1, 2], deadShares: [nil, 0.5])),
    .evaluation(
      Evaluation(step: 1, loss: 1, accuracy: 0.5, samples: 4, confusion: [[1, 1], [0, 2]])),
    .reuse(Reuse(step: 1, block: 1, matrix: [[1, nil], [1, 2]], maps: [1, 1], mapUse: [1, 2])),
    .shortcuts(Shortcuts(step: 1, blocks: [.init(name: "s", residual: 1, shortcut: 2)])),
    .commandApplied(
      CommandApplied(
        step: 1, command: .set(.growthRate, value: 12), knob: .growthRate, before: 8, after: 12,
        restoredStep: 0, fork: "f")),
    .networkChanged(NetworkChanged(step: 1, description: InventedRun.network(["a"]), steps: 9)),
    InventedRun.step(2, network: 1, norms: [1], fork: "f"),
    .changeEffect(
      ChangeEffect(step: 2, command: .undo, commandStep: 1, newMaps: 3, newMapsInUse: 2)),
    .checkpoint(CheckpointWritten(step: 2, network: 1, path: "y/checkpoints/step-2.safetensors")),
    .warning(RunWarning(step: 2, kind: .notFinite, message: "w", undoStep: 1)),
    .runEnded(RunEnded(step: 2, reason: .finished, message: "end")),
  ]

  /// Every value of every event in turn is something else.
  @Test func nothingInALogTraps() throws {
    let lines = try Self.log.map { try $0.jsonLine() }
    var (count, read) = (0, 0)
    for (number, line) in lines.enumerated() {
      for match in line.matches(of: /[:\[,]([-0-9.e+]+|"[^"]*"(?!:)|null|true)/) {
        count += 1
        var changed = lines
        let value = Self.rubbish[count % Self.rubbish.count]
        changed[number] = line.replacingCharacters(
          in: match.output.1.startIndex..<match.output.1.endIndex, with: value)
        let run = try? InventedRun([], rest: changed.joined(separator: "\n") + "\n")
        guard let run else { continue }
        read += 1
        for network in run.run.names.indices {
          _ = try CSVExport.write(
            run.run, network: network, steps: run.path("s"), evaluations: run.path("e")
          ) { _ in }
          _ = try TensorBoardExport.write(
            run.run, network: network, name: "x", to: run.path("tb"), checkpoint: nil
          ) { _ in }
        }
        _ = try RunRecord(run.run)
      }
    }
    #expect(count > 100 && read > count / 2)
  }
}
