import ArgumentParser
import Channel
import Dispatch
import Explorer
import Foundation
import Synchronization
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
      if let objection = Terminal.objection {
        StandardStream.error.write(
          "No screen, for \(objection): training as with \"train\".\n")
        try HeadlessRun(options, writesJSON: false).run()
      } else {
        try explore(options, screen)
      }
    }
  }

  @MainActor
  private func explore(_ options: RunOptions, _ screen: ScreenOptions) throws {
    let weights = try options.checkpoint()
    let settings = try RunSettings(options, resuming: weights)
    let glyphs = try screen.glyphChoice()
    guard let wakeUp = WakeUp(),
      let terminal = Terminal(wakeUp: wakeUp, colors: screen.color, glyphs: glyphs)
    else {
      throw Failure("cannot open the screen: no file descriptors left", code: .failure)
    }
    defer { terminal.close() }
    terminal.useMouse(screen.mouse)
    let channel = RunChannel(wake: wakeUp.signal)
    let folder = RunDirectory.url(options.runDirectory, dataset: settings.dataset)
    let result = Mutex<Result<RunEnded, RunError>?>(nil)
    let ended = DispatchSemaphore(value: 0)
    var live = LiveScreen(
      terminal: terminal, channel: channel,
      pictures: PictureFolder(url: folder.appendingPathComponent("pictures")),
      state: ExplorerState(isMouseOn: screen.mouse))
    TrainingRun.start(
      settings, weights: weights, folder: folder, channel: channel,
      warningPolicy: options.continueAfterWarnings ? .goOn : .pause, staysForViewer: true
    ) { end in
      result.withLock { $0 = end }
      ended.signal()
      wakeUp.signal()
    }
    // An error before the first event leaves nothing to look at.
    let end = live.run { state in
      if case .failure = result.withLock(\.self) { !state.hasRun } else { false }
    }
    channel.send(.stop)
    // The step that is under way may take a while; nobody waits longer for its end than this.
    let hasEnded = ended.wait(timeout: .now() + .seconds(5)) == .success
    live.takeLastNews()
    terminal.close()
    for line in live.state.summary() { print(line) }
    if hasEnded, case .failure(let error) = result.withLock(\.self) { throw Failure(error) }
    print("The run is in \(folder.relativePath)")
    if case .signal(let number) = end { throw Failure(signal: number) }
  }
}
