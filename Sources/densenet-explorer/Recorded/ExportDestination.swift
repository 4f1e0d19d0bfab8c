import ArgumentParser
import Foundation

/// `--format` of `export`.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
  case csv, jsonl, tensorboard, safetensors, svg
}

/// Where an export goes: a file, whose name ends as its format's do, or a folder.
struct ExportDestination {
  let format: ExportFormat
  /// The file or the folder.
  let url: URL
  /// Whether it is a single file.
  let isFile: Bool

  /// Decides by the path, and by the format where that is given.
  init(_ path: String, format: ExportFormat?) throws(Failure) {
    guard !path.isEmpty else { throw .usage("--to '': expected a file or a folder") }
    url = URL(fileURLWithPath: path)
    let ending = url.pathExtension.lowercased()
    guard let format = format ?? ExportFormat(rawValue: ending) else {
      throw .usage(
        "--to '\(harmless(path))': expected --format, or a name that ends in .csv, .jsonl, "
          + ".safetensors or .svg")
    }
    self.format = format
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    isFile =
      format != .tensorboard && ending == format.rawValue && !(exists && isFolder.boolValue)
    if exists && !isFolder.boolValue && !isFile {
      throw Failure(
        "--to '\(harmless(path))': a file, expected a folder"
          + (format == .tensorboard ? "" : " or a name that ends in .\(format.rawValue)"),
        code: .inputOutput)
    }
  }

  /// Refuses a place where an export could take the place of what it reads.
  func check(besides run: URL) throws(Failure) {
    let (place, run) = (Self.real(url), Self.real(run))
    if place == run || place.hasPrefix(run + "/") {
      throw .usage(
        "--to '\(harmless(url.relativePath))': lies in the run that is exported, expected another place"
      )
    }
  }

  /// The path without links, of what need not be there yet.
  private static func real(_ url: URL) -> String {
    var (known, rest) = (url.standardizedFileURL, [String]())
    while !FileManager.default.fileExists(atPath: known.path), known.path != "/" {
      rest.insert(known.lastPathComponent, at: 0)
      known.deleteLastPathComponent()
    }
    let real = known.resolvingSymlinksInPath().path
    return ([real == "/" ? "" : real] + rest).joined(separator: "/")
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { url.appendingPathComponent(name).relativePath }

  /// The path of the file itself with something before its ending.
  func beside(_ suffix: String) -> String {
    url.deletingPathExtension().relativePath + suffix + "." + url.pathExtension
  }
}
