import Foundation
import Testing

/// The program as a script uses it.
@Suite(.serialized, .onOwnThreads)
struct CommandLineTests {
  private func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// A line of a shell, `PROGRAM` being the program.
  private func shell(
    _ line: String, in folder: URL? = nil, meanwhile: (pid_t) throws -> Void = { _ in }
  ) throws -> Program.Result {
    try Program.run(
      "/usr/bin/env", ["bash", "-c", line.replacing("PROGRAM", with: Program.path)], in: folder,
      meanwhile: meanwhile)
  }

  private func train(_ arguments: String, in folder: URL) throws -> Program.Result {
    try Program.run(
      Program.path, ["train"] + arguments.split(separator: " ").map(String.init), in: folder)
  }

  @Test func digitsReachTheirAccuracyWhateverTheThreads() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = "--dataset digits --epochs 20 --seed 1 --json"
    let one = try train("\(run) --threads 1 --run-directory one", in: folder)
    let two = try train("\(run) --threads 2 --run-directory two", in: folder)
    #expect(one.exitCode == 0 && two.exitCode == 0)
    #expect(Log.comparable(one.output) == Log.comparable(two.output))
    let log = folder.appendingPathComponent("two/run.jsonl")
    #expect(try String(contentsOf: log, encoding: .utf8) == two.output)
    let evaluations = try Log(log).evaluations
    #expect(evaluations.count == 20)
    #expect(evaluations.last?.samples == 297)
    // Rounding alone, another instruction set for example, moves the end by one or two of a hundred.
    #expect(evaluations.map(\.accuracy).max() ?? 0 >= 0.96)
    #expect(evaluations.last?.accuracy ?? 0 >= 0.94)
    #expect(
      FileManager.default.fileExists(atPath: folder.appendingPathComponent("one/config.json").path))
  }

  @Test func scriptedInterventions() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try train(
      "--dataset digits --steps 20 --seed 3 --run-directory run --at 5:growth_rate=12 "
        + "--at 9:growth_rate=6 --at 12:undo --at 14:learning_rate=0.01 --at 18:stop", in: folder)
    #expect(result.exitCode == 0)
    let log = try Log(folder.appendingPathComponent("run/run.jsonl"))
    let surgery = log.applied.filter { $0.knob == .growthRate }
    #expect(surgery.map(\.step) == [5, 9, 12])
    #expect(surgery.map(\.after) == [12, 6, 12])
    let growth = try #require(surgery.first)
    #expect(abs((growth.lossBefore ?? 0) - (growth.lossAfter ?? 1)) < 1e-4)
    #expect(log.last?.reason == "stopped" && log.last?.step == 18)
  }

  /// One of each kind of failure, and what only the data and the machine tell: everything else that can be wrong
  /// with options is in `OptionsTests`, without a process for each.
  @Test(arguments: [
    ("--seed -1", 64, "'-1' is invalid for '--seed <number>'"),
    ("--dataset digits --steps 5 --at 5:momentum=0.5", 64, "--at 5: expected a step in 0…4"),
    ("--dataset digits --blocks 1,1,1,1,1", 64, "5 blocks: images of 8×8 are halved"),
    ("--dataset digits --train-samples 1501", 64, "1501 training samples: expected 1…1500"),
    (
      "--dataset digits --batch-size 1501", 64, "batch size 1501: expected at most 1500, the number"
    ),
    ("--dataset digits --train-samples 3", 64, "batch size 64: expected at most 3, the number"),
    ("--resume /dev/null", 65, "/dev/null: not a file, expected a regular file"),
    ("--dataset /nothing/there", 66, "/nothing/there"),
    ("--dataset digits --steps 1 --run-directory /proc/no", 74, "No such file or directory"),
    ("--dataset digits --steps 1 --run-directory /dev/full", 74, "folder: Not a directory"),
    ("-k 256 --blocks 1000 --batch-size 60000", 1, "memory"),
  ])
  func wrongUsage(arguments: String, exitCode: Int, line: String) throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try train(arguments, in: folder).expectRefusal(line, exitCode: Int32(exitCode))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func withoutATerminalItTrains() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try Program.run(
      Program.path, ["--dataset", "digits", "--steps", "3"], in: folder)
    #expect(result.exitCode == 0)
    #expect(result.errors.hasPrefix("No screen, for standard input and output are no terminal"))
    #expect(result.errors.contains("Finished after 3 steps."))
  }

  /// Signals that ask for the end: after the step under way, with the log complete.
  @Test(
    arguments: [(SIGINT, 130), (SIGTERM, 143), (SIGQUIT, 131), (SIGHUP, 129)] as [(Int32, Int32)])
  func endsInOrder(after number: Int32, exitCode: Int32) throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let log = folder.appendingPathComponent("run/run.jsonl")
    let result = try Program.run(
      Program.path,
      ["train", "--dataset", "digits", "--epochs", "100000", "--run-directory", "run"], in: folder
    ) { process in
      _ = try Log.wait(for: log) { !$0.steps.isEmpty }
      kill(process, number)
    }
    #expect(result.exitCode == exitCode)
    #expect(result.errors.hasSuffix("The run is in run\n"), "\(result.errors)")
    #expect(try Log(log).last?.reason == "stopped")
  }

  /// Whenever it is ended, in the middle of whatever change: what it had done is kept, and `--resume` does
  /// the rest as if nothing had happened. (Only an undo does not reach back behind that.)
  @Test(arguments: [3, 11, 17])
  func aRunThatIsEndedGoesOnToTheBit(steps: Int) throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = [
      "3:growth_rate=10", "5:add_layer=block2", "8:cut=block1/in->*", "9:freeze=block1",
      "12:cut_below=30", "15:growth_rate=5", "16:batch_size=40", "17:restart", "4:dropout=0.1",
      "11:remove_layer=block2", "14:evaluate",
    ]
    let options =
      ["train", "--dataset", "digits", "--steps", "60", "--blocks", "2,2", "--growth-rate", "4"]
      + script.flatMap { ["--at", $0] } + ["--run-directory"]
    #expect(try Program.run(Program.path, options + ["whole"], in: folder).exitCode == 0)
    _ = try Program.run(Program.path, options + ["ended"], in: folder) { process in
      let log = folder.appendingPathComponent("ended/run.jsonl")
      _ = try Log.wait(for: log) { $0.steps.count >= steps }
      kill(process, SIGTERM)
    }
    let (whole, beginning) = (
      try Log(folder.appendingPathComponent("whole/run.jsonl")),
      try Log(folder.appendingPathComponent("ended/run.jsonl"))
    )
    // The run may have come to its end before the signal, or with it.
    if beginning.steps.count == whole.steps.count { return }
    let rest = try Program.run(
      Program.path, ["train", "--resume", "ended", "--run-directory", "rest"], in: folder)
    #expect(rest.exitCode == 0, "\(rest.errors)")
    let end = try Log(folder.appendingPathComponent("rest/run.jsonl"))
    #expect((beginning.steps + end.steps).map(\.loss) == whole.steps.map(\.loss))
    #expect(
      (beginning.steps + end.steps).map(\.gradientNorms) == whole.steps.map(\.gradientNorms))
  }

  /// `nohup` starts a program with SIGHUP ignored, so that it outlives the terminal.
  @Test func aSignalThatIsIgnoredFromTheStartEndsNothing() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let log = folder.appendingPathComponent("run/run.jsonl")
    let result = try shell(
      "trap '' HUP; exec PROGRAM train --dataset digits --epochs 100000 --run-directory run",
      in: folder
    ) { process in
      let step = try Log.wait(for: log) { !$0.steps.isEmpty }.steps.count
      kill(process, SIGHUP)
      _ = try Log.wait(for: log) { $0.steps.count > step + 3 }
      kill(process, SIGTERM)
    }
    #expect(result.exitCode == 143)
  }

  /// Whatever a name holds, it does not steer the terminal.
  @Test func namesReachTheTerminalWithoutControlCharacters() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try Program.run(
      Program.path,
      ["train", "--dataset", "digits", "--steps", "1", "--run-directory", "a\u{1B}]0;x\u{7}b"],
      in: folder)
    #expect(result.exitCode == 0)
    #expect(result.errors.hasSuffix("The run is in a ]0;x b\n"), "\(result.errors)")
  }

  /// Ctrl-\ where there is nothing to complete: the end, without a word.
  @Test func quitsAtOnce() throws {
    let result = try Program.run(
      Program.path, ["benchmark", "--blocks", "1", "--input-shape", "1,8,8", "--seconds", "600"]
    ) { process in
      Thread.sleep(forTimeInterval: 1)
      kill(process, SIGQUIT)
    }
    #expect(result.exitCode == 131)
    #expect(result.output.isEmpty && result.errors.isEmpty, "\(result.errors)")
  }

  /// Help that nobody can read is an error too.
  @Test(arguments: ["--version", "train --help"])
  func textThatCannotBeWritten(arguments: String) throws {
    let result = try shell("exec PROGRAM \(arguments) > /dev/full")
    #expect(result.exitCode == 74)
    #expect(result.errors.contains("cannot write to standard output: No space left on device"))
  }

  /// What was done in a run is done again by its plan, to the bit.
  @Test func aPlanRepeatsARun() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = "--dataset digits --steps 30 --json --run-directory"
    let first = try train(
      "\(run) one --at 5:growth_rate=12 --at 9:block2/growth_rate=10 --at 12:undo --at 10:redo "
        + "--at 13:freeze=stem --at 14:add_layer=block1 --at 18:restart --at 3:checkpoint --at 25:stop",
      in: folder)
    #expect(first.exitCode == 0)
    let plan = folder.appendingPathComponent("one/plan.txt")
    let lines = try String(contentsOf: plan, encoding: .utf8)
    #expect(
      lines == """
        5:growth_rate=12
        9:block2/growth_rate=10
        12:undo
        10:redo
        13:freeze=stem
        14:add_layer=block1
        18:restart
        3:checkpoint
        25:stop

        """)
    let second = try train("\(run) two --plan \(plan.path)", in: folder)
    #expect(Log.comparable(first.output) == Log.comparable(second.output))
    #expect(
      try String(contentsOf: folder.appendingPathComponent("two/plan.txt"), encoding: .utf8)
        == lines)
    for (text, code, line) in [
      (
        "5:growth_rate=12\nnonsense # note\n", 65,
        "line 2, 'nonsense # note': expected WHEN:COMMAND"
      ),
      ("# nothing\n\n 3 : stop\n", 0, "Stopped after 3 steps."),
    ] as [(String, Int32, String)] {
      try Data(text.utf8).write(to: plan)
      let result = try train(
        "--dataset digits --steps 5 --run-directory r\(code) --plan \(plan.path)", in: folder)
      #expect(result.exitCode == code && result.errors.contains(line), "\(result.errors)")
    }
  }

  /// Nobody reads the copy of the log: the first signal ends the run all the same.
  @Test func aReaderThatStallsDoesNotHoldTheEnd() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let log = folder.appendingPathComponent("run/run.jsonl")
    let result = try shell(
      "mkfifo pipe; exec 7<>pipe; "
        + "exec PROGRAM train --json --dataset digits --epochs 100000 --run-directory run >&7",
      in: folder
    ) { process in
      var count = -1
      // Until the pipe is full and the run stands still.
      repeat {
        count = try Log.wait(for: log) { !$0.steps.isEmpty }.steps.count
        Thread.sleep(forTimeInterval: 0.5)
      } while try Log(log).steps.count != count
      kill(process, SIGTERM)
    }
    #expect(result.exitCode == 143)
    #expect(try Log(log).last?.reason == "stopped")
  }
}
