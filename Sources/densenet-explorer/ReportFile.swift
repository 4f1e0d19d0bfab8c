import Foundation
import Report

/// The file of a report that a person asked for.
struct ReportFile {
  private enum Format: String, CaseIterable {
    case html, md, svg
  }

  private let url: URL
  private let format: Format

  /// Checks that a report can be written there, before hours of training.
  init(_ path: String) throws(Failure) {
    url = URL(fileURLWithPath: path)
    guard let format = Format(rawValue: url.pathExtension.lowercased()) else {
      throw .usage("--report '\(harmless(path))': expected a name that ends in .html, .md or .svg")
    }
    self.format = format
    try OutputFile.check(path, option: "--report")
  }

  /// Writes the report; Markdown's charts are files beside it.
  func write(_ report: Report) throws(Failure) {
    switch format {
    case .html: try OutputFile.write(report.html(), to: url.path)
    case .svg: try OutputFile.write(report.svg(), to: url.path)
    case .md:
      let name = url.deletingPathExtension().lastPathComponent
      func chartFile(_ index: Int) -> String { "\(name)-\(index + 1).svg" }
      let folder = url.deletingLastPathComponent()
      for (index, chart) in report.charts.enumerated() {
        try OutputFile.write(
          chart.svg(), to: folder.appendingPathComponent(chartFile(index)).path)
      }
      try OutputFile.write(report.markdown(chartFile: chartFile), to: url.path)
    }
    StandardStream.error.line("The report is in \(url.relativePath)")
  }

  /// The command line that repeats what this program does now.
  static var command: String {
    let words = CommandLine.arguments.dropFirst().map { word in
      let isPlain =
        !word.isEmpty
        && word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_=./:,+".contains($0)) }
      return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
    return (["densenet-explorer"] + words).joined(separator: " ")
  }
}
