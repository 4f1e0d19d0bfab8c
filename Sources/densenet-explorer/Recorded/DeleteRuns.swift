import ArgumentParser
import Foundation
import Training

/// `runs delete`: removes what runs have written.
struct DeleteRuns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Delete runs, after a question.",
    discussion: """
      Removes what runs write into their folders, and the folders, unless something else is in them. A \
      run that is being written is not deleted.
      """)

  @Argument(help: ArgumentHelp("Folders of runs, or their names in runs/.", valueName: "run"))
  var runs: [String]

  @Flag(name: .shortAndLong, help: "Delete without a question.")
  var yes = false

  func run() throws {
    // All are checked before the first goes.
    let removals = try runs.map { try RunRemoval(RunName.folder($0)) }
    if !yes, try !isConfirmed(removals) { throw Failure("nothing was deleted", code: .failure) }
    for removal in removals {
      let isGone = try removal.perform()
      StandardStream.error.line(
        isGone
          ? "Deleted \(removal.folder.relativePath)"
          : "Deleted the run in \(removal.folder.relativePath), where other files are left")
    }
  }

  private func isConfirmed(_ removals: [RunRemoval]) throws(Failure) -> Bool {
    guard isatty(STDIN_FILENO) == 1, StandardStream.error.isTerminal else {
      throw .usage("runs delete: cannot ask without a terminal, expected --yes")
    }
    for removal in removals {
      var line = removal.folder.relativePath
      if let run = try? RecordedRun(removal.folder.path), let record = try? RunRecord(run) {
        let names = record.networks.map(\.name).joined(separator: ", ")
        line += ": \(names), \(record.step) steps, \(record.state.rawValue)"
      }
      StandardStream.error.line(line)
    }
    let what = removals.count == 1 ? "this run" : "these \(removals.count) runs"
    StandardStream.error.write("Delete \(what) for good? [y/N] ")
    return ["y", "yes"].contains((readLine() ?? "").lowercased())
  }
}
