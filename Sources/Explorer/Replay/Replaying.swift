import Channel

// Going through a recorded run.
extension ExplorerState {
  /// A screen for a recorded run, before its log has been read.
  ///
  /// - Parameters:
  ///   - recording: a log of which nothing was read.
  ///   - step: where to begin; `nil` for the end.
  ///   - stepsPerSecond: how fast to play; `nil` for what fits the run.
  ///   - isPlaying: whether to play as soon as the log has been read.
  public init(
    replaying recording: Recording, from step: Int? = nil, stepsPerSecond: Int? = nil,
    isPlaying: Bool = false, theme: String = "", isMouseOn: Bool = true
  ) {
    self.init(theme: theme, isMouseOn: isMouseOn, networks: recording.networks.count)
    session.replay = Replay(
      recording, from: step, stepsPerSecond: stepsPerSecond, isPlaying: isPlaying)
    session.show(recording.networks)
  }

  /// Speeds in steps a second between which keys choose.
  public static let replaySpeeds = Replay.speeds

  mutating func take(_ news: ReplayNews) -> [Effect] {
    guard let replay = session.replay else { return [] }
    switch news {
    case .remark(let text): session.message = text
    case .recording(let recording, let share):
      let step = session.replay?.take(recording, share: share)
      if replay.isAtEnd { session.show(recording.networks) }
      // The first time that the run was there.
      if let step { return jump(to: step, from: 0, at: 0) }
    case .appended(let events, let isBeingWritten):
      session.replay?.append(events, isBeingWritten: isBeingWritten)
      if replay.isAtEnd { return tell(events) }
    case .played(let events, let order, let hasReachedEnd):
      let isWanted = session.replay?.play(events, order: order, hasReachedEnd: hasReachedEnd)
      guard isWanted == true else { return [] }
      let effects = tell(events)
      guard let replay = session.replay, hasReachedEnd else { return effects }
      if !replay.isAtEnd { return effects + self.effects(session.replay?.goOn()) }
      session.show(replay.recording.networks)
      return effects
    }
    return []
  }

  /// Shows events as if they happened now.
  private mutating func tell(_ events: [RecordedEvent]) -> [Effect] {
    session.networks.indices.flatMap { network -> [Effect] in
      let own = events.compactMap { $0.event.alone(network: network) }
      return own.isEmpty ? [] : receive(RunChannel.News(events: own), network: network)
    }
  }

  // MARK: What keys do

  mutating func playOrPause() -> [Effect] {
    guard let replay = session.replay else { return [] }
    if replay.isAtEnd && replay.isBeingWritten {
      session.message = "This is the newest step: < goes back, from where Space plays."
      return []
    }
    if replay.isAtEnd {
      session.replay?.startPlaying()
      return jump(to: replay.recording.firstStep)
    }
    return effects(session.replay?.play(!replay.isPlaying))
  }

  mutating func replayOneStep() -> [Effect] {
    guard let replay = session.replay else { return [] }
    if replay.isAtEnd {
      session.message = "There is no step after this one."
      return []
    }
    return effects(session.replay?.advance())
  }

  mutating func changeSpeed(faster: Bool) -> [Effect] {
    guard let now = session.replay?.speed else { return [] }
    let next = faster ? Replay.speeds.first { $0 > now } : Replay.speeds.last { $0 < now }
    guard let next else {
      session.message = "\(counted(now, "step"))/s is as \(faster ? "fast" : "slow") as it goes."
      return []
    }
    return setSpeed(next)
  }

  mutating func setSpeed(_ speed: Int) -> [Effect] {
    session.message = "\(counted(speed, "step")) a second."
    return effects(session.replay?.setSpeed(speed))
  }

  /// Goes so many twentieths of the run on, or back.
  mutating func jump(byTwentieths count: Int) -> [Effect] {
    guard let recording = session.replay?.recording else { return [] }
    let length = recording.greatestStep - recording.firstStep
    return jump(to: session.playedStep + count * max(length / 20, 1))
  }

  mutating func jumpToMark(forward: Bool) -> [Effect] {
    guard let recording = session.replay?.recording else { return [] }
    let now = session.playedStep
    let place = session.replay?.place ?? recording.end
    guard let mark = recording.mark(forward: forward, from: place, at: now) else {
      session.message = "No mark \(forward ? "after" : "before") step \(now)."
      return []
    }
    return jump(to: mark.step, from: mark.place, at: mark.step)
  }

  mutating func jumpToCursor() -> [Effect] {
    guard let step = session.cursorStep else {
      session.message = "g goes to the step under the cursor of a chart: put it there first."
      return []
    }
    return jump(to: step)
  }

  mutating func jumpToEnd() -> [Effect] {
    guard let replay = session.replay, let order = session.replay?.goToEnd() else { return [] }
    session.show(replay.recording.networks)
    return [.replay(order)]
  }

  /// Shows the run as it was at a step; behind the last one, its end.
  ///
  /// - Parameters:
  ///   - place: the byte of the log from which one goes there; `nil` for where one is.
  ///   - now: the step there.
  mutating func jump(to step: Int, from place: Int? = nil, at now: Int? = nil) -> [Effect] {
    guard let replay = session.replay else { return [] }
    let recording = replay.recording
    if place == nil || step > recording.greatestStep, replay.share == nil,
      step >= max(recording.step, session.playedStep)
    {
      return jumpToEnd()
    }
    let way = recording.way(
      to: min(max(step, recording.firstStep), recording.greatestStep),
      from: place ?? replay.place ?? recording.end, at: now ?? session.playedStep)
    let order = session.replay?.go(to: way)
    session.show(way.networks)
    return effects(order)
  }

  private func effects(_ order: ReplayOrder?) -> [Effect] {
    order.map { [.replay($0)] } ?? []
  }
}

extension Session {
  /// The step up to which a replay has come.
  var playedStep: Int { networks.map(\.live).step }

  /// Shows networks of a recording in the place of those that were shown.
  mutating func show(_ runs: [ObservedRun]) {
    closeTimeLine()
    cursorStep = nil
    timesReplaced += 1
    for (index, run) in runs.enumerated() where networks.indices.contains(index) {
      let listing = networks[index].live.log.listing
      networks[index].live = run
      networks[index].live.list(listing)
      networks[index].frozen = nil
    }
  }
}
