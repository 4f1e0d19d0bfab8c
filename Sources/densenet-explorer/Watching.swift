import Channel
import Explorer
import Foundation
import Terminal
import Training

/// A run that is watched on the screen, or in lines of text, where there is a terminal; else it trains
/// without.
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

  func start() throws {
    if let objection = screen.plain ? PlainTerminal.objection : Terminal.objection {
      StandardStream.error.line("No screen, for \(objection): training as with \"train\".")
      return try HeadlessRun(run, options, writesJSON: false).train()
    }
    let glyphs = try screen.glyphChoice()
    let pictures = PictureFolder(url: run.folder.appendingPathComponent("pictures"))
    let state = ExplorerState(
      theme: screen.theme.name, isMouseOn: screen.mouse, networks: run.networks)
    guard let wakeUp = WakeUp() else { throw Failure.cannotOpenScreen }
    let channels = RunChannel.channels(run.networks, wake: wakeUp.signal)
    func watch(_ viewer: some Viewer) throws {
      var viewer = viewer
      try viewer.watch(
        run, channels: channels, warningPolicy: options.continueAfterWarnings ? .goOn : .pause,
        wakeUp: wakeUp.signal)
    }
    if screen.plain {
      guard let terminal = PlainTerminal(wakeUp: wakeUp) else { throw Failure.cannotOpenScreen }
      try watch(
        PlainText(terminal: terminal, channels: channels, pictures: pictures, state: state))
    } else {
      guard let terminal = Terminal(wakeUp: wakeUp, colors: screen.color, glyphs: glyphs) else {
        throw Failure.cannotOpenScreen
      }
      terminal.useMouse(screen.mouse)
      try watch(
        LiveScreen(
          terminal: terminal, channels: channels, pictures: pictures, state: state,
          takesTimes: screen.timeScreen))
    }
  }
}
