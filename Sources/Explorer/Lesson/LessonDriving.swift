import Channel
import Lessons

// What the program does for a lesson: one task after the other, as the run answers.
extension ExplorerState {
  /// Notes what is sent to the run.
  mutating func note(_ effects: [Effect]) {
    for case .send(_, let network) in effects { session.networks[network].commandsSent += 1 }
  }

  /// Notes what a learner sends to the run: where the lesson has not asked for it, what follows needs another.
  mutating func noteSteering(_ effects: [Effect]) {
    note(effects)
    guard let lesson = session.lesson, !lesson.hasAskedForKey else { return }
    let changes = effects.contains { effect in
      switch effect {
      case .send(.pause, _), .send(.checkpoint, _): false
      case .send: true
      default: false
      }
    }
    if changes { session.lesson?.noteChange() }
  }

  /// Goes on with the tasks of the lesson's step, as far as the run is.
  mutating func continueLesson() -> [Effect] {
    var effects: [Effect] = []
    while let task = session.lesson?.tasks.first {
      if session.lesson?.isUnderWay == false {
        session.lesson?.isUnderWay = true
        let begun = begin(task)
        note(begun)
        effects += begun
      }
      guard isDone(task) else { return effects }
      noteShortfall(of: task)
      session.lesson?.tasks.removeFirst()
      session.lesson?.isUnderWay = false
      session.lesson?.keysPressed = 0
      showPlace()
      if session.lesson?.tasks.isEmpty == true, session.lesson?.phase == .doing { showResult() }
    }
    return effects
  }

  private mutating func begin(_ task: LessonTask) -> [Effect] {
    switch task {
    case .begin(let run):
      startRun(networks: run.networks.count)
      session.want(pause: true)
      for index in session.networks.indices {
        session.networks[index].commandsSent = LessonRun.firstCommands.count
      }
      session.lesson?.networks = run.networks.map(\.name)
      session.lesson?.runStandsAfter = nil
      let index = session.lesson?.index
      session.lesson?.runBegunBy = index
      return [.begin(run)]
    case .press(let keys, let pane, let isAutomatic):
      guard isAutomatic else { return [] }
      session.lesson?.keysPressed = keys.count
      return press(keys, in: pane)
    case .command(let network, let command):
      let effects = send(command, to: network)
      if effects.isEmpty, let lesson = session.lesson, let index = lesson.index {
        session.lesson?.noteProblem(
          lesson.lesson.steps[index].line(
            index, "do: \(command.text ?? ""): expected a network that has what it is about"))
      }
      return effects
    case .train(let steps):
      session.lesson?.targetSteps = session.networks.map { $0.live.step + steps }
      session.want(pause: true)
      return session.networks.indices.map { .send(.step(count: steps), network: $0) }
    case .evaluate:
      return session.networks.indices.map { .send(.evaluate, network: $0) }
    case .measure(let index):
      measure(index)
      return []
    }
  }

  /// Presses keys as the learner would, whatever the lesson makes of keys. What a learner has chosen in a pane
  /// stays, also where the run of earlier steps is made again.
  private mutating func press(_ keys: [LessonKey], in pane: LessonPane?) -> [Effect] {
    let before = session.lesson
    let (panes, focus) = (self.panes, self.focus)
    if let pane, let index = self.pane(named: pane.rawValue) { self.focus = index }
    session.lesson?.isOnTrack = false
    defer {
      session.lesson?.isOnTrack = before?.isOnTrack ?? true
      session.lesson?.runStandsAfter = before?.runStandsAfter
      session.lesson?.runBegunBy = before?.runBegunBy
      if before?.isAutomatic == false { (self.panes, self.focus) = (panes, focus) }
    }
    return keys.flatMap { handle($0.key) }
  }

  private func send(_ command: Command, to network: String?) -> [Effect] {
    session.networks.indices.filter { index in
      if let network, session.lesson?.networks[index] != network { return false }
      return session.networks[index].live.hasParts(for: command)
    }.map { .send(command, network: $0) }
  }

  private func isDone(_ task: LessonTask) -> Bool {
    guard let lesson = session.lesson else { return true }
    let networks = session.networks
    func all(_ condition: (WatchedNetwork) -> Bool) -> Bool { networks.allSatisfy(condition) }
    switch task {
    case .begin: return all { $0.live.hasBegun && $0.stands }
    case .press(let keys, _, _):
      return lesson.keysPressed >= keys.count && all(\.hasAnswered)
    case .command: return all(\.hasAnswered)
    case .train, .evaluate: return all(\.stands)
    case .measure: return true
    }
  }

  /// Notes that a run has come to an end before it was where the lesson wants it.
  private mutating func noteShortfall(of task: LessonTask) {
    guard let lesson = session.lesson, let index = lesson.index else { return }
    for (position, network) in session.networks.enumerated() {
      let run = network.live
      let shortfall: String? =
        switch task {
        case .train where lesson.targetSteps.indices.contains(position):
          run.step == lesson.targetSteps[position]
            ? nil : "stands at step \(run.step), expected step \(lesson.targetSteps[position])"
        case .evaluate where run.ended != nil: "has ended, expected an evaluation"
        default: nil
        }
      guard let shortfall else { continue }
      let name = lesson.networks.indices.contains(position) ? lesson.networks[position] : ""
      let reason = run.ended.map { ": \($0.message)" } ?? ""
      session.lesson?.noteProblem(
        lesson.lesson.steps[index].line(index, "network '\(name)' \(shortfall)\(reason)"))
    }
  }

  /// What cannot be done is left out; the lesson goes on, with another try at the run where one is needed.
  mutating func giveUpTask(_ reason: String) -> [Effect] {
    session.lesson?.noteProblem(reason)
    session.message = reason
    session.lesson?.noteChange()
    session.lesson?.tasks = []
    session.lesson?.isUnderWay = false
    session.lesson?.phase = .reading
    return []
  }

  /// Notes that the run has refused what the lesson itself asked of it; what the learner tries is theirs.
  mutating func noteRefusal(_ reason: String) {
    guard let lesson = session.lesson, lesson.isUnderWay else { return }
    switch lesson.tasks.first {
    case .command?, .press(_, _, isAutomatic: true)?: session.lesson?.noteProblem(reason)
    default: break
    }
  }
}

extension WatchedNetwork {
  /// Whether it waits, with nothing left to answer.
  fileprivate var stands: Bool {
    let waits = [.paused, .finished, .ended].contains(live.snapshot.activity)
    return hasAnswered && waits && (live.snapshot.step == live.step || live.ended != nil)
  }
}
