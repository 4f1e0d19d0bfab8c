import Channel
import Screen

@testable import Explorer

/// A log that a replay reads, a byte for each event.
struct RecordedLog {
  let events: [RecordedEvent]

  init(_ events: [RunEvent]) {
    self.events = events.enumerated().map { RecordedEvent($1, start: $0, end: $0 + 1) }
  }

  /// All that the log tells.
  var recording: Recording {
    var recording = Recording(knobs: [Example.knobs])
    for event in events { recording.add(event) }
    return recording
  }

  /// The screen of the whole log.
  func screen(from step: Int? = nil, isPlaying: Bool = false) -> ExplorerState {
    var state = ExplorerState(
      replaying: Recording(knobs: [Example.knobs]), from: step, isPlaying: isPlaying)
    carryOut(update(&state, .replay(.recording(recording, share: nil))), &state)
    return state
  }

  /// The screen of the beginning of the log, as if it had just been written.
  func screen(ofFirst count: Int) -> ExplorerState {
    var state = RecordedLog(events.prefix(count).map(\.event)).screen()
    // Where one is and how it is read differ, not what is seen of the run.
    state.session.replay = nil
    return state
  }

  /// Reads what is wanted, as a program that reads a file does.
  func carryOut(_ effects: [Effect], _ state: inout ExplorerState) {
    for case .replay(let order) in effects {
      guard let target = order.target else { continue }
      var shown: Int?
      let rest = events.dropFirst(order.place)
      let wanted = rest.prefix { event in
        if target.isReached(before: event, shown: shown) { return false }
        if case .step(let metrics) = event.event { shown = metrics.step }
        return true
      }
      let news = ReplayNews.played(
        Array(wanted), order: order.number, hasReachedEnd: wanted.count == rest.count)
      carryOut(update(&state, .replay(news)), &state)
    }
  }

  func press(_ keys: Key..., on state: inout ExplorerState) {
    for key in keys { carryOut(state.press(key), &state) }
  }

  func enter(_ line: String, on state: inout ExplorerState) {
    carryOut(state.enter(line), &state)
  }
}
