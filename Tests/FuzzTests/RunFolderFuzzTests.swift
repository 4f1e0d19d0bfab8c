import Channel
import Foundation
import Samples
import Testing

@testable import Training
@testable import densenet_explorer

/// Folders of runs in which anything may stand: settings, plans, logs and checkpoints.
struct RunFolderFuzzTests {
  private static let settingWords = [
    "\"steps\"", "\"epochs\"", "\"blocks\" : [1000, 1000]", "\"plain\"", "\"dataset\" : \"../x\"",
    "\"interventions\" : []", "\"step\" : -1", "{\"command\" : \"pause\"}", "\"threads\" : 0",
    "\"time_line\" : -1", "\"train_samples\" : 0", "\"batch_size\" : 65536", "\"label\" : \"..\"",
    "\"resume\" : \"/dev/zero\"",
  ]

  @Test func config() throws {
    let files = try RealRun.alone.get()
    let sandbox = try Sandbox()
    try sandbox.write(files.filter { $0.key == "run.jsonl" })
    let original = files.text("config.json")
    let options = try RunOptions.parse([])
    let digits = try Dataset("digits", trainSamples: 40)
    try Fuzzing("config", cases: 300, mebibytes: 256).run { dice, number in
      try sandbox.write(
        Mutation.text(original, words: Self.settingWords, &dice), to: "config.json")
      let recorded = RecordedSettings(folder: URL(fileURLWithPath: sandbox.path))
      for (name, value) in recorded.values {
        if RunText.name(name).hasControls || RunText.name(value.text).hasControls {
          Issue.record("case \(number): a setting with a control character")
        }
      }
      do {
        let stored = try StoredRun(URL(fileURLWithPath: sandbox.path))
        let settings = try RunSettings(options, resuming: stored.settings, at: 0)
        let plan = try RunPlan(settings, dataset: digits)
        _ = (plan.memoryRequired, plan.steps, plan.scheduleFactor(step: 3, samplesDone: 48))
        let written = try JSONLine.text(of: settings)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let again = try decoder.decode(RunSettings.self, from: Data(written.utf8))
        // As text, for a figure that is none is not equal to itself.
        if try JSONLine.text(of: again) != written {
          Issue.record("case \(number): settings are not read as they were written")
        }
        return .accepted
      } catch let error as RunError {
        return .refused(error.description)
      } catch let failure as Failure {
        return .refused(failure.message)
      }
    }
  }

  @Test func plan() throws {
    let sandbox = try Sandbox()
    let original = try RealRun.alone.get().text("plan.txt") + "\n# A comment\nloss<0.5:stop\n"
    let words =
      Command.textForms + ["test_accuracy>0.9", "loss<", ":", "100:", "block2/", "1e400", "0x10"]
    var options = try RunOptions.parse([])
    options.plan = sandbox("plan.txt")
    try Fuzzing("plan", cases: 300, mebibytes: 128).run { dice, _ in
      try sandbox.write(Mutation.text(original, words: words, &dice), to: "plan.txt")
      do throws(Failure) {
        let settings = try RunSettings(options, weights: nil)
        // What was read is written as it was read.
        for intervention in settings.interventions {
          let text = intervention.command.text
          precondition(text.flatMap(Command.init) == intervention.command)
        }
        _ = settings.interventions.inOrder
        precondition(settings.objection == nil)
        return .accepted
      } catch {
        return .refused(error.message)
      }
    }
  }

  /// Runs that go on in folders that were tampered with.
  @Test func stored() throws {
    let files = try RealRun.alone.get()
    let checkpoints = files.checkpoints.compactMap { files[$0] }
    let names = files.keys.sorted()
    let sandbox = try Sandbox()
    try sandbox.write(files)
    let folder = URL(fileURLWithPath: sandbox.path)
    #expect(try StoredRun(folder).checkpoint != nil)
    try Fuzzing("stored", cases: 100, mebibytes: 512).run { dice, number in
      var altered: Set = [dice.pick(names)]
      if dice.isOne(of: 2) { altered.insert(dice.pick(names)) }
      for name in altered.sorted() {
        let file = files[name] ?? []
        try sandbox.write(
          name.hasSuffix(".safetensors")
            ? TensorFile.altered(file, checkpoints, &dice)
            : Mutation.text(
              files.text(name), words: LogFuzzTests.words + Self.settingWords, &dice), to: name)
      }
      var goesOn = false
      defer {
        if goesOn { try? sandbox.empty() }
        try? sandbox.write(goesOn ? files : files.filter { altered.contains($0.key) })
      }
      do throws(RunError) {
        let stored = try StoredRun(folder)
        precondition(stored.objections.allSatisfy(\.isOneHarmlessLine))
        if dice.isOne(of: 4) {
          var watcher = Watcher(networks: 1)
          var events: [RunEvent] = []
          try stored.forEachEvent { events.append($0) }
          watcher.hear(events)
          watcher.look(number, &dice)
        }
        // A few of them: each reads data and makes a step.
        if dice.isOne(of: 200) {
          goesOn = true
          try goOn(stored)
        }
        sandbox.expectNothingOutside(number)
        return .accepted
      } catch {
        sandbox.expectNothingOutside(number)
        return .refused(error.description)
      }
    }
  }

  /// Makes a step more, unless that takes long or much memory.
  private func goOn(_ stored: StoredRun) throws(RunError) {
    var stored = stored
    stored.settings.duration = .steps((stored.checkpoint?.origin?.step ?? 0) + 1)
    (stored.settings.threads, stored.settings.instructionSet) = (1, .best)
    guard stored.settings.dataset == "digits" else { return }
    let plan = try RunPlan(stored.settings, dataset: try Dataset(stored.settings))
    guard plan.memoryRequired < 256 << 20 else { return }
    do {
      try RealRun.wait { completion in
        TrainingRun.start(
          stored.settings, from: .stored(stored), folder: stored.folder, channel: RunChannel(),
          warningPolicy: .goOn, completion: completion)
      }
    } catch let error as RunError {
      throw error
    } catch {
      throw RunError(.other, "\(error)")
    }
  }
}
