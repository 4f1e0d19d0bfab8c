import ArgumentParser

/// `datasets`: what there is to learn from.
struct DatasetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "datasets",
    abstract: "List, fetch, verify and show data sets.",
    subcommands: [ListDatasets.self, FetchDatasets.self, VerifyDatasets.self, ShowDataset.self],
    defaultSubcommand: ListDatasets.self)
}

/// Bytes as a person reads them: `29 MiB`.
func mebibytes(_ bytes: Int) -> String {
  bytes < 1 << 20 ? "\((bytes + 1023) >> 10) KiB" : "\((bytes + 1 << 19) >> 20) MiB"
}
