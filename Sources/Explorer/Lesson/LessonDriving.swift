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
    guard let lesson, !lesson.hasAskedForKey else { return }
    let changes = effects.contains { effect in
      switch effect {
      case .send(.pause, _), .send(.checkpoint, _): false
      case .send: true
      default: false
      }
    }
    if changes { self.lesson?.noteChange() }
  }

  /// Goes on with the tasks of the lesson's step, as far as the run is.
  mutating func continueLesson() -> [Effect] {
    var effects: [Effect] = []
    while let task = lesson?.tasks.first {
      if lesson?.isUnderWay == false {
        lesson?.isUnderWay = true
        let begun = begin(task)
        note(begun)
        effects += begun
      }
      guard isDone(task) else { return effects }
      lesson?.tasks.removeFirst()
      lesson?.isUnderWay = false
      lesson?.keysPressed = 0
      showPlace()
      if lesson?.tasks.isEmpty == true, lesson?.phase == .doing { showResult() }
    }
    return effects
  }

  private mutating func begin(_ task: LessonTask) -> [Effect] {
    switch task {
    case .begin(let run):
      startRun(networks: run.networks.count)
      session.want(pause: true)
      // That the run is to begin in a pause is sent to it by whoever begins it.
      for index in session.networks.indices { session.networks[index].commandsSent = 1 }
      lesson?.networks = run.networks.map(\.name)
      lesson?.runStandsAfter = nil
      let index = lesson?.index
      lesson?.runBegunBy = index
      return [.begin(run)]
    case .press(let keys, let isAutomatic):
      guard isAutomatic else { return [] }
      lesson?.keysPressed = keys.count
      return keys.flatMap { press($0) }
    case .command(let network, let command):
      return send(command, to: network)
    case .train(let steps):
      lesson?.targetStep = (session.networks.map(\.live.step).max() ?? 0) + steps
      session.want(pause: true)
      return session.networks.indices.map { .send(.step(count: steps), network: $0) }
    case .evaluate:
      return session.networks.indices.map { .send(.evaluate, network: $0) }
    case .measure(let index):
      measure(index)
      return []
    }
  }

  /// Presses a key as the learner would, whatever the lesson makes of keys.
  private mutating func press(_ key: LessonKey) -> [Effect] {
    let before = lesson
    lesson?.isOnTrack = false
    defer {
      lesson?.isOnTrack = before?.isOnTrack ?? true
      lesson?.runStandsAfter = before?.runStandsAfter
      lesson?.runBegunBy = before?.runBegunBy
    }
    return handle(key.key)
  }

  private func send(_ command: Command, to network: String?) -> [Effect] {
    session.networks.indices.filter { index in
      if let network { return lesson?.networks[index] == network }
      return session.networks[index].live.hasParts(for: command)
    }.map { .send(command, network: $0) }
  }

  private func isDone(_ task: LessonTask) -> Bool {
    guard let lesson else { return true }
    let networks = session.networks
    func all(_ condition: (WatchedNetwork) -> Bool) -> Bool { networks.allSatisfy(condition) }
    switch task {
    case .begin: return all { $0.live.hasBegun && $0.stands }
    case .press(let keys, _):
      return lesson.keysPressed >= keys.count && all(\.hasAnswered)
    case .command: return all(\.hasAnswered)
    case .train, .evaluate: return all(\.stands)
    case .measure: return true
    }
  }

  /// What cannot be done is left out; the lesson goes on, with another try at the run where one is needed.
  mutating func giveUpTask(_ reason: String) -> [Effect] {
    lesson?.problems.append(reason)
    session.message = reason
    lesson?.noteChange()
    lesson?.tasks = []
    lesson?.isUnderWay = false
    lesson?.phase = .reading
    return []
  }

  /// Notes that the run has refused what the lesson itself asked of it; what the learner tries is theirs.
  mutating func noteRefusal(_ reason: String) {
    guard let lesson, lesson.isUnderWay else { return }
    switch lesson.tasks.first {
    case .command?, .press(_, isAutomatic: true)?: self.lesson?.problems.append(reason)
    default: break
    }
  }

  // MARK: Figures

  /// Figures of the run as it is now, and those that steps before one have defined.
  func measured(before index: Int) -> LessonFigures {
    guard let lesson else { return LessonFigures() }
    let now = Dictionary(
      zip(lesson.networks, session.networks.map(\.live)), uniquingKeysWith: { first, _ in first })
    let runs = lesson.reached.merging(now) { $1 }
    let first = lesson.networks.first
    var figures = LessonFigures(named: lesson.known(before: index)) { reference in
      (reference.network ?? first).flatMap { runs[$0]?.figure(reference) }
    }
    if lesson.lesson.steps.indices.contains(index) {
      figures.define(lesson.lesson.steps[index].figuresBefore)
    }
    return figures
  }

  private mutating func measure(_ index: Int) {
    guard let step = lesson?.lesson.steps[index] else { return }
    var figures = measured(before: index)
    figures.define(step.figures)
    lesson?.runBegunBy = nil
    for (name, network) in zip(lesson?.networks ?? [], session.networks) {
      lesson?.reached[name] = network.live
    }
    lesson?.figures[index] = figures.kept(step.references)
    if lesson?.runStandsAfter == index - 1 || !step.networks.isEmpty {
      lesson?.runStandsAfter = index
    }
  }

  // MARK: What is shown

  private mutating func showResult() {
    lesson?.phase = .result
    lesson?.scroll = 0
    showPlace()
    guard let lesson, let index = lesson.index, let question = lesson.step?.question else { return }
    guard let figures = lesson.figures[index],
      let answer = try? Answer(to: question, figures.value(of:))
    else { return }
    self.lesson?.answers[index] =
      switch answer {
      case .choice: answer.accepts(choice: lesson.choice)
      case .number: Answer.number(typed: lesson.typed).map(answer.accepts(number:)) ?? false
      }
  }

  /// Shows the pane, the network and the layer that the step is about; not before the learner has said what
  /// to expect there.
  mutating func showPlace() {
    guard let lesson, let step = lesson.step, !lesson.isAsking else { return }
    if let name = step.pane?.rawValue, let index = pane(named: name) { focus = index }
    if let name = step.select, let index = lesson.networks.firstIndex(of: name),
      session.networks.indices.contains(index), index != session.selected
    {
      session.select(index)
      session.message = nil
    }
    if let name = step.layer, let layer = session.run.layerNames.layer(named: name) {
      session.layer = layer
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
