import Foundation
import Testing

/// `export` and `runs` as a script uses them.
@Suite(.serialized, .onOwnThreads)
struct ExportCommandTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Words between spaces, after a command line's program.
  private func run(_ line: String) throws -> Program.Result {
    try Program.run(Program.path, line.split(separator: " ").map(String.init), in: folder)
  }

  private func makeRun() throws {
    let options = "--dataset digits --blocks 1,1 -k 4 --steps 6 --evaluate-every 3"
    #expect(
      try run("train \(options) --at 4:add_layer=block1 --run-directory runs/a").exitCode == 0)
  }

  private func makeComparison() throws {
    let result = try Program.run(
      Program.path,
      [
        "compare", "--dataset", "digits", "--headless", "--steps", "3", "--run-directory", "runs/c",
        "--network", "plain depth=8", "--network", "thin = densenet depth=10 k=2",
      ], in: folder)
    #expect(result.exitCode == 0, "\(result.errors)")
  }

  private func names(_ path: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent(path).path)
    return (names ?? []).sorted()
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
  }

  @Test func aRunInEveryFormat() throws {
    defer { remove() }
    try makeRun()
    for line in [
      "--to out/t.csv", "--to out/log --format jsonl", "--to out/tb --format tensorboard",
      "--to out/w.safetensors", "--to out/sheet.SVG", "--to out/svg --format svg",
      "--to out/six --format safetensors --checkpoint 6",
    ] {
      let result = try run("export runs/a \(line)")
      #expect(result.exitCode == 0 && result.output.isEmpty)
      #expect(result.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("Wrote out/") })
    }
    #expect(
      names("out") == [
        "log", "sheet.SVG", "six", "svg", "t-evaluations.csv", "t.csv", "tb", "w.safetensors",
      ])
    #expect(try text("out/log/run.jsonl") == text("runs/a/run.jsonl"))
    #expect(try text("out/t.csv").components(separatedBy: "\r\n").count == 8)
    #expect(names("out/svg").count == 7 && names("out/six") == ["weights.safetensors"])
    #expect(names("out/tb").count == 1)
    // The weights alone say which network they are.
    let whole = try run("evaluate runs/a --json")
    #expect(whole.exitCode == 0)
    #expect(try run("evaluate out/w.safetensors --json").output == whole.output)
    #expect(
      try run("train --weights out/w.safetensors --steps 1 --run-directory b").exitCode == 0)
  }

  @Test func eachNetworkOfAComparisonOrOne() throws {
    defer { remove() }
    try makeComparison()
    for format in ["csv", "jsonl", "tensorboard", "safetensors", "svg"] {
      let result = try run("export runs/c --to \(format) --format \(format)")
      #expect(result.exitCode == 0, "\(result.errors)")
    }
    #expect(
      names("csv") == [
        "plain-evaluations.csv", "plain-steps.csv", "thin-evaluations.csv", "thin-steps.csv",
      ])
    #expect(names("tensorboard") == ["plain", "thin"])
    #expect(names("safetensors") == ["plain.safetensors", "thin.safetensors"])
    #expect(try run("export runs/c --to t.jsonl --network thin").exitCode == 0)
    #expect(try run("export t.jsonl --to t.csv").exitCode == 0)
    #expect(try text("t.csv") == text("csv/thin-steps.csv"))
  }

  @Test func aKilledRunIsReadAsFarAsItIsWhole() throws {
    defer { remove() }
    try makeRun()
    let log = folder.appendingPathComponent("runs/a/run.jsonl")
    let text = try text("runs/a/run.jsonl")
    try Data(text.prefix(text.count * 2 / 3).utf8).write(to: log)
    for (format, name) in [
      ("csv", "x.csv"), ("jsonl", "x.jsonl"), ("tensorboard", "x"), ("svg", "x.svg"),
    ] {
      let result = try run("export runs/a --to \(name) --format \(format)")
      #expect(result.exitCode == 0)
      #expect(
        result.errors.hasPrefix(
          "Warning: runs/a/run.jsonl: the last line is cut short, passed over\nWrote \(name)"),
        "\(result.errors)")
    }
    let list = try run("runs")
    #expect(list.output.contains(" killed ") && list.errors.isEmpty)
  }

  private static let refusals: [(arguments: String, exitCode: Int32, line: String)] = [
    ("runs/a --to x", 64, "--to 'x': expected --format, or a name that ends in .csv, .jsonl"),
    ("runs/a --to x --format parquet", 64, "'parquet' is invalid for '--format"),
    (
      "runs/a --to runs/a/run.jsonl", 64,
      "--to 'runs/a/run.jsonl': lies in the run that is exported"
    ),
    ("runs/a --to runs/a/new/x.csv", 64, "lies in the run that is exported"),
    ("runs/a --to x.csv --network plain", 64, "--network plain: expected it with a comparison"),
    ("runs/a --to x.csv --checkpoint 3", 64, "--checkpoint: csv has no weights"),
    ("runs/a --to x.safetensors --checkpoint -1", 64, "--checkpoint -1: expected 0…1000000000"),
    (
      "runs/a --to x.safetensors --checkpoint 3", 66,
      "no checkpoint of step 3, expected one of 0, 6"
    ),
    ("runs/c --to x.csv", 64, "--to 'x.csv': 2 networks need a file each, expected a folder"),
    ("runs/c --to x.jsonl --network y", 64, "--network y: expected one of plain, thin"),
    ("runs/a/config.json --to x.csv", 65, "config.json: does not begin as a run's log"),
    ("runs --to x.csv", 66, "runs: expected a run's folder, with run.jsonl in it"),
    ("nothing --to x.csv", 66, "nothing: cannot be opened: No such file or directory"),
    ("runs/a --to /dev/null/x.csv", 74, "x.csv: cannot write the file"),
    ("runs/a --to runs/a/../../runs/a/x.svg", 64, "lies in the run that is exported"),
  ]

  @Test func whatCannotBe() throws {
    defer { remove() }
    try makeRun()
    try makeComparison()
    let before = names("runs/a")
    for (arguments, exitCode, line) in Self.refusals {
      try run("export \(arguments)").expectRefusal(line, exitCode: exitCode)
    }
    #expect(names("runs/a") == before && names(".") == ["runs"])
  }

  // MARK: Runs

  @Test func runsAreListedComparedAndDeleted() throws {
    defer { remove() }
    try makeRun()
    try makeComparison()
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("runs/broken"), withIntermediateDirectories: true)
    try Data("\u{1B}[2J".utf8).write(to: folder.appendingPathComponent("runs/broken/run.jsonl"))
    let list = try run("runs")
    #expect(list.exitCode == 0 && !list.errors.contains("\u{1B}"))
    #expect(list.errors.hasPrefix("Warning: runs/broken/run.jsonl: does not begin as"))
    let lines = list.output.split(separator: "\n")
    #expect(lines.count == 6 && lines[2].hasPrefix("a ") && lines[2].contains(" finished "))
    #expect(lines[3].hasPrefix("c  ") && lines[3].contains("2 networks"))
    #expect(lines[4].hasPrefix("  plain") && lines[5].hasPrefix("  thin"))
    let json = try JSONSerialization.jsonObject(with: Data(run("runs --json").output.utf8))
    let runs = try #require(json as? [[String: Any]])
    #expect(runs.map { $0["name"] as? String } == ["a", "c"])
    #expect(runs.map { $0["step"] as? Int } == [6, 3])
    let compared = try run("runs compare a runs/c")
    #expect(compared.exitCode == 0)
    #expect(compared.output.contains("\nduration.steps "))
    #expect(!compared.output.contains("\ndataset ") && !compared.output.contains("\nseed "))
    #expect(compared.output.contains("4:add_layer=block1"))

    try run("runs delete a").expectRefusal("cannot ask without a terminal", exitCode: 64)
    try run("runs delete a runs --yes").expectRefusal("runs: has no run.jsonl", exitCode: 64)
    try run("runs delete ../x --yes").expectRefusal("../x: no such run", exitCode: 66)
    #expect(names("runs/a").contains("run.jsonl"))
    let deleted = try run("runs delete a c --yes")
    #expect(deleted.exitCode == 0 && deleted.errors == "Deleted runs/a\nDeleted runs/c\n")
    #expect(names("runs") == ["broken"])
  }

  /// Tables, pictures and JSON of the same evaluation.
  @Test func mistakesAreShown() throws {
    defer { remove() }
    try makeRun()
    let text = try run("evaluate runs/a --mistakes 2 --ascii")
    #expect(text.exitCode == 0 && text.output.contains("\nThe worst mistakes, 2 of "))
    let pictures = text.output.components(separatedBy: "The worst mistakes").last ?? ""
    #expect(pictures.unicodeScalars.allSatisfy(\.isASCII) && pictures.contains("taken for "))
    #expect(text.output.contains("mean of the classes     297 "))
    #expect(try !run("evaluate runs/a --mistakes 0").output.contains("mistake"))
    let line = try run("evaluate runs/a --mistakes 5 --json").output
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    let mistakes = try #require(json["mistakes"] as? [[String: Any]])
    let worst = mistakes.compactMap { $0["label_probability"] as? Double }
    #expect(mistakes.count == 5 && worst == worst.sorted())
    #expect((json["per_class"] as? [[String: Any]])?.count == 10)
  }
}
