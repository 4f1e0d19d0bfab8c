import ArgumentParser
import Channel
import Foundation
import Networks
import Terminal
import Testing

@testable import Training
@testable import densenet_explorer

/// The command line: every option of every subcommand, up to where a run would begin.
struct OptionFuzzTests {
  private static let values =
    [
      "1", "8", "2", "64", "0.1", "0.5", "0", "-1", "65536", "1e-4", "never", "500", "2min", "auto",
      "digits", "/dev/zero", "/dev/null", "/nowhere", "../x", "..", "", "8,8", "3,32,32", "1,8,8",
      "8,20,32", "2,2,2", "16,16", "100:growth_rate=12", "loss<0.5:stop", "0:fork=0/x", "x.html",
      "plain depth=56 normalization=none", "deep = plain depth=14", "resnet k=12", "depth", "runs",
      "x.csv", "9223372036854775807", "18446744073709551615",
    ] + Command.textForms

  @Test func options() throws {
    let commands = try CommandTree.commands()
    // Few unless the script runs it: a debug build takes half a second to parse a line.
    try Fuzzing("options", cases: 4, mebibytes: 256, accepted: 0.02...0.9).run { dice, _ in
      let (words, arguments) = dice.pick(commands)
      var line = words
      for _ in 0..<dice.below(5) where !arguments.isEmpty {
        line += Self.words(dice.pick(arguments), &dice)
      }
      for argument in arguments where argument.kind == "positional" && dice.isOne(of: 2) {
        line += Self.words(argument, &dice)
      }
      do {
        try use(try DensenetExplorer.parseAsRoot(line))
        return .accepted
      } catch let failure as Failure {
        return .refused(failure.message)
      } catch let error as RunError {
        return .refused(error.description)
      } catch {
        if DensenetExplorer.exitCode(for: error) == .success { return .accepted }
        return .refused(harmless(DensenetExplorer.line(for: error)))
      }
    }
  }

  /// A name and a value, either of which may be something else.
  private static func words(_ argument: CommandTree.Argument, _ dice: inout Dice) -> [String] {
    var value = dice.pick(argument.allValues ?? values)
    if dice.isOne(of: 3) {
      value = String(decoding: Mutation.text(value, words: values, &dice), as: UTF8.self)
    }
    guard let name = argument.names.flatMap({ $0.isEmpty ? nil : dice.pick($0) }) else {
      return [value]
    }
    let option = (name.kind == "long" ? "--" : "-") + name.name
    if argument.kind == "flag" { return [option] }
    return dice.isOne(of: 8) ? [option + "=" + value] : [option, value]
  }

  /// Does with a command what comes before it reads data, trains, writes or deletes.
  private func use(_ command: any ParsableCommand) throws {
    switch command {
    case let train as Train: _ = try start(train.options)
    case let explore as Explore:
      _ = try explore.screen.glyphChoice()
      _ = try start(explore.options)
    case let compare as Compare:
      var options = compare.options
      options.data.dataset = "digits"
      if let report = compare.comparison.report { _ = try ReportFile(report) }
      _ = try Contestants.of(
        options, compare.comparison, depth: compare.comparison.depths?.depths.first)
    case let summary as Summary:
      let settings = try start(summary.options).settings
      guard
        let shape = try summary.input.shape(
          insteadOf: summary.options.data, summary.options.training)
      else { return }
      let configuration = NetworkConfiguration(
        settings.network, input: shape,
        classes: try summary.input.classCount(summary.options.network))
      if let objection = configuration.objection { throw Failure.usage(objection) }
      guard configuration.architecture.depth < 2000 else { return }
      _ = (configuration.summary, configuration.parameterCount)
      _ = configuration.memoryRequired(
        batchCapacity: settings.batchSize, instructionSet: .baseline, threads: settings.threads)
    case let benchmark as Benchmark:
      _ = try RunSettings(
        benchmark.training, benchmark.data, benchmark.network, benchmark.machine)
      _ = try benchmark.input.shape(insteadOf: benchmark.data, benchmark.training)
    case let evaluate as Evaluate:
      try evaluate.data.checkValues()
      _ = try Architecture(evaluate.network, resuming: nil)
    case let export as ExportRun:
      let destination = try ExportDestination(export.to, format: export.format)
      _ = try ExportWork(
        export.path, destination, network: export.network, step: export.checkpoint,
        isStopped: { false })
    case let lesson as GiveLesson:
      try lesson.options.checkValues()
      let folder = try LessonFolder(lesson.options.lessons)
      if let name = lesson.name { _ = try folder.lesson(name) }
    case let deletion as DeleteRuns:
      _ = try deletion.runs.map { try RunRemoval(RunName.folder($0)) }
    case let comparison as CompareRuns:
      _ = try comparison.runs.map { try RecordedRun(RunName.folder($0).relativePath) }
    default: break
    }
  }

  private func start(_ options: RunOptions) throws -> RunStart {
    let start = try RunStart(options)
    _ = (start.folder(options.runDirectory), start.notices)
    return start
  }

  /// Networks as `--network` and lessons have them.
  @Test func network() throws {
    let texts = [
      "plain depth=56 normalization=none", "deep = plain depth=14",
      "resnet depth=20 initial-channels=4",
      "densenet depth=40 growth-rate=12 bottleneck=yes compression=0.5 dropout=0.2",
      "a= densenet blocks=6,12,24,16 stem=imagenet initial_channels=64 at=3:growth_rate=9",
    ]
    let words = [
      "=", "k=", "nesterov=no", "depth=", "at=", "blocks=", "densenet121", "--plan", "0",
    ]
    let options = try RunOptions.parse(["--dataset", "digits"])
    try Fuzzing("network", cases: 6, mebibytes: 128, accepted: 0.02...0.98).run { dice, _ in
      let text = Mutation.text(dice.pick(texts), words: words, others: texts, &dice)
      do throws(Failure) {
        let specification = try NetworkSpecification(String(decoding: text, as: UTF8.self))
        let contestants = try Contestants.make([specification], options, match: .depth)
        precondition(contestants.allSatisfy { ForkName.isName($0.name) })
        for contestant in contestants {
          let configuration = NetworkConfiguration(
            contestant.settings.network, input: ImageShape(channels: 1, height: 8, width: 8),
            classes: 10)
          precondition(configuration.objection?.isOneHarmlessLine ?? true)
        }
        return .accepted
      } catch {
        return .refused(error.message)
      }
    }
  }
}
