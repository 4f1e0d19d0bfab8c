import ArgumentParser
import Explorer
import Terminal
import Training

/// `replay`: a recorded run on the screen.
struct ReplayRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Show a recorded run on the screen, and go through it.",
    discussion: """
      Takes a run that has ended, one that was killed, a comparison, and a run that another program is \
      writing right now, which is followed. Space plays, < and > jump, + and - change the speed, ? says \
      the rest.
      """)

  @Argument(
    help: ArgumentHelp(
      "A run's folder, its name in runs/, or a log (.jsonl).", valueName: "run"))
  var path: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Where to begin. (default: the end)", valueName: "step"))
  var from: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How fast to play, in steps a second. (default: the run in half a minute)",
      valueName: "steps"))
  var speed: Int?

  @Flag(help: "Play at once, from the beginning unless --from says another step.")
  var play = false

  @OptionGroup(title: "Screen options")
  var screen: ScreenOptions

  func run() throws {
    if let from { try check("--from", from, in: 0...1_000_000_000) }
    let fastest = ExplorerState.replaySpeeds.last ?? 1
    if let speed { try check("--speed", speed, in: 1...fastest) }
    let run = try RecordedRun(RunName.folder(path).relativePath)
    try MainActor.assumeIsolated { try watch(run) }
  }

  @MainActor private func watch(_ run: RecordedRun) throws {
    if let objection = screen.objection {
      throw Failure("replay: \(objection); export and runs read a run without one", code: .failure)
    }
    guard let wakeUp = WakeUp() else { throw Failure.cannotOpenScreen }
    let player = LogPlayer(run, wake: wakeUp.signal)
    // Who hears a run line by line does not want all of it at once.
    let state = ExplorerState(
      replaying: Recording(knobs: run.knobs), from: from ?? (screen.plain ? 0 : nil),
      stepsPerSecond: speed,
      isPlaying: play, theme: screen.theme.name, isMouseOn: screen.mouse)
    let folder = run.folder ?? .currentDirectory()
    var viewer = try screen.open(
      state, on: RunConnection(player), folder: folder, wakeUp: wakeUp)
    player.start()
    let end = viewer.run { _ in false }
    player.stop()
    viewer.close(saying: viewer.state.summary() + viewer.remarks)
    if case .signal(let number) = end { throw Failure(signal: number) }
  }
}
