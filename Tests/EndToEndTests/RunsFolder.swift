import Foundation
import Testing

/// A folder in which the program is started and stopped.
struct RunsFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: url) }

  /// Runs the program to its end.
  ///
  /// - Parameter line: words between spaces.
  func program(_ line: String) throws -> Program.Result {
    try Program.run(Program.path, line.split(separator: " ").map(String.init), in: url)
  }

  func text(_ name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
  }

  /// Where a run can go on, and how far its log has come.
  struct State {
    var checkpoint: Int
    var step: Int
  }

  func state(_ run: String) throws -> State {
    State(
      checkpoint: try checkpoints(run).last ?? 0,
      step: try Log(url.appendingPathComponent("\(run)/run.jsonl")).steps.last?.step ?? 0)
  }

  /// The steps of the checkpoints that a run has written by itself.
  func checkpoints(_ run: String) throws -> [Int] {
    try FileManager.default.contentsOfDirectory(atPath: url.path + "/\(run)/checkpoints")
      .compactMap { name in
        name.wholeMatch(of: /automatic-step-([0-9]+)\.safetensors/).flatMap { Int($0.1) }
      }.sorted()
  }

  /// Starts a run that writes its log to standard output too, and kills it once that has a step.
  func kill(_ line: String, afterStep step: Int) throws -> (before: State, errors: String) {
    let before = (try? state("killed")) ?? State(checkpoint: 0, step: 0)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = line.split(separator: " ").map(String.init)
    process.currentDirectoryURL = url
    process.standardInput = FileHandle.nullDevice
    let (output, errors) = (Pipe(), url.appendingPathComponent("errors"))
    try Data().write(to: errors)
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: errors)
    try Program.startWithSignals(process)
    var told = ""
    while !told.contains(#""step":\#(step),"#) {
      let part = output.fileHandleForReading.availableData
      if part.isEmpty { break }
      told += String(decoding: part, as: UTF8.self)
    }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal, "it ended before step \(step)")
    return (before, try String(contentsOf: errors, encoding: .utf8))
  }

  /// Expects the line that says where a run goes on and what is made again.
  func expectNotice(
    _ before: State, _ errors: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let lost = before.step - before.checkpoint
    let again = lost == 0 ? "" : "; \(lost) steps behind that are made again"
    #expect(
      errors.contains("Going on in killed from step \(before.checkpoint)\(again)\n"), "\(errors)",
      sourceLocation: sourceLocation)
  }

  /// Expects two runs to have the same log, but for the clock, and the same weights to the bit.
  func expectSame(
    _ one: String, _ other: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    func log(_ run: String) throws -> [String] {
      Log.comparable(try text("\(run)/run.jsonl"))
    }
    func weights(_ run: String) throws -> Data {
      try Data(contentsOf: url.appendingPathComponent("\(run)/checkpoints/step-240.safetensors"))
    }
    #expect(try log(one) == log(other), sourceLocation: sourceLocation)
    #expect(try weights(one) == weights(other), sourceLocation: sourceLocation)
  }
}
