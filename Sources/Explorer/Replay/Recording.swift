import Channel

/// All that a run's log tells, kept in bounded memory so that each of its steps can be shown again.
///
/// Nothing that can be read again is kept. Of each passage of the log, in which the run only goes forward,
/// there are the networks as they were at its end, whose histories can be cut off at any step, and some places
/// where the reading may go on from there.
public struct Recording: Sendable {
  /// A part of the log in which the run only goes forward; a command that goes back begins the next.
  private struct Passage: Sendable {
    /// The first byte.
    var start: Int
    /// The step with which it begins.
    var firstStep: Int
    /// The byte behind it and the networks there; `nil` of the last passage, which is as the recording.
    var ending: (place: Int, networks: [ObservedRun])?
    var places = StepPlaces()
    /// Lines of each network's log before it.
    var logLines: [Int]
  }

  /// As they are at the end of what was read.
  private(set) var networks: [ObservedRun]
  /// As they are before the log's first line.
  private let beginning: [ObservedRun]
  private var passages: [Passage]
  /// What is marked on charts, in the order in which it happened: where its line begins, and the step at which
  /// the run was then.
  private var marks: [(place: Int, step: Int)] = []
  /// The byte behind what was read.
  private(set) var end = 0

  /// A log of which nothing was read.
  ///
  /// - Parameter knobs: of each network at the run's beginning.
  public init(knobs: [[Knob: Double]]) {
    beginning = knobs.map { knobs in
      var run = ObservedRun()
      run.receive(RunChannel.News(snapshot: Snapshot(activity: .training, knobs: knobs)))
      return run
    }
    networks = beginning
    passages = [Passage(start: 0, firstStep: 0, logLines: knobs.map { _ in 0 })]
  }

  /// Whether it has the beginning of the run.
  public var hasBegun: Bool { networks.first?.hasBegun == true }

  /// The step that the run has come to.
  var step: Int { networks.step }

  /// The last step of all passages.
  var greatestStep: Int { networks.reduce(0) { max($0, $1.greatestStep) } }

  /// The step with which the run began.
  var firstStep: Int { networks.first?.started?.resumedStep ?? 0 }

  /// Adds what comes next in the log.
  public mutating func add(_ recorded: RecordedEvent) {
    end = recorded.end
    if case .step = recorded.event { notePlace(recorded.start) }
    noteMark(recorded)
    if case .commandApplied(let applied) = recorded.event, applied.restoredStep != nil {
      passages[passages.count - 1].ending = (recorded.start, networks)
      networks.receive([recorded.event])
      passages.append(
        Passage(start: recorded.start, firstStep: step, logLines: networks.map(\.log.count)))
      forgetEndings()
    } else {
      networks.receive([recorded.event])
    }
  }

  /// The first line of a step is where one may begin to read: all that happened at the step before is above it.
  private mutating func notePlace(_ place: Int) {
    // One that has ended alone stays where it is.
    let steps = networks.filter { $0.ended == nil }.map(\.step)
    guard let least = steps.min() else { return }
    passages[passages.count - 1].places.add(place, after: least)
  }

  private mutating func noteMark(_ recorded: RecordedEvent) {
    switch recorded.event {
    case .checkpoint(let checkpoint): marks.append((recorded.start, checkpoint.step))
    case .warning(let warning): marks.append((recorded.start, warning.step))
    case .commandApplied(let applied) where applied.changesNetwork || applied.knob != nil:
      marks.append((recorded.start, applied.restoredStep ?? applied.step))
    default: return
    }
    if marks.count > Self.mostMarks { marks.removeFirst(Self.mostMarks / 2) }
  }

  private static let mostMarks = 4096

  /// The mark before or after a place.
  ///
  /// - Parameter step: the one at which one is, whose own marks are passed over.
  func mark(forward: Bool, from place: Int, at step: Int) -> (place: Int, step: Int)? {
    if forward { return marks.first { $0.place >= place } }
    let start = passages.last { $0.start < place }?.start ?? 0
    return marks.last { $0.place < place && !($0.place >= start && $0.step == step) }
  }

  /// A run that goes back ever again would fill the memory with its passages' endings.
  private mutating func forgetEndings() {
    let kept = passages.indices.filter { passages[$0].ending != nil }
    guard kept.count > Self.mostEndings else { return }
    // Those that are gone are read again from an ending before them.
    for (number, index) in kept.dropLast().enumerated() where number % 2 == 0 {
      passages[index].ending = nil
    }
  }

  private static let mostEndings = 12

  // MARK: Going to a step

  /// Where a step is shown: the networks from which one may read on, the place from which, and up to where.
  struct Way: Sendable {
    var networks: [ObservedRun]
    var place: Int
    var target: ReplayOrder.Target
  }

  /// The way to a step.
  ///
  /// - Parameters:
  ///   - place: the byte at which one is, for a run may come to a step several times: meant is the passage in
  ///     which one is, or the next one in the direction in which one goes.
  ///   - now: the step at which one is.
  func way(to step: Int, from place: Int, at now: Int) -> Way {
    let passage = passage(of: step, from: place, at: now)
    let (start, before) = (passages[passage].start, placeBehind(passage))
    let target = ReplayOrder.Target.step(step, after: start, before: before)
    if let ending = networksBehind(passage) {
      let unit = ending.reduce(1) { max($0, $1.history.coarsestStretch) }
      // The step itself is read again, for its figures are rounded in histories.
      if let (known, steps) = passages[passage].places.last(upTo: step - 1, inUnitsOf: unit) {
        return Way(
          networks: zip(ending, passages[passage].logLines).map {
            $0.cutOff(after: steps, keeping: $1)
          }, place: known, target: target)
      }
    }
    let earlier = passages[..<passage].lastIndex { $0.ending != nil }
    if let earlier, let ending = passages[earlier].ending {
      return Way(networks: ending.networks, place: ending.place, target: target)
    }
    return Way(networks: beginning, place: 0, target: target)
  }

  private func passage(of step: Int, from place: Int, at now: Int) -> Int {
    let current = passages.lastIndex { $0.start <= place } ?? 0
    func holds(_ index: Int) -> Bool {
      passages[index].firstStep <= step && step <= (networksBehind(index)?.step ?? step)
    }
    if holds(current) { return current }
    return step > now
      ? (current..<passages.count).first(where: holds) ?? passages.count - 1
      : (0...current).last(where: holds) ?? 0
  }

  private func placeBehind(_ passage: Int) -> Int {
    passages.indices.contains(passage + 1) ? passages[passage + 1].start : .max
  }

  private func networksBehind(_ passage: Int) -> [ObservedRun]? {
    passage == passages.count - 1 ? networks : passages[passage].ending?.networks
  }
}

extension [ObservedRun] {
  /// The step of the network that is furthest.
  var step: Int { reduce(0) { Swift.max($0, $1.step) } }

  /// Gives each network what is its own of a log's events.
  mutating func receive(_ events: [RunEvent]) {
    for index in indices {
      let own = events.compactMap { $0.alone(network: index) }
      if !own.isEmpty { self[index].receive(RunChannel.News(events: own)) }
    }
  }
}
