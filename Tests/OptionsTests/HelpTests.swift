import ArgumentParser
import Foundation
import Testing

@testable import densenet_explorer

/// What the help says of options.
struct HelpTests {
  private func options(in text: String) -> Set<String> {
    Set(text.matches(of: /--[a-z][a-z-]*/).map { String($0.output) })
  }

  @Test func itNamesEveryOptionWithItsDefault() {
    let help = Train.helpMessage()
    for option in [
      "--dataset", "--train-samples", "--augment", "--image-size", "--architecture", "--depth",
      "--growth-rate", "--blocks", "--no-bottleneck", "--compression", "--initial-channels",
      "--batch-size", "--learning-rate", "--momentum", "--no-nesterov", "--weight-decay",
      "--schedule", "--epochs", "--steps", "--evaluate-every", "--seed", "--threads",
      "--instruction-set", "--run-directory", "--at", "--json",
    ] {
      #expect(help.contains(option), "\(option)")
    }
    #expect(help.contains("(default: 64)"))
  }

  /// Options of a whole run have no meaning where steps are timed.
  @Test func benchmarkOffersNoMoreThanItTakes() {
    let help = Benchmark.helpMessage()
    for option in ["--seconds", "--input-shape", "--batch-size", "--depth", "--threads"] {
      #expect(help.contains(option), "\(option)")
    }
    for option in [
      "--epochs", "--steps", "--at", "--resume", "--run-directory", "--evaluate-every",
      "--continue-after-warnings", "--schedule",
    ] {
      #expect(!help.contains(option), "\(option)")
    }
  }

  /// What the README's command lines and tables of options name is there.
  @Test func theReadmeNamesWhatThereIs() throws {
    var commands: [ParsableCommand.Type] = [DensenetExplorer.self]
    var known: Set<String> = []
    while let command = commands.popLast() {
      commands += command.configuration.subcommands
      let help = DensenetExplorer.helpMessage(for: command, includeHidden: true)
      known.formUnion(options(in: help))
    }
    let names = Set(DensenetExplorer.configuration.subcommands.map { $0._commandName })
    let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../README.md")
    let lines = try String(contentsOf: readme, encoding: .utf8).split(separator: "\n")
    for line in lines where line.hasPrefix("densenet-explorer ") || line.hasPrefix("| `--") {
      let part = line.hasPrefix("|") ? line.split(separator: "|")[0] : line.prefix { $0 != "#" }
      #expect(known.isSuperset(of: options(in: String(part))), "\(line)")
      let word = part.split(separator: " ").dropFirst().first.map(String.init) ?? ""
      if line.hasPrefix("densenet-explorer "), !word.hasPrefix("-") {
        #expect(names.contains(word), "\(line)")
      }
    }
  }
}
