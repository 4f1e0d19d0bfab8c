import Foundation
import Testing

@testable import densenet_explorer

/// Arguments with which the program does nothing but say why, and how it ends then: the same as a process would,
/// without the time that one takes.
struct Refusal: Sendable, CustomTestStringConvertible {
  let arguments: [String]
  let exitCode: Int32
  /// A part of the line.
  let line: String

  var testDescription: String { arguments.joined(separator: " ") }

  init(_ arguments: [String], exitCode: Int32 = 64, _ line: String) {
    (self.arguments, self.exitCode, self.line) = (arguments, exitCode, line)
  }

  /// - Parameter arguments: between spaces.
  init(_ arguments: String, exitCode: Int32 = 64, _ line: String) {
    self.init(arguments.split(separator: " ").map(String.init), exitCode: exitCode, line)
  }

  /// Expects that the program says so.
  ///
  /// - Parameters:
  ///   - command: words before the arguments.
  ///   - folder: what `FOLDER` in an argument stands for.
  @MainActor func check(
    after command: [String], in folder: URL? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let arguments = (command + arguments).map {
      $0.replacing("FOLDER", with: folder?.path ?? "")
    }
    let failure = DensenetExplorer.failure(of: arguments)
    let code = failure?.code.rawValue
    #expect(code == exitCode, "\(failure?.message ?? "done")", sourceLocation: sourceLocation)
    let said = failure?.message ?? ""
    #expect(said.contains(line), "\(said)", sourceLocation: sourceLocation)
    #expect(!said.contains("\n"), "\(said)", sourceLocation: sourceLocation)
  }
}
