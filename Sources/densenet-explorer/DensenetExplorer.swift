import ArgumentParser
import Foundation
import Training

/// The program: its subcommands, and the one place where an error becomes a line and an exit code.
@main
struct DensenetExplorer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "densenet-explorer",
    abstract: "Trains DenseNets on the CPU, and lets you watch and steer the training live.",
    version: "0.1.0",
    subcommands: [
      Explore.self, Train.self, Compare.self, ReplayRun.self, LessonCommand.self, Evaluate.self,
      ExportRun.self,
      Runs.self, Summary.self, Verify.self, Benchmark.self, DatasetsCommand.self,
    ],
    defaultSubcommand: Explore.self)

  @MainActor
  static func main() {
    // A reader that goes away, as `head` does, is an error like another, not the end.
    signal(SIGPIPE, SIG_IGN)
    // A wish of the person, which Swift's runtime takes for a crash: it would print a backtrace.
    signal(SIGQUIT, SIG_DFL)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      exit(with: failure)
    } catch let error as RunError {
      exit(with: Failure(error))
    } catch {
      let code = exitCode(for: error)
      // Help and version, which are no errors.
      guard code == .success else {
        exit(with: Failure(line(for: error), code: code == .failure ? .failure : .usage))
      }
      show(fullMessage(for: error))
    }
  }

  /// What the argument parser found wrong, and what its help says of the option: what would be right.
  private static func line(for error: any Error) -> String {
    let message = message(for: error)
    if message.contains("Please provide") { return message }
    let paragraphs = fullMessage(for: error).split(separator: "Help:", maxSplits: 1)
    guard paragraphs.count == 2, let help = paragraphs[1].split(separator: "Usage:").first else {
      return message + "; see densenet-explorer --help"
    }
    // The option's name stands in the message already.
    let words = help.split(whereSeparator: \.isWhitespace).drop { $0.hasPrefix("-") }
    let meaning = words.drop { $0.hasPrefix("<") }.joined(separator: " ")
    return message + ": " + meaning
  }

  /// Writes a text to standard output, if it can be written.
  private static func show(_ text: String) {
    do {
      try StandardStream.output.writeOrFail(text)
    } catch {
      exit(with: Failure(error))
    }
  }

  private static func exit(with failure: Failure) -> Never {
    failure.report()
    Foundation.exit(failure.code.rawValue)
  }
}
