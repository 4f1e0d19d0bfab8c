import Channel
import Explorer
import Foundation
import Terminal
import Training

/// A run that is watched on the screen, or in lines of text, where there is a terminal.
@MainActor
struct Watching {
  let run: PlannedRun
  let options: RunOptions
  let screen: ScreenOptions

  init(_ run: PlannedRun, _ options: RunOptions, _ screen: ScreenOptions) {
    self.run = run
    self.options = options
    self.screen = screen
  }

  /// Shows the run to its end.
  ///
  /// - Returns: what was seen of it; `nil`, after a line that says why, where there is no screen.
  func start() throws -> ExplorerState? {
    if let objection = screen.plain ? PlainTerminal.objection : Terminal.objection {
      StandardStream.error.line("No screen, for \(objection): training as with \"train\".")
      return nil
    }
    let glyphs = try screen.glyphChoice()
    let pictures = PictureFolder(url: run.folder.appendingPathComponent("pictures"))
    let state = ExplorerState(
      theme: screen.theme.name, isMouseOn: screen.mouse, networks: run.networks)
    guard let wakeUp = WakeUp() else { throw Failure.cannotOpenScreen }
    let channels = RunChannel.channels(run.networks, wake: wakeUp.signal)
    func watch(_ viewer: some Viewer) throws -> ExplorerState {
      var viewer = viewer
      try viewer.watch(
        run, channels: channels, warningPolicy: options.continueAfterWarnings ? .goOn : .pause,
        wakeUp: wakeUp.signal)
      return viewer.state
    }
    if screen.plain {
      guard let terminal = PlainTerminal(wakeUp: wakeUp) else { throw Failure.cannotOpenScreen }
      return try watch(
        PlainText(
          terminal: terminal, connection: RunConnection(channels), pictures: pictures, state: state)
      )
    } else {
      guard let terminal = Terminal(wakeUp: wakeUp, colors: screen.color, glyphs: glyphs) else {
        throw Failure.cannotOpenScreen
      }
      terminal.useMouse(screen.mouse)
      return try watch(
        LiveScreen(
          terminal: terminal, connection: RunConnection(channels), pictures: pictures, state: state,
          takesTimes: screen.timeScreen))
    }
  }
}
