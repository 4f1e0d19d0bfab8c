import ArgumentParser
import Foundation

/// The program: its subcommands, and the one place where an error becomes a line and an exit code.
@main
struct DensenetExplorer: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "densenet-explorer",
    abstract: "Trains DenseNets on the CPU, and lets you watch and steer the training live.",
    version: "0.1.0",
    subcommands: [Explore.self, Train.self],
    defaultSubcommand: Explore.self)

  @MainActor
  static func main() {
    // A reader that goes away, as `head` does, is an error like another, not the end.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      exit(with: failure)
    } catch {
      let code = exitCode(for: error)
      // Help and version, which are no errors.
      if code == .success { exit(withError: error) }
      exit(with: Failure(message(for: error), code: code == .failure ? .failure : .usage))
    }
  }

  private static func exit(with failure: Failure) -> Never {
    if !failure.message.isEmpty {
      let line = failure.message.split(whereSeparator: \.isNewline).joined(separator: " ")
      StandardStream.error.write("densenet-explorer: \(line)\n")
    }
    Foundation.exit(failure.code.rawValue)
  }
}
