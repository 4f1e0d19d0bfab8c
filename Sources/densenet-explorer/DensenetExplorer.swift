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
    if let failure = failure(of: Array(CommandLine.arguments.dropFirst())) {
      failure.report()
      Foundation.exit(failure.code.rawValue)
    }
  }

  /// Does what arguments ask for.
  ///
  /// - Returns: how the program is to end where that could not be done; `nil` where it was.
  @MainActor
  static func failure(of arguments: [String]) -> Failure? {
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch let failure as Failure {
      return failure
    } catch let error as RunError {
      return Failure(error)
    } catch {
      let code = exitCode(for: error)
      // Help and version, which are no errors.
      guard code == .success else {
        return Failure(line(for: error), code: code == .failure ? .failure : .usage)
      }
      do {
        try StandardStream.output.writeOrFail(fullMessage(for: error))
      } catch {
        return Failure(error)
      }
    }
    return nil
  }

  /// What the argument parser found wrong, and what its help says of the option: what would be right.
  static func line(for error: any Error) -> String {
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
}
