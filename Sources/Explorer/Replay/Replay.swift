import Channel

/// Where a person is in a recorded run, and how they go through it.
struct Replay: Sendable {
  /// All that the log tells, as far as it was read.
  private(set) var recording: Recording
  /// The share of the log that was read; `nil` of all of it.
  private(set) var share: Double? = 0
  /// Whether a program is still writing the log.
  private(set) var isBeingWritten = false
  /// The byte of the log up to which is shown; `nil` at the end, where what is written comes into sight.
  private(set) var place: Int?
  private(set) var isPlaying = false
  /// Steps a second while it plays.
  private var stepsPerSecond: Int?
  /// The step to go to once the log has been read that far; `nil` for none.
  private var wantedStep: Int?
  private var orders = 0

  /// Speeds in steps a second.
  static let speeds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000]

  /// A replay whose log has not been read.
  ///
  /// - Parameters:
  ///   - step: where to begin; `nil` for the end.
  ///   - stepsPerSecond: the speed; `nil` for one at which the run takes half a minute or so.
  init(_ recording: Recording, from step: Int?, stepsPerSecond: Int?, isPlaying: Bool) {
    self.recording = recording
    self.stepsPerSecond = stepsPerSecond
    self.isPlaying = isPlaying
    wantedStep = step ?? (isPlaying ? 0 : nil)
  }

  /// Whether all of the log is shown.
  var isAtEnd: Bool { place == nil }

  /// The speed that was chosen, or one at which the run takes half a minute.
  var speed: Int {
    let fitting = Self.speeds.last { $0 <= recording.greatestStep / 30 } ?? 0
    return stepsPerSecond ?? max(fitting, 10)
  }

  // MARK: What was read

  /// Takes a log that was read anew; the step that is waited for, if it can be shown now.
  mutating func take(_ recording: Recording, share: Double?) -> Int? {
    (self.recording, self.share) = (recording, share)
    guard let wantedStep, wantedStep < recording.step || share == nil else { return nil }
    self.wantedStep = nil
    return wantedStep
  }

  mutating func append(_ events: [RecordedEvent], isBeingWritten: Bool) {
    for event in events { recording.add(event) }
    self.isBeingWritten = isBeingWritten
  }

  /// Takes what an order has brought; `false` of one that another has replaced.
  mutating func play(_ events: [RecordedEvent], order: Int, hasReachedEnd: Bool) -> Bool {
    guard order == orders, let now = place else { return false }
    place = events.last?.end ?? now
    if hasReachedEnd, place ?? 0 >= recording.end { (place, isPlaying) = (nil, false) }
    return true
  }

  // MARK: Orders

  /// Shows a step, and goes on from there if it plays.
  mutating func go(to way: Recording.Way) -> ReplayOrder {
    place = way.place
    return order(way.target)
  }

  /// Goes to the log's end.
  mutating func goToEnd() -> ReplayOrder? {
    isPlaying = false
    guard place != nil else { return nil }
    place = nil
    return order()
  }

  mutating func play(_ isPlaying: Bool) -> ReplayOrder {
    self.isPlaying = isPlaying
    return order()
  }

  /// From where one goes next.
  mutating func startPlaying() { isPlaying = true }

  /// Shows one step more.
  mutating func advance() -> ReplayOrder {
    isPlaying = false
    return order(.nextStep)
  }

  /// Goes on reading where more was written than whoever reads had seen.
  mutating func goOn() -> ReplayOrder? { isPlaying ? order() : nil }

  mutating func setSpeed(_ speed: Int) -> ReplayOrder? {
    stepsPerSecond = speed
    return isPlaying ? order() : nil
  }

  private mutating func order(_ target: ReplayOrder.Target? = nil) -> ReplayOrder {
    orders += 1
    return ReplayOrder(
      number: orders, place: place ?? recording.end, target: target,
      stepsPerSecond: isPlaying ? speed : nil)
  }
}

extension Replay {
  /// What stands in the place of `RUNNING` or `PAUSED`: what goes on, and at the log's end how the run ended.
  func word(_ run: ObservedRun) -> String {
    if isPlaying { return "PLAYING" }
    guard isAtEnd else { return "PAUSED" }
    if share != nil { return "READING" }
    switch run.ended?.reason {
    case .failed: return "FAILED"
    case .finished, .stopped: return "FINISHED"
    case nil: return isBeingWritten ? "RUNNING" : "KILLED"
    }
  }

  /// What the status says of it beside that.
  var words: String {
    let reading = share.map { ", reading \(Int(100 * $0)) %" } ?? ""
    return "replay\(isPlaying || !isAtEnd ? ", \(counted(speed, "step"))/s" : "")\(reading)"
  }

  /// What there is to say where nothing else is.
  func sentence(_ run: ObservedRun) -> String? {
    if !isAtEnd || share != nil { return nil }
    if let ended = run.ended {
      return "\(ended.message) Space plays it from the beginning, q quits."
    }
    return isBeingWritten
      ? "Another program is writing this run: what it writes is shown. < goes back, q quits."
      : "The log ends here: the run was killed. Space plays it from the beginning, q quits."
  }
}
