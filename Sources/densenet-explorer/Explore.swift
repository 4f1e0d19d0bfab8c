import ArgumentParser
import Channel
import Explorer
import Foundation
import Terminal
import Training

/// `explore`: a run on the live screen.
struct Explore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train and watch and steer the training on the live screen (the default).")

  @OptionGroup var options: RunOptions

  @OptionGroup(title: "Screen options")
  var screen: ScreenOptions

  mutating func run() throws {
    let (options, screen) = (self.options, self.screen)
    try MainActor.assumeIsolated {
      if let objection = screen.plain ? PlainTerminal.objection : Terminal.objection {
        StandardStream.error.line("No screen, for \(objection): training as with \"train\".")
        try HeadlessRun(options, writesJSON: false).run()
      } else {
        try explore(options, screen)
      }
    }
  }

  @MainActor
  private func explore(_ options: RunOptions, _ screen: ScreenOptions) throws {
    let start = try RunStart(options)
    let glyphs = try screen.glyphChoice()
    let folder = RunDirectory.url(options.runDirectory, dataset: start.settings.dataset)
    let pictures = PictureFolder(url: folder.appendingPathComponent("pictures"))
    let state = ExplorerState(theme: screen.theme.name, isMouseOn: screen.mouse)
    guard let wakeUp = WakeUp() else { throw Self.cannotOpen }
    let channel = RunChannel(wake: wakeUp.signal)
    func watch(_ viewer: some Viewer) throws {
      var viewer = viewer
      try viewer.watch(
        start, folder: folder, channel: channel,
        warningPolicy: options.continueAfterWarnings ? .goOn : .pause, wakeUp: wakeUp.signal)
    }
    if screen.plain {
      guard let terminal = PlainTerminal(wakeUp: wakeUp) else { throw Self.cannotOpen }
      try watch(
        PlainText(terminal: terminal, channel: channel, pictures: pictures, state: state))
    } else {
      guard let terminal = Terminal(wakeUp: wakeUp, colors: screen.color, glyphs: glyphs) else {
        throw Self.cannotOpen
      }
      terminal.useMouse(screen.mouse)
      try watch(
        LiveScreen(
          terminal: terminal, channel: channel, pictures: pictures, state: state,
          takesTimes: screen.timeScreen))
    }
  }

  private static let cannotOpen = Failure(
    "cannot open the screen: no file descriptors left", code: .failure)
}
