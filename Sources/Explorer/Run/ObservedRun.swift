import Channel

/// A run as far as a viewer knows it.
struct ObservedRun: Sendable {
  private(set) var started: RunStarted?
  /// Updates of the whole run, as far as it is known.
  private(set) var plannedSteps: Int?
  /// The network as it is now.
  private(set) var network: NetworkDescription? {
    didSet {
      layerNames = LayerNames(network?.layers ?? [])
      layerFigures = LayerFigures(network?.layers ?? [])
    }
  }
  /// Made once a change, as what follows from the network.
  private(set) var layerNames = LayerNames()
  private(set) var layerFigures = LayerFigures([])
  private(set) var snapshot = Snapshot(activity: .preparing("Starting"))
  private(set) var history = RunHistory()
  private(set) var log = RunLog()
  /// What the run did before it went back or took up another line, the newest last.
  private(set) var branches: [Branch] = []
  /// Name of the line that is followed.
  private(set) var fork = ForkName.main
  private(set) var forks = ForkTree()
  private(set) var reuse: [Reuse] = [] {
    didSet { if reuse != oldValue { reuseStatistics = reuse.map(ReuseStatistics.init) } }
  }
  /// Of each block of `reuse`; made once a change and not for every picture.
  private(set) var reuseStatistics: [ReuseStatistics] = []
  /// The matrices as they were at the last mark, or when they were first seen.
  private(set) var reuseAtMark: [Reuse] = []
  private(set) var shortcuts: Shortcuts?
  /// Of the last evaluation that counted answers.
  private(set) var confusion: Confusion?
  /// The last image that was seen on its way; it stays when the run has ended.
  private(set) var sample: SamplePicture?
  private(set) var ended: RunEnded?

  /// Whether the run has begun, so that there is something to look at.
  var hasBegun: Bool { started != nil }

  /// Whether no step is left, unless one goes back.
  var isFinished: Bool { ended != nil || snapshot.activity == .finished }

  /// Whether the network has dense blocks, whose layers draw on earlier ones.
  var hasDenseBlocks: Bool { network?.architecture == "densenet" }

  /// Whether the network has what a command is about.
  func hasParts(for command: Command) -> Bool { !command.concernsDenseBlocks || hasDenseBlocks }

  /// Steps that were done, as far as events tell.
  var step: Int { history.lastStep?.step ?? snapshot.step }

  /// The last step of all lines.
  var greatestStep: Int { branches.reduce(step) { max($0, $1.lastStep) } }

  /// Images of a step, unless it is an epoch's last.
  private var batchSize: Int {
    snapshot.knobs[.batchSize].flatMap { Int(exactly: $0.rounded()) } ?? started?.batchSize ?? 1
  }

  /// Why there has been no evaluation yet.
  var expectationOfEvaluation: String {
    guard let started, started.batchSize > 0 else { return "no evaluation yet" }
    let batches =
      started.dataset.trainSamples / started.batchSize
      + (started.dataset.trainSamples % started.batchSize > 0 ? 1 : 0)
    return "no evaluation yet, the first comes after step \(batches) at the latest"
  }

  /// Knobs of this run in the order of the pane.
  var knobs: [Knob] { Knob.allCases.filter { snapshot.knobs[$0] != nil } }

  /// Whether a knob has one value throughout the network.
  func hasUniform(_ knob: Knob) -> Bool {
    guard knob == .growthRate else { return true }
    return Set(reuse.flatMap { $0.maps.dropFirst() }).count <= 1
  }

  /// The growth rate, of each block where they differ: `8`, `12/16/12`; `nil` where there is none.
  var growthRateText: String? {
    guard let rate = snapshot.knobs[.growthRate] else { return nil }
    let rates = reuse.compactMap { $0.maps.dropFirst().first }
    return hasUniform(.growthRate)
      ? Knob.growthRate.text(rate) : rates.map(String.init).joined(separator: "/")
  }

  /// The network's name among others, or in papers.
  var label: String { network?.label ?? network?.name ?? "" }

  var layers: [LayerDescription] { network?.layers ?? [] }

  mutating func list(_ listing: RunLog.Listing) { log.listing = listing }

  mutating func receive(_ news: RunChannel.News) {
    if news.dropped > 0 { log.add(droppedEvents: news.dropped, step: step) }
    for event in news.events { receive(event) }
    guard let snapshot = news.snapshot else { return }
    self.snapshot = snapshot
    history.complete(snapshot.knobs)
    if !snapshot.reuse.isEmpty { keepReuse(snapshot.reuse) }
    if let shortcuts = snapshot.shortcuts { self.shortcuts = shortcuts }
    if let sample = snapshot.sample { self.sample = sample }
    if let memory = snapshot.memory { history.add(memory: memory, step: max(snapshot.step, 1)) }
  }

  private mutating func receive(_ event: RunEvent) {
    log.add(event)
    switch event {
    case .runStarted(let run):
      started = run
      plannedSteps = run.optimizer.steps
      network = run.networks.first
    case .step(let metrics):
      history.add(
        metrics, batchSize: batchSize, trainSamples: started?.dataset.trainSamples ?? 0)
      // Its schedule moves this knob.
      if snapshot.knobs[.learningRate] != nil {
        snapshot.knobs[.learningRate] = metrics.learningRate
      }
    case .evaluation(var evaluation):
      confusion = Confusion(evaluation, classes: started?.dataset.classes ?? []) ?? confusion
      // Those of earlier evaluations are in the run's log, and could fill the memory.
      evaluation.confusion = nil
      history.add(evaluation)
    case .layerStatistics(let statistics): history.add(statistics)
    case .reuse(let block):
      if let index = reuse.firstIndex(where: { $0.block == block.block }) {
        reuse[index] = block
      } else {
        keepReuse(reuse + [block])
      }
    case .shortcuts(let shortcuts): self.shortcuts = shortcuts
    case .networkChanged(let change):
      history.arrange(layers.map(\.name), as: change.description.layers.map(\.name))
      network = change.description
      plannedSteps = change.steps ?? plannedSteps
    case .checkpoint(let checkpoint):
      history.add(
        Mark(
          step: checkpoint.step, kind: .checkpoint, text: "checkpoint written to \(checkpoint.path)"
        ))
    case .commandApplied(let applied): receive(applied)
    case .changeEffect(let effect): history.add(effect)
    case .commandRejected: break
    case .warning(let warning):
      history.add(Mark(step: warning.step, kind: .warning, text: warning.message))
    case .runEnded(let end): ended = end
    }
    switch event {
    case .step, .layerStatistics, .checkpoint, .changeEffect, .commandRejected, .warning, .runEnded:
      break
    case .runStarted, .evaluation, .reuse, .shortcuts, .networkChanged, .commandApplied:
      history.add(
        Moment(
          step: history.lastStep?.step ?? 0, network: network, plannedSteps: plannedSteps,
          knobs: snapshot.knobs, reuse: reuse, reuseAtMark: reuseAtMark, shortcuts: shortcuts,
          confusion: confusion))
    }
  }

  private mutating func receive(_ applied: CommandApplied) {
    let changesKnob = applied.knob != nil && applied.before != applied.after
    guard changesKnob || applied.changesNetwork else { return }
    if let name = applied.fork, let step = applied.restoredStep {
      follow(name, from: step)
    } else if let step = applied.restoredStep {
      // What a restart left stands further on than what came after it.
      go(to: step, forward: applied.command == .redo || applied.change == .restart)
    }
    if let knob = applied.knob, let after = applied.after { snapshot.knobs[knob] = after }
    if let change = applied.change {
      // It has a mark already.
      if applied.command == .undo { history.markUndone(change) }
      reuseAtMark = reuse
      return
    }
    var mark = Mark(
      step: applied.restoredStep ?? applied.step, kind: .change, text: applied.sentence,
      command: applied.command, isRemoval: applied.isRemoval)
    if let before = applied.lossBefore, let after = applied.lossAfter {
      mark.details.append(
        "On the same batch the loss was \(decimal(before)) before and \(decimal(after)) after it.")
      if applied.restoredStep == nil { mark.batchLosses = [before, after] }
    }
    mark.testAccuracies = [applied.accuracyBefore, applied.accuracyAfter].compactMap(\.self)
    history.add(mark)
    reuseAtMark = reuse
  }

  /// The run has gone back to an earlier step, or forward again to the end of a branch.
  private mutating func go(to step: Int, forward: Bool) {
    let last = history
    var forkStep = step
    if forward, let index = branches.lastIndex(where: { $0.name == nil && $0.lastStep == step }) {
      let branch = branches.remove(at: index)
      forkStep = branch.forkStep
      take(up: branch.history)
    } else {
      history.goBack(to: step)
      forks.goBack(fork, to: step)
    }
    confusion = history.moment(at: step)?.confusion
    arrangeBranches()
    let left = Branch(name: nil, forkStep: forkStep, history: last)
    guard left.lastStep > forkStep else { return }
    let unnamed = branches.filter { $0.name == nil }.suffix(Branch.limit - 1)
    branches = branches.filter { $0.name != nil } + unnamed + [left]
  }

  /// The run follows another line from a step on, which is that line's newest where it is known already.
  private mutating func follow(_ name: String, from step: Int) {
    let left = Branch(name: fork, forkStep: step, history: history)
    // What an undo left belongs to the line that is left.
    branches = branches.filter { $0.name != nil } + [left]
    if let index = branches.firstIndex(where: { $0.name == name }) {
      take(up: branches.remove(at: index).history)
    } else {
      forks.add(name, from: fork, at: step)
    }
    history.goBack(to: step)
    confusion = history.moment(at: step)?.confusion
    fork = name
    arrangeBranches()
  }

  /// What was left once and is followed now has the layers that it had then.
  private mutating func take(up past: RunHistory) {
    history = past
    network = past.moments.last?.network ?? network
  }

  /// How much each line shares with the one that is followed.
  private mutating func arrangeBranches() {
    for index in branches.indices {
      branches[index].forkStep =
        branches[index].name.map { forks.sharedStep($0, fork) }
        ?? min(branches[index].forkStep, step)
    }
  }

  // MARK: Looking back

  /// What is known of a line; `nil` of one that is none.
  func history(of name: String) -> RunHistory? {
    name == fork ? history : branches.first { $0.name == name }?.history
  }

  /// The run as it was at a step of one of its lines, as far as its reports say. What came later stands
  /// beside it as a branch.
  func asItWas(at step: Int, on name: String) -> ObservedRun {
    guard let line = history(of: name) else { return self }
    var past = cutOff(line, name, after: step)
    past.branches = branches.filter { $0.name != nil && $0.name != name }
    if name != fork { past.branches.append(Branch(name: fork, forkStep: 0, history: history)) }
    past.arrangeBranches()
    if (line.lastStep?.step ?? 0) > step {
      past.branches.append(Branch(name: nil, forkStep: step, history: line))
    }
    return past
  }

  /// The run without what it has done since it was at a step last: it may go on from there.
  ///
  /// - Parameter logLines: those of the log that were there before it came to that step.
  func cutOff(after step: Int, keeping logLines: Int) -> ObservedRun {
    var past = cutOff(history, fork, after: step)
    past.log = log
    past.log.goBack(to: step, from: logLines)
    past.snapshot.activity = .training
    past.arrangeBranches()
    return past
  }

  private func cutOff(_ line: RunHistory, _ name: String, after step: Int) -> ObservedRun {
    guard let moment = line.moment(at: step) else { return self }
    var past = self
    past.history = line
    past.history.goBack(to: step)
    past.history.arrange(
      (line.moments.last?.network ?? moment.network)?.layers.map(\.name) ?? [],
      as: moment.network?.layers.map(\.name) ?? [])
    past.network = moment.network
    past.plannedSteps = moment.plannedSteps ?? plannedSteps
    past.log.goBack(to: step)
    var knobs = moment.knobs.isEmpty ? snapshot.knobs : moment.knobs
    if let rate = line.learningRate.value(at: step) { knobs[.learningRate] = rate }
    past.snapshot = Snapshot(
      activity: .paused, step: step, knobs: knobs, reuse: moment.reuse,
      shortcuts: moment.shortcuts, timeLine: snapshot.timeLine)
    past.reuse = moment.reuse
    past.reuseAtMark = moment.reuseAtMark
    past.shortcuts = moment.shortcuts
    past.confusion = moment.confusion
    past.sample = nil
    past.ended = nil
    past.fork = name
    return past
  }

  private mutating func keepReuse(_ blocks: [Reuse]) {
    // A change of the network's size leaves nothing to compare with: begin anew.
    let fits = zip(blocks, reuseAtMark).allSatisfy { $0.maps == $1.maps }
    if reuseAtMark.count != blocks.count || !fits { reuseAtMark = blocks }
    reuse = blocks
  }
}
