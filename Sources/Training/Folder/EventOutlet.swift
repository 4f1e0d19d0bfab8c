import Channel

/// Where the events of a run go, each in the same order: its log, then the channel and whoever
/// watches on the run's queue.
final class EventOutlet {
  let folder: RunFolder
  private let channel: RunChannel
  private let observer: (RunEvent, String) throws(RunError) -> Void
  /// The last step that was told of.
  private var step = 0

  init(
    folder: RunFolder, channel: RunChannel,
    observer: @escaping (RunEvent, String) throws(RunError) -> Void
  ) {
    self.folder = folder
    self.channel = channel
    self.observer = observer
  }

  /// Sends an event out. One that the log has no room for goes nowhere.
  func send(_ event: RunEvent) throws(RunError) {
    if case .step(let metrics) = event { step = metrics.step }
    let wasWell = folder.logTrouble == nil
    let line = try folder.append(event)
    channel.publish(event)
    try observer(event, line)
    if (folder.logTrouble == nil) != wasWell { try tellOfTrouble() }
  }

  /// Tells what the log has already: that a run goes on.
  func announce(_ event: RunEvent) throws(RunError) {
    channel.publish(event)
    try observer(event, (try? event.jsonLine()) ?? "")
  }

  /// The last event of a run that failed: the log may be what failed, so it is tried and no more.
  func sendLast(_ event: RunEvent) {
    let line = (try? event.jsonLine()) ?? ""
    try? folder.append(line)
    try? folder.finish()
    folder.close()
    channel.publish(event)
    try? observer(event, line)
  }

  /// Says that the log cannot be written, or can again.
  private func tellOfTrouble() throws(RunError) {
    let message =
      folder.logTrouble.map {
        "the log cannot be written: \($0); the run goes on, and its lines wait in memory"
      } ?? "the log is written again, and has all lines"
    try send(.warning(RunWarning(step: step, kind: .folder, message: message)))
  }
}
