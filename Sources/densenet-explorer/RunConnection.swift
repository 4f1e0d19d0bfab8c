import Channel
import Explorer

/// What a viewer has of the run that it watches: a channel to each network, where a lesson is given, what
/// makes its runs, and of a recorded run what reads its log.
@MainActor
struct RunConnection {
  /// One for each network of the run.
  private var channels: [RunChannel]
  private var lessonRuns: LessonRuns?
  private var player: LogPlayer?
  /// Whether the run has been replaced since its news were asked for: they are of another one.
  private var isNewsStale = false

  /// To a run that has been started, or will be.
  init(_ channels: [RunChannel]) { self.channels = channels }

  /// To the runs of a lesson, none of which has begun.
  init(_ lessonRuns: LessonRuns) { (channels, self.lessonRuns) = ([], lessonRuns) }

  /// To a recorded run.
  init(_ player: LogPlayer) { (channels, self.player) = ([], player) }

  /// Whether the run is recorded: nothing trains that pictures could hold up.
  var isRecorded: Bool { player != nil }

  /// What there is to tell the explorer since the last call.
  mutating func news() -> [Action] {
    isNewsStale = false
    if let player { return player.takeNews().map(Action.replay) }
    let failure = lessonRuns?.takeFailure().map { [Action.lessonRunFailed($0)] } ?? []
    return failure
      + channels.enumerated().compactMap { network, channel in
        let news = channel.takeNews()
        return news.isEmpty ? nil : .news(news, network: network)
      }
  }

  /// Tells the explorer what has happened, and does what it wants of the run.
  ///
  /// - Returns: what else it wants.
  mutating func update(_ state: inout ExplorerState, _ action: Action) -> [Effect] {
    if case .news = action, isNewsStale { return [] }
    var rest: [Effect] = []
    for effect in Explorer.update(&state, action) {
      switch effect {
      case .send(let command, let network):
        if channels.indices.contains(network) { channels[network].send(command) }
      case .replay(let order): player?.carryOut(order)
      case .show(let interest, let network):
        // Before a lesson's first run nobody is there to be told.
        if channels.indices.contains(network) { channels[network].show(interest) }
      case .begin(let run):
        isNewsStale = true
        do throws(Failure) {
          channels = try lessonRuns?.begin(run) ?? []
        } catch {
          channels = []
          rest += update(&state, .lessonRunFailed(error.message))
        }
      case .savePicture, .useMouse, .quit, .suspend: rest.append(effect)
      }
    }
    return rest
  }
}
