import Foundation
import Testing

/// Disks, files and other programs that stand in a run's way. `Scripts/break-runs` tries many more of them.
@Suite(.serialized, .onOwnThreads)
struct BrokenRunTests {
  private let runs: RunsFolder

  init() throws { runs = try RunsFolder() }

  /// A full disk: the run goes on in memory and says so at once; at its end the exit code is 74.
  @Test func aLogThatCannotBeWrittenWaits() throws {
    defer { runs.remove() }
    try FileManager.default.createSymbolicLink(
      atPath: runs.url.appendingPathComponent("run.jsonl").path, withDestinationPath: "/dev/full")
    let result = try runs.program(
      "train --dataset digits --steps 3 --run-directory \(runs.url.path)")
    #expect(result.exitCode == 74)
    let reason = "No space left on device"
    #expect(
      result.errors.contains("warning: the log cannot be written: \(reason); the run goes on"))
    #expect(result.errors.contains("test accuracy"), "the run comes to its end")
    #expect(result.errors.hasSuffix("run.jsonl: cannot be written: \(reason)\n"))
    // Its weights are kept all the same.
    #expect(
      FileManager.default.fileExists(
        atPath: runs.url.appendingPathComponent("checkpoints/step-3.safetensors").path))
  }

  /// Room for a part of a line: the log ends with a whole one, and the run's weights are tried.
  @Test func aLogHasNoHalfLines() throws {
    defer { runs.remove() }
    let result = try Program.run(
      "/usr/bin/env",
      [
        "bash", "-c",
        "trap '' XFSZ; ulimit -f 40; "
          + "exec \(Program.path) train --dataset digits --epochs 5 --run-directory run",
      ], in: runs.url)
    #expect(result.exitCode == 74)
    let warning = "the log cannot be written: File too large; the run goes on"
    #expect(result.errors.contains(warning), "\(result.errors)")
    let text = try runs.text("run/run.jsonl")
    #expect(text.hasSuffix("}\n") && text.utf8.count > 20_000)
  }

  /// Lines that go nowhere are said to; what the run has come to is written nevertheless.
  @Test func aLogThatIsRemovedIsMissed() throws {
    defer { runs.remove() }
    let run = runs.url.appendingPathComponent("run")
    let result = try Program.run(
      Program.path,
      ["train", "--dataset", "digits", "--epochs", "8", "--run-directory", "run"], in: runs.url
    ) { _ in
      _ = try Log.wait(for: run.appendingPathComponent("run.jsonl")) { !$0.steps.isEmpty }
      try FileManager.default.removeItem(at: run)
    }
    #expect(result.exitCode == 74)
    #expect(result.errors.contains("warning: the log cannot be written: it was removed"))
    #expect(
      result.errors.contains("run/run.jsonl: cannot be written: it was removed during the run"))
    _ = try FileManager.default.attributesOfItem(
      atPath: run.appendingPathComponent("checkpoints/step-192.safetensors").path)
  }

  /// One program writes a run's folder; others are refused at once, or read what there is.
  @Test func twoProgramsOnOneRun() throws {
    defer { runs.remove() }
    let log = runs.url.appendingPathComponent("run/run.jsonl")
    let result = try Program.run(
      Program.path,
      [
        "train", "--dataset", "digits", "--epochs", "100000", "--blocks", "1", "--run-directory",
        "run",
      ], in: runs.url
    ) { process in
      _ = try Log.wait(for: log) { !$0.steps.isEmpty }
      try runs.program("train --dataset digits --run-directory run").expectRefusal(
        "run already holds a run: expected a folder without one, or --resume", exitCode: 64)
      try runs.program("train --resume run").expectRefusal(
        "run is being written by another program: expected a run that has ended", exitCode: 74)
      let exported = try runs.program("export run --to steps.csv")
      #expect(exported.exitCode == 0, "\(exported.errors)")
      #expect(try runs.program("runs .").output.contains(" running "))
      kill(process, SIGTERM)
    }
    #expect(result.exitCode == 143)
    #expect(try Log(log).last?.reason == "stopped")
    let steps = try Log(log).steps.map(\.step)
    #expect(steps == Array(1...steps.count))
  }

  /// A killed run whose newest checkpoint and whose log's last line are cut short: it goes on from the one
  /// before, says so, and comes to the same end.
  @Test func whatIsCutShortIsPassedOver() throws {
    defer { runs.remove() }
    let begin =
      "train --dataset digits --steps 240 --blocks 1 --growth-rate 2 --checkpoint-every 20 --json "
      + "--run-directory"
    #expect(try runs.program("\(begin) whole").exitCode == 0)
    _ = try runs.kill("\(begin) killed", afterStep: 70)
    let steps = try runs.checkpoints("killed")
    let newest = try #require(steps.last)
    let path = "killed/checkpoints/automatic-step-\(newest).safetensors"
    for (file, length) in [(path, 1000), ("killed/run.jsonl", -20)] {
      let url = runs.url.appendingPathComponent(file)
      let content = try Data(contentsOf: url)
      try content.prefix(length > 0 ? length : content.count + length).write(to: url)
    }
    try runs.program("evaluate \(path)").expectRefusal("\(path): ", exitCode: 65)
    let rest = try runs.program("train --resume killed")
    #expect(rest.exitCode == 0, "\(rest.errors)")
    #expect(rest.errors.hasPrefix("Passed over: "), "\(rest.errors)")
    #expect(rest.errors.contains("\(path): expected a checkpoint, the file is damaged\n"))
    let before = try #require(steps.dropLast().last)
    #expect(rest.errors.contains("Going on in killed from step \(before); "), "\(rest.errors)")
    try runs.expectSame("killed", "whole")
  }
}
