import Channel
import Dispatch
import Explorer
import Foundation
import Synchronization
import Terminal
import Training

/// What stands between a run and the person who watches it: the screen, or lines of text.
@MainActor
protocol Viewer {
  var state: ExplorerState { get }
  /// Shows the run until the person quits, a signal ends the program, or `isOver` says that there is
  /// nothing to show.
  mutating func run(until isOver: (ExplorerState) -> Bool) -> ViewerEnd?
  /// Takes the last news without a word, for the summary.
  mutating func takeLastNews()
  /// Gives the terminal back; whether it takes the summary.
  func close() -> Bool
  /// What there is to say after the summary.
  var remarks: [String] { get }
}

/// How watching ended.
enum ViewerEnd {
  case quit
  case signal(Int32)
}

extension ScreenOptions {
  /// Why there can be no screen, for the middle of a sentence; `nil` where there can.
  @MainActor var objection: String? {
    plain ? PlainTerminal.objection : Terminal.objection
  }

  /// Opens the terminal for a screen, or for lines of text.
  ///
  /// - Parameter folder: of the run, for the pictures that a person saves.
  @MainActor func open(
    _ state: ExplorerState, on connection: RunConnection, folder: URL, wakeUp: WakeUp
  ) throws(Failure) -> any Viewer {
    let glyphs = try glyphChoice()
    let pictures = PictureFolder(url: folder.appendingPathComponent(PictureFolder.name))
    if plain {
      guard let terminal = PlainTerminal(wakeUp: wakeUp) else { throw .cannotOpenScreen }
      return PlainText(
        terminal: terminal, connection: connection, pictures: pictures, state: state)
    }
    guard let terminal = Terminal(wakeUp: wakeUp, colors: color, glyphs: glyphs) else {
      throw .cannotOpenScreen
    }
    terminal.useMouse(mouse)
    return LiveScreen(
      terminal: terminal, connection: connection, pictures: pictures, state: state,
      takesTimes: timeScreen)
  }
}

extension Viewer {
  /// Gives the terminal back, and leaves lines in it if it takes them.
  func close(saying lines: [String]) {
    guard close() else { return }
    for line in lines { StandardStream.output.line(line) }
  }

  /// Starts a run, shows it, and leaves its summary in the terminal.
  ///
  /// - Returns: what the program then ends with; `nil` where all went well.
  mutating func watch(
    _ planned: PlannedRun, channels: [RunChannel], warningPolicy: WarningPolicy,
    wakeUp: @escaping @Sendable () -> Void
  ) -> Failure? {
    defer { _ = close() }
    let result = Mutex<Result<RunEnded, RunError>?>(nil)
    let ended = DispatchSemaphore(value: 0)
    planned.start(channels, warningPolicy: warningPolicy, staysForViewer: true) { end in
      result.withLock { $0 = end }
      ended.signal()
      wakeUp()
    }
    // An error before the first event leaves nothing to look at.
    let end = run { state in
      if case .failure = result.withLock(\.self) { !state.hasRun } else { false }
    }
    for channel in channels { channel.send(.stop) }
    // The step that is under way may take a while; nobody waits longer for its end than this.
    let hasEnded = ended.wait(timeout: .now() + .seconds(5)) == .success
    takeLastNews()
    let summary = state.summary() + remarks
    if hasEnded, case .failure(let error) = result.withLock(\.self) {
      close(saying: summary)
      return Failure(error)
    }
    close(saying: summary + ["The run is in \(planned.folder.relativePath)"])
    return if case .signal(let number) = end { Failure(signal: number) } else { nil }
  }
}
