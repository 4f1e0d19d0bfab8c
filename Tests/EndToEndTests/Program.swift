import Foundation
import Testing

/// The built program, and running it as a process.
enum Program {
  /// Beside the tests, where the package manager builds it.
  static let path: String = {
    let beside = Bundle.main.executableURL?.deletingLastPathComponent()
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folders = [beside, repository.appendingPathComponent(".build/debug")].compactMap(\.self)
    let paths = folders.map { $0.appendingPathComponent("densenet-explorer").path }
    return paths.first { FileManager.default.isExecutableFile(atPath: $0) } ?? paths[0]
  }()

  /// How a process ended.
  struct Result {
    /// As shells count it: 128 and the signal's number after a signal.
    var exitCode: Int32
    var output: String
    var errors: String

    /// Expects that the program refused, with one line that says why, and put out nothing.
    func expectRefusal(
      _ message: String, exitCode: Int32, sourceLocation: SourceLocation = #_sourceLocation
    ) {
      #expect(self.exitCode == exitCode, sourceLocation: sourceLocation)
      #expect(output.isEmpty, sourceLocation: sourceLocation)
      #expect(errors.contains(message), "\(errors)", sourceLocation: sourceLocation)
      #expect(
        errors.split(separator: "\n").count == 1, "\(errors)", sourceLocation: sourceLocation)
    }
  }

  /// Runs a program to its end, without a terminal.
  ///
  /// - Parameter meanwhile: what to do once it has started.
  static func run(
    _ path: String = Program.path, _ arguments: [String], in folder: URL? = nil,
    meanwhile: (_ process: pid_t) throws -> Void = { _ in }
  ) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    // Files, for a pipe that nobody empties would stop the process.
    let files = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: files) }
    let (output, errors) = (
      files.appendingPathComponent("output"), files.appendingPathComponent("errors")
    )
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try startWithSignals(process)
    do {
      try meanwhile(process.processIdentifier)
    } catch {
      process.terminate()
      throw error
    }
    process.waitUntilExit()
    let end = process.terminationStatus
    return Result(
      exitCode: process.terminationReason == .exit ? end : 128 + end,
      output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }

  /// Starts a process that signals reach, as they reach what a shell starts. Tests run on threads
  /// that block signals, and a process inherits the mask of the thread that starts it.
  static func startWithSignals(_ process: Process) throws {
    var none = sigset_t()
    var before = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
  }
}
