import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// `compare` as a script uses it.
@Suite(.serialized, .onOwnThreads)
struct CompareCommandTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Three small networks, six steps.
  private static let three = [
    "--network", "plain depth=8 learning-rate=0.02", "--network", "deep = plain depth=14",
    "--network", "small=densenet depth=7 k=4 bottleneck=no",
  ]

  private func compare(
    _ arguments: [String], meanwhile: (_ process: pid_t) throws -> Void = { _ in }
  ) throws -> Program.Result {
    try Program.run(
      Program.path, ["compare", "--dataset", "digits", "--headless"] + arguments, in: folder,
      meanwhile: meanwhile)
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  private func remove() { try? FileManager.default.removeItem(at: folder) }

  @Test func networksHaveOptionsOfTheirOwn() throws {
    defer { remove() }
    let result = try compare(
      Self.three + [
        "--network", "densenet depth=10 growth_rate=4 compression=0.4 nesterov=no dropout=0.1",
        "--network", "plain blocks=1,1 normalization=none activation=tanh initialization=uniform",
        "--network", "resnet depth=8 initial-channels=6 at=2:learning_rate=0.3 schedule=constant",
        "--steps", "4", "--depth", "20", "--learning-rate", "0.05", "--json",
        "--run-directory", "run",
      ])
    #expect(result.exitCode == 0, "\(result.errors)")
    let log = try Log(folder.appendingPathComponent("run/run.jsonl"))
    #expect(try text("run/run.jsonl") == result.output)
    guard case .runStarted(let started)? = log.events.first else {
      Issue.record("the log has no beginning")
      return
    }
    #expect(
      started.networks.map(\.label) == ["plain", "deep", "small", "densenet", "plain-2", "resnet"])
    #expect(
      started.networks.map(\.name) == [
        "plain-8", "plain-14", "DenseNet-C (7, k=4)", "DenseNet-BC (10, k=4)",
        "plain-6 (1,1, 16 wide)", "ResNet-8 (1,1,1, 6 wide)",
      ])
    func rates(_ network: Int) -> [Double] {
      log.steps.filter { $0.network == network }.map(\.learningRate)
    }
    #expect(rates(0).first == 0.02 && rates(1).first == 0.05)
    #expect(rates(5) == [0.05, 0.05, 0.3, 0.3])
    for name in ["plain", "deep", "small", "densenet", "plain-2", "resnet"] {
      let own = try Log(folder.appendingPathComponent("run/\(name)/run.jsonl"))
      #expect(own.last?.reason == "finished" && own.steps.count == 4)
    }
    // What is no option of a network: biases instead of norms, more channels.
    #expect(started.networks[4].parameters != started.networks[0].parameters)
    #expect(started.networks[5].layers.first?.outputShape.first == 6)
  }

  @Test func networksAreMatched() throws {
    defer { remove() }
    let result = try compare(
      [
        "--match", "parameters", "--steps", "1", "--run-directory", "run", "--network",
        "densenet depth=10",
      ]
        + ["--network", "plain depth=8", "--network", "own = plain depth=8 initial-channels=3"])
    #expect(result.exitCode == 0, "\(result.errors)")
    let log = try Log(folder.appendingPathComponent("run/run.jsonl"))
    guard case .runStarted(let started)? = log.events.first else {
      Issue.record("the log has no beginning")
      return
    }
    // One width more or less makes a difference of a third or so.
    let parameters = started.networks.map { Double($0.parameters) }
    #expect(abs(parameters[1] / parameters[0] - 1) < 0.2, "\(parameters)")
    // Who says how wide it is stays so.
    #expect(started.networks[2].layers.first?.outputShape.first == 3)
  }

  @Test(arguments: ["html", "md"])
  func reportsAreWritten(format: String) throws {
    defer { remove() }
    let result = try compare(
      Self.three + [
        "--steps", "6", "--evaluate-every", "3", "--run-directory", "run",
        "--report", "what came.\(format)",
      ])
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.errors.hasSuffix("The report is in what came.\(format)\n"))
    let report = try text("what came.\(format)")
    for name in ["plain", "deep", "small"] { #expect(report.contains(name)) }
    #expect(report.contains("3 networks, trained in lockstep"))
    #expect(report.contains("densenet-explorer compare --dataset digits --headless --network"))
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    if format == "md" {
      let charts = (1...4).map { "what came-\($0).svg" }
      #expect(files == ["run"] + charts.sorted() + ["what came.md"])
      #expect(report.contains("| network | parameters |"))
      // In a shell's quotes.
      #expect(report.contains("'small=densenet depth=7 k=4 bottleneck=no'"))
      for chart in charts {
        #expect(report.contains(chart.replacing(" ", with: "%20")) || report.contains("<\(chart)>"))
        _ = try XMLDocument(data: Data(try text(chart).utf8))
      }
    } else {
      #expect(files == ["run", "what came.\(format)"])
      _ = try XMLDocument(data: Data(report.utf8))
    }
  }

  @Test func aSweepOverDepths() throws {
    defer { remove() }
    let result = try compare([
      "--depths", "8,14", "--steps", "3", "--run-directory", "run", "--network", "plain",
      "--network", "hopeless = plain normalization=none initialization=uniform",
      "--report", "sweep.html",
    ])
    #expect(result.exitCode == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasPrefix("network") == true)
    for row in ["plain-8", "plain-14"] {
      #expect(lines.count { $0.hasPrefix("\(row) ") } == 2, "\(result.output)")
    }
    #expect(result.output.contains("loss against depth: o plain  x hopeless"))
    #expect(result.output.contains("hopeless has learned at no depth.\n"))
    #expect(
      lines.last == "A loss above 90 % of that of guessing, 2.3026, counts as nothing learned.")
    for depth in [8, 14] {
      #expect(result.errors.contains("Depth \(depth)\n"))
      let log = try Log(folder.appendingPathComponent("run/depth-\(depth)/hopeless/run.jsonl"))
      #expect(log.steps.count == 3)
    }
    let report = try text("sweep.html")
    #expect(report.contains("hopeless has learned at no depth."))
    _ = try XMLDocument(data: Data(report.utf8))
  }

  /// A depth at which no network holds out is a finding, and the sweep goes on.
  @Test func aSweepOverDepthsThatFail() throws {
    defer { remove() }
    let result = try compare([
      "--depths", "8,14", "--steps", "30", "--run-directory", "run", "--network",
      "wild = plain learning-rate=1000", "--weight-decay", "1", "--report", "sweep.md",
    ])
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.components(separatedBy: "no: failed at step").count == 3)
    #expect(result.output.contains("wild has learned at no depth."))
    #expect(result.errors.contains("densenet-explorer: wild: the run failed at step"))
    #expect(try text("sweep.md").contains("no: failed at step"))
  }

  /// What was learned until a signal ends the run is reported.
  @Test func aReportIsWrittenAfterASignal() throws {
    defer { remove() }
    let log = folder.appendingPathComponent("run/run.jsonl")
    let result = try compare([
      "--network", "plain depth=8", "--steps", "1000000", "--run-directory", "run", "--report",
      "report.html",
    ]) { process in
      _ = try Log.wait(for: log) { !$0.steps.isEmpty }
      kill(process, SIGINT)
    }
    #expect(result.exitCode == 130, "\(result.errors)")
    #expect(try text("report.html").contains("Training loss"))
  }

  /// One network that cannot learn holds the others up by nothing.
  @Test func aNetworkThatBreaksIsLeftOut() throws {
    defer { remove() }
    let result = try compare(
      [
        "--network", "plain depth=8", "--network", "wild = plain depth=8 learning-rate=1000",
        "--steps", "30", "--weight-decay", "1", "--run-directory", "run", "--report", "report.svg",
      ])
    let log = try Log(folder.appendingPathComponent("run/plain/run.jsonl"))
    #expect(log.last?.step == 30, "\(result.errors)")
    let wild = try Log(folder.appendingPathComponent("run/wild/run.jsonl"))
    #expect(wild.last?.reason == "failed", "\(result.errors)")
    #expect(result.exitCode == 0 && result.errors.contains("wild failed: "), "\(result.errors)")
    let report = try text("report.svg")
    #expect(report.contains("plain") && report.contains("wild"))
    _ = try XMLDocument(data: Data(report.utf8))
  }
}
