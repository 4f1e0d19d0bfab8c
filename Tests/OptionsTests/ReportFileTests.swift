import Foundation
import Testing

@testable import densenet_explorer

/// Where a report can go.
struct ReportFileTests {
  @Test(arguments: ["r.html", "r.md", "r.svg", "a b.HTML", "./r.Svg"])
  func names(name: String) throws {
    let folder = FileManager.default.temporaryDirectory.path
    #expect(throws: Never.self) { try ReportFile(folder + "/" + name) }
  }

  @Test(arguments: ["report.pdf", "report", "", ".html", "html", "report.html.gz"])
  func namesOfNoFormat(name: String) throws {
    let failure = try #require(throws: Failure.self) { try ReportFile(name) }
    #expect(failure.code == .usage)
    #expect(
      failure.message == "--report '\(name)': expected a name that ends in .html, .md or .svg")
  }

  @Test(arguments: ["/nothing/there/r.html", "/dev/null/r.md"])
  func foldersThatAreNone(name: String) throws {
    let failure = try #require(throws: Failure.self) { try ReportFile(name) }
    #expect(failure.code == .inputOutput)
    #expect(
      failure.message == "--report '\(name)': expected a file in a folder that can be written")
  }
}
