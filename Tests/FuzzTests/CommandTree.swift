import ArgumentParser
import Foundation

@testable import densenet_explorer

/// All subcommands with all their options, as the program itself lists them.
struct CommandTree: Decodable {
  /// An option, a flag or what stands without a name.
  struct Argument: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }

    let kind: String
    let names: [Name]?
    let allValues: [String]?
  }

  let commandName: String
  let arguments: [Argument]?
  let subcommands: [CommandTree]?

  private struct Dump: Decodable { let command: CommandTree }

  /// The words before the options of each command, and its options.
  static func commands() throws -> [(words: [String], arguments: [Argument])] {
    let dump = Data(DensenetExplorer._dumpHelp().utf8)
    return try JSONDecoder().decode(Dump.self, from: dump).command.flat([])
  }

  private func flat(_ words: [String]) -> [(words: [String], arguments: [Argument])] {
    [(words, arguments ?? [])]
      + (subcommands ?? []).filter { $0.commandName != "help" }.flatMap {
        $0.flat(words + [$0.commandName])
      }
  }
}
