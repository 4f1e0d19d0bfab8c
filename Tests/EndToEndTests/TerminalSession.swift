import Foundation
import Testing

/// A shell in a real terminal, which `tmux` provides, with the program's folder at hand.
final class TerminalSession {
  /// A folder for the session's files, also the shell's working directory.
  let folder: URL
  private let socket: String

  /// Opens a terminal of so many columns and rows.
  init(columns: Int = 120, rows: Int = 40, environment: [String: String] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    socket = folder.appendingPathComponent("tmux").path
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // What runs the tests may have switched colours off.
    let variables = ["LANG": "C.UTF-8", "PS1": "$ ", "NO_COLOR": ""].merging(environment) { $1 }
    try tmux(
      ["-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)"]
        + variables.flatMap { ["-e", "\($0)=\($1)"] }
        + ["-c", folder.path, "env", "TERM=tmux-256color", "bash", "--norc", "--noprofile"])
    try waitFor("\\$")
  }

  deinit {
    let shell = try? variable("pane_pid")
    try? close()
    // A program that still writes its last checkpoint would make the folder anew.
    let end = Date().addingTimeInterval(30)
    while let shell, Self.isAlive(session: shell), Date() < end {
      Thread.sleep(forTimeInterval: 0.05)
    }
    try? FileManager.default.removeItem(at: folder)
  }

  /// Closes the terminal, as a person closes the window.
  func close() throws { try tmux(["kill-server"]) }

  /// Whether a process of a terminal's session still runs.
  private static func isAlive(session: String) -> Bool {
    let states = try? Program.run("/usr/bin/env", ["ps", "-s", session, "-o", "stat="]).output
    return (states ?? "").split(whereSeparator: \.isWhitespace).contains { !$0.hasPrefix("Z") }
  }

  /// Types text as it is.
  func type(_ text: String) throws { try tmux(["send-keys", "-l", text]) }

  /// Presses keys by tmux's names: `Enter`, `Space`, `C-c`.
  func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

  /// Sends bytes that no key of tmux's stands for.
  func send(bytes: UInt8...) throws { try send(bytes: bytes) }

  /// Sends bytes all at once.
  func send(bytes: [UInt8]) throws {
    try tmux(["send-keys", "-H"] + bytes.map { String($0, radix: 16) })
  }

  /// Types a command and presses Enter.
  func run(_ command: String) throws {
    try type(command)
    try press("Enter")
  }

  /// What stands on the screen.
  func screen(withColors: Bool = false) throws -> String {
    try tmux(["capture-pane", "-p"] + (withColors ? ["-e"] : []))
  }

  /// What stands on the screen and what has scrolled off it.
  func scrollback() throws -> String { try tmux(["capture-pane", "-p", "-S", "-"]) }

  /// One of tmux's variables of the terminal: `alternate_on`, `cursor_flag`.
  func variable(_ name: String) throws -> String {
    try tmux(["display-message", "-p", "#{\(name)}"]).trimmingCharacters(
      in: .whitespacesAndNewlines)
  }

  /// Sends a signal to the program that runs in the terminal.
  func signal(_ name: String) throws {
    _ = try Program.run(
      "/usr/bin/env", ["pkill", "-\(name)", "-s", try variable("pane_pid"), "densenet"])
  }

  /// Changes the terminal's size.
  func resize(columns: Int, rows: Int) throws {
    try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// Waits until the screen shows what a regular expression describes, and returns the match, or
  /// its first group where it has one.
  @discardableResult
  func waitFor(
    _ pattern: String, seconds: Double = 60, _ location: SourceLocation = #_sourceLocation
  ) throws -> String {
    let expression = try Regex(pattern).anchorsMatchLineEndings()
    let end = Date().addingTimeInterval(seconds)
    var text = ""
    while Date() < end {
      text = try screen()
      if let match = try expression.firstMatch(in: text) {
        let group = match.output.count > 1 ? match.output[1].substring : nil
        return String(group ?? text[match.range])
      }
      Thread.sleep(forTimeInterval: 0.05)
    }
    Issue.record("the screen never showed \(pattern):\n\(text)", sourceLocation: location)
    throw Missing()
  }

  /// The step in the status line.
  func step() throws -> Int { Int(try waitFor("step (\\d+)")) ?? -1 }

  /// Something that was waited for did not come.
  struct Missing: Error {}

  /// The server that the first call leaves behind must not inherit the descriptor by which
  /// Foundation's `Process` learns that its child has ended: it would wait for the server.
  private static let closingDescriptors =
    "for fd in /proc/self/fd/*; do fd=${fd##*/}; [ $fd -gt 2 ] && eval \"exec $fd>&-\"; done; "
    + "exec \"$@\""

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    try Program.run(
      "/usr/bin/env",
      ["bash", "-c", Self.closingDescriptors, "bash", "tmux", "-S", socket] + arguments
    ).output
  }
}
