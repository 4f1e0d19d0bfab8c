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
  /// - Returns: what was seen of it, and what the program ends with unless all went well; `nil`, after a
  ///   line that says why, where there is no screen.
  func start() throws(Failure) -> (state: ExplorerState, failure: Failure?)? {
    if let objection = screen.objection {
      StandardStream.error.line("No screen, for \(objection): training as with \"train\".")
      return nil
    }
    guard let wakeUp = WakeUp() else { throw Failure.cannotOpenScreen }
    let channels = RunChannel.channels(run.networks, wake: wakeUp.signal)
    var state = ExplorerState(
      theme: screen.theme.name, isMouseOn: screen.mouse, networks: run.networks)
    try recall(into: &state)
    if !run.notices.isEmpty { state.say(run.notices.joined(separator: " ")) }
    var viewer = try screen.open(
      state, on: RunConnection(channels), folder: run.folder, wakeUp: wakeUp)
    let failure = viewer.watch(
      run, channels: channels, warningPolicy: options.continueAfterWarnings ? .goOn : .pause,
      wakeUp: wakeUp.signal)
    return (viewer.state, failure)
  }

  /// Shows a run that goes on with all that it has told before.
  private func recall(into state: inout ExplorerState) throws(Failure) {
    var events: [RunEvent] = []
    func take() {
      _ = update(&state, .news(RunChannel.News(events: events), network: 0))
      events = []
    }
    try run.forEachPastEvent { event in
      events.append(event)
      if events.count == 1000 { take() }
    }
    if !events.isEmpty { take() }
  }
}
