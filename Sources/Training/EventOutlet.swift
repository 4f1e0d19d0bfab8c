import Channel

/// Where the events of a run go, each in the same order: its log, then the channel and whoever
/// watches on the run's queue.
final class EventOutlet {
  let folder: RunFolder
  private let channel: RunChannel
  private let observer: (RunEvent, String) throws(RunError) -> Void

  init(
    folder: RunFolder, channel: RunChannel,
    observer: @escaping (RunEvent, String) throws(RunError) -> Void
  ) {
    self.folder = folder
    self.channel = channel
    self.observer = observer
  }

  /// Sends an event out. One that the log cannot take goes nowhere.
  func send(_ event: RunEvent) throws(RunError) {
    let line = try folder.append(event)
    channel.publish(event)
    try observer(event, line)
  }

  /// The last event of a run that failed: the log may be what failed, so it is tried and no more.
  func sendLast(_ event: RunEvent) {
    let line = (try? event.jsonLine()) ?? ""
    try? folder.append(line)
    channel.publish(event)
    try? observer(event, line)
  }
}
