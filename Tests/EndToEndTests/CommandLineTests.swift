import Foundation
import Testing

/// The program as a script uses it.
@Suite(.serialized)
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

  /// A log without the fields that depend on the clock or name the number of threads.
  private func comparable(_ log: String) -> [String] {
    log.split(separator: "\n").map { line in
      String(line).replacing(#/"(seconds|images_per_second|threads)":[0-9.e-]+,?/#, with: "")
    }
  }

  @Test func digitsReachTheirAccuracyWhateverTheThreads() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = "--dataset digits --epochs 20 --seed 1 --json"
    let one = try train("\(run) --threads 1 --run-directory one", in: folder)
    let two = try train("\(run) --threads 2 --run-directory two", in: folder)
    #expect(one.exitCode == 0 && two.exitCode == 0)
    #expect(comparable(one.output) == comparable(two.output))
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

  @Test(arguments: [
    ("--depth 23", 64, "--depth 23: expected 6n + 4, the nearest are 22 and 28"),
    ("--depth 5 --no-bottleneck", 64, "--depth 5: expected 3n + 4, the nearest is 7"),
    ("--growth-rate 0", 64, "--growth-rate 0: expected a whole number in 1…256"),
    ("--growth-rate 257", 64, "--growth-rate 257: expected a whole number in 1…256"),
    ("--learning-rate nan", 64, "--learning-rate nan: expected a number over 0, at most 1000"),
    ("--batch-size 0", 64, "--batch-size 0: expected a whole number in 1…65536"),
    ("--batch-size 10000000", 64, "--batch-size 10000000: expected a whole number in 1…65536"),
    ("--depth -1", 64, "--depth -1: expected 1…6004"),
    ("--momentum -0.5", 64, "momentum -0.5: expected a number from 0 to below 1"),
    ("--seed -1", 64, "'-1' is invalid for '--seed <number>'"),
    ("--epochs --json", 64, "'--json' is invalid for '--epochs <passes>': Passes over"),
    ("--steps 0", 64, "--steps 0: expected 1…1000000000"),
    ("--epochs 1 --steps 1", 64, "--epochs and --steps: expected one of the two"),
    ("--threads 0", 64, "--threads 0: expected 1…256"),
    ("--compression 0", 64, "--compression 0.0: expected a number over 0, at most 1"),
    ("--blocks 3,0", 64, "--blocks 3,0: expected 1…8 blocks of 1…1000 layers each"),
    ("--at 5:growth_rate=0", 64, "--at 5: growth rate 0: expected a whole number in 1…256"),
    ("--at -1:undo", 64, "'-1:undo' is invalid for '--at <when:command>': Do something"),
    ("--at loss<low:undo", 64, "'loss<low:undo' is invalid for '--at <when:command>'"),
    ("--at loss<0.5:momentum=2", 64, "--at loss<0.5: momentum 2: expected a number from 0 to"),
    ("--resume a --weights b", 64, "--resume and --weights: expected one of the two"),
    ("--time-line -1", 64, "--time-line -1: expected 0…1000000"),
    ("--at nonsense", 64, "'nonsense' is invalid for '--at <when:command>': Do something"),
    ("--growth-rate many", 64, "'many' is invalid for '--growth-rate <maps>': Feature maps that"),
    ("--dataset digits --steps 5 --at 5:momentum=0.5", 64, "--at 5: expected a step in 0…4"),
    ("--dataset digits --blocks 1,1,1,1,1", 64, "5 blocks: images of 8×8 are halved"),
    ("--dataset digits --train-samples 1501", 64, "1501 training samples: expected 1…1500"),
    (
      "--dataset digits --batch-size 1501", 64, "batch size 1501: expected at most 1500, the number"
    ),
    ("--dataset digits --train-samples 3", 64, "batch size 64: expected at most 3, the number"),
    ("--resume nothing", 66, "nothing: cannot be opened: No such file or directory"),
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
  @Test(arguments: ["--help", "--version", "train --help"])
  func textThatCannotBeWritten(arguments: String) throws {
    let result = try shell("exec PROGRAM \(arguments) > /dev/full")
    #expect(result.exitCode == 74)
    #expect(result.errors.contains("cannot write to standard output: No space left on device"))
  }

  /// A full disk: the run goes on in memory and says so at once; at its end the exit code is 74.
  @Test func aLogThatCannotBeWrittenWaits() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createSymbolicLink(
      atPath: folder.appendingPathComponent("run.jsonl").path, withDestinationPath: "/dev/full")
    let result = try train(
      "--dataset digits --steps 3 --run-directory \(folder.path)", in: folder)
    #expect(result.exitCode == 74)
    let reason = "No space left on device"
    #expect(
      result.errors.contains("warning: the log cannot be written: \(reason); the run goes on"))
    #expect(result.errors.contains("test accuracy"), "the run comes to its end")
    #expect(result.errors.hasSuffix("run.jsonl: cannot be written: \(reason)\n"))
    // Its weights are kept all the same.
    _ = try Program.run(Program.path, ["evaluate", folder.path], in: folder)
    #expect(
      FileManager.default.fileExists(
        atPath: folder.appendingPathComponent("checkpoints/step-3.safetensors").path))
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
    #expect(comparable(first.output) == comparable(second.output))
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
    try train("--plan nowhere.txt", in: folder).expectRefusal(
      "nowhere.txt: cannot be opened: No such file or directory", exitCode: 66)
  }

  /// Room for a part of a line: the log ends with a whole one, and the run's weights are tried.
  @Test func aLogHasNoHalfLines() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let result = try shell(
      "trap '' XFSZ; ulimit -f 40; "
        + "exec PROGRAM train --dataset digits --epochs 5 --run-directory run", in: folder)
    #expect(result.exitCode == 74)
    let warning = "the log cannot be written: File too large; the run goes on"
    #expect(result.errors.contains(warning), "\(result.errors)")
    let text = try String(
      contentsOf: folder.appendingPathComponent("run/run.jsonl"), encoding: .utf8)
    #expect(text.hasSuffix("}\n") && text.utf8.count > 20_000)
  }

  /// Lines that go nowhere are said to; what the run has come to is written nevertheless.
  @Test func aLogThatIsRemovedIsMissed() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = folder.appendingPathComponent("run")
    let result = try Program.run(
      Program.path,
      ["train", "--dataset", "digits", "--epochs", "8", "--run-directory", "run"], in: folder
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

  @Test func helpNamesEveryOptionWithItsDefault() throws {
    let result = try Program.run(Program.path, ["help", "train"])
    #expect(result.exitCode == 0)
    for option in [
      "--dataset", "--train-samples", "--augment", "--image-size", "--architecture", "--depth",
      "--growth-rate", "--blocks",
      "--no-bottleneck", "--compression", "--initial-channels", "--batch-size", "--learning-rate",
      "--momentum", "--no-nesterov", "--weight-decay", "--schedule", "--epochs", "--steps",
      "--evaluate-every", "--seed", "--threads", "--instruction-set", "--run-directory", "--at",
      "--json",
    ] {
      #expect(result.output.contains(option), "\(option)")
    }
    #expect(result.output.contains("(default: 64)"))
  }
}
