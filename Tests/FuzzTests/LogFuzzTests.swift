import Channel
import Explorer
import Export
import Foundation
import Report
import Testing

@testable import Training
@testable import densenet_explorer

/// Logs, which anybody may have written.
struct LogFuzzTests {
  /// Of what an event may say, beside what is in every log.
  static let words = [
    "\"network\":1", "\"network\":5", "\"network\":-1", "\"step\":1000000000", "\"fork\":\"wider\"",
    "\"fork\":\"../x\"", "\"path\":\"../../x\"", "\"label\":\"..\"", "\"label\":\"a\\nb\"",
    "\"matrix\":[]", "[[null]]", "[null,1e300]", "\"layers\":[]", "\"classes\":[]",
    "\"confusion\":[[1],[2,3]]", "\"restored_step\":9", "\"block\":2", "\"block\":1000",
    "\"command\":\"undo\"", "run_started", "run_ended", "network_changed", "layer_statistics",
    "\"undo_step\":0", "4611686018427387904", "1e17", "-0.0", "5e-324",
  ]

  private static let logs = Result {
    [try RealRun.alone.get(), try RealRun.comparison.get()].map { $0.text("run.jsonl") }
  }

  /// The beginning of a log and some of its other lines, altered.
  static func altered(_ dice: inout Dice) throws -> [UInt8] {
    let logs = try logs.get()
    var lines = dice.pick(logs).split(separator: "\n")
    let length = 4 + dice.below(12)
    while lines.count > length { lines.remove(at: 1 + dice.below(lines.count - 1)) }
    let text = lines.joined(separator: "\n") + "\n"
    return Mutation.text(text, words: words, others: logs, &dice)
  }

  /// Going through what a log tells, as `replay` does.
  @Test func replay() throws {
    let sandbox = try Sandbox()
    try Fuzzing("replay", cases: 100, mebibytes: 512).run { dice, number in
      try sandbox.write(Self.altered(&dice), to: "run.jsonl")
      defer { sandbox.expectNothingOutside(number) }
      do throws(RunError) {
        let run = try RecordedRun(sandbox.path)
        try goThrough(run, number, &dice)
        return .accepted
      } catch {
        return .refused(error.description)
      }
    }
  }

  private func goThrough(
    _ run: RecordedRun, _ number: Int, _ dice: inout Dice
  ) throws(RunError) {
    let player = LogPlayer(run) {}
    var watcher = Watcher(
      ExplorerState(
        replaying: Recording(knobs: run.knobs), from: dice.isOne(of: 2) ? dice.below(30) : nil))
    var reading = try LogReading(run, player)
    try reading.readAll()
    var playing = LogPlaying(run.log, player)
    for _ in 0..<6 {
      for news in player.takeNews() { watcher.hear(news) }
      if dice.isOne(of: 3) { watcher.enter("jump \(dice.below(40))", &dice) }
      watcher.look(number, &dice)
      // What orders bring may be answered with others.
      for _ in 0..<3 {
        if let order = watcher.takeOrder() { try playing.goOn(order) }
        for news in player.takeNews() { watcher.hear(news) }
      }
    }
  }

  @Test func log() throws {
    let sandbox = try Sandbox()
    try Fuzzing("log", cases: 200, mebibytes: 512).run { dice, number in
      try sandbox.write(Self.altered(&dice), to: "run.jsonl")
      defer { sandbox.expectNothingOutside(number) }
      do throws(RunError) {
        let run = try RecordedRun(sandbox.path)
        try use(run, in: sandbox, number, &dice)
        return .accepted
      } catch {
        return .refused(error.description)
      }
    }
  }

  /// One of the things that can be done with a run.
  private func use(
    _ run: RecordedRun, in sandbox: Sandbox, _ number: Int, _ dice: inout Dice
  ) throws(RunError) {
    let network = dice.below(run.names.count)
    let folder = sandbox("export")
    switch dice.below(8) {
    case 0:
      _ = try CSVExport.write(
        run, network: network, steps: folder + "/s.csv", evaluations: folder + "/e.csv"
      ) { _ in }
    case 1:
      _ = try TensorBoardExport.write(
        run, network: network, name: run.names[network], to: folder, checkpoint: nil
      ) { _ in }
    case 2:
      _ = try LogExport.write(
        run, network: dice.isOne(of: 2) ? network : nil, to: folder + "/l.jsonl"
      ) { _ in }
    case 3:
      var record = ComparisonRecord()
      try run.forEachEvent { event, _ in record.receive(event) }
      let pictures =
        dice.isOne(of: 2)
        ? [record.sheet.svg()] : record.charts.map { $0.chart.svg(width: 720, height: 440) }
      if pictures.contains(where: { $0.split(separator: "\n").contains(where: \.hasControls) }) {
        Issue.record("case \(number): a control character in a chart")
      }
    case 4:
      let record = try RunRecord(run)
      if let line = try? JSONLine.text(of: RunJSON("x", record)), line.hasControls {
        Issue.record("case \(number): a control character in JSON")
      }
      precondition(record.networks.count == run.names.count)
      for index in run.names.indices { _ = run.folder(ofNetwork: index) }
      _ = RecordedSettings(run.started, network: network).values.mapValues(\.text)
    default:
      var watcher = Watcher(networks: run.names.count)
      for index in run.names.indices {
        var events: [RunEvent] = []
        try run.forEachEvent(ofNetwork: index) { event, _ in events.append(event) }
        watcher.hear(events, network: index)
      }
      for _ in 0..<3 { watcher.look(number, &dice) }
    }
  }
}
