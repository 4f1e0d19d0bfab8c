import Channel
import Networks
import Samples

/// The loop that trains. It is not `Sendable`: it is built and stays on the run's queue; only
/// values leave it.
///
/// `begin`, then `advance` again and again, then `end`: what calls these decides who trains when. Between
/// two steps: interventions that are due, then commands.
final class Engine {
  let plan: RunPlan
  let dataset: Dataset
  let channel: RunChannel
  let outlet: EventOutlet
  let warningPolicy: WarningPolicy
  let clock = ContinuousClock()
  private let beginning: ContinuousClock.Instant

  // What commands change.
  var network: Network { didSet { (progress.testAccuracy, stepTimes) = (nil, StepTimes()) } }
  var progress: Progress
  var step: Int { progress.step }
  var batchSize: Int { progress.batchSize }
  var order: SampleOrder { progress.order }
  /// Connections whose weights are 0 and stay so.
  var cuts: Set<DenseConnection> { network.cuts }
  var changes = ChangeHistory()
  /// Name of the line that is followed.
  var fork = ForkName.main
  /// Names of all lines, in the order of their beginnings.
  var forks = [ForkName.main]
  /// Changes of the lines that were left.
  var histories: [String: ChangeHistory] = [:]
  /// What one can go back to.
  var timeLine: TimeLine
  /// Whether a person knows that the time line cannot keep all.
  var isTimeLineFailureTold = false
  var isPaused = false
  var isStopped = false
  /// Whether the run waits at its end for a viewer who may go back.
  let staysAtEnd: Bool
  /// Whether no other network trains beside it, so that it may wait in the midst of an evaluation.
  let isAlone: Bool
  /// Whether there is nothing to do until a viewer asks for something: in a pause, at the end.
  private(set) var isWaiting = false
  /// The checkpoints that the run writes by itself.
  var automatic: AutomaticCheckpoints
  /// Whether the run is at its end, and that is written, into a file unless there was nothing to keep.
  var keptEnd: (isWritten: Bool, path: String?) = (false, nil)
  /// Steps to carry out before pausing again, an evaluation that is due after the last included;
  /// `nil` for a run that goes on.
  var stepsBeforePause: Int?

  var interventions: ArraySlice<Intervention>
  /// Interventions that were made or refused.
  var interventionsDone: Int { interventions.startIndex }
  /// Indices of the reactions that were made or refused.
  var reactionsDone: Set<Int> = []
  /// Whether a command asked for an evaluation that has not been made yet.
  var isEvaluationAsked = false
  /// Commands from the channel that were carried out or refused.
  var commandsDone = 0
  /// Commands that came during an evaluation and wait for its end.
  var delayedCommands: [Command] = []
  /// Whether loss and gradients of the last step were finite.
  var wasFinite = true
  /// Whether the last evaluation's loss was finite.
  var wasEvaluationFinite = true
  /// What the test part said after the command that is being carried out; told behind its answer.
  var outcomeOfCommand: TestOutcome?
  /// Of the network as it is.
  var stepTimes = StepTimes()
  /// Images of the test part that the last evaluation answered wrongly; `nil` before the first.
  var mistakes: [Int]?
  /// The run before its first step.
  let initialState: TrainingState
  /// The run a while ago, when all was well.
  var soundState: TrainingState?
  /// Loss of the first step that was finite.
  var firstLoss: Double?
  /// Steps that were not finite and updated nothing.
  var stepsLeftOut = 0
  /// What a viewer wants to see.
  var interest = Interest()
  /// The newest pictures for viewers.
  var pictures: EnginePictures
  /// Whether the run goes on in its own folder, with its own log.
  private let goesOn: Bool
  /// Batches to train on.
  let loader: BatchLoader
  /// Training images of the last step; `nil` before the first.
  private(set) var lastDraw: SampleDraw?

  /// - Parameters:
  ///   - weights: what the network begins with; `nil` to draw them.
  ///   - state: where the run goes on; `nil` for its beginning.
  ///   - position: where its log goes on, in its own folder; `nil` where a log begins.
  ///   - staysAtEnd: whether it waits at its end for a viewer who may go back.
  ///   - isAlone: whether no other network trains beside it.
  init(
    _ plan: RunPlan, dataset: Dataset, weights: NetworkState?, resuming state: TrainingState?,
    at position: LogPosition? = nil, channel: RunChannel, outlet: EventOutlet,
    warningPolicy: WarningPolicy, staysAtEnd: Bool = false, isAlone: Bool = true
  ) {
    self.staysAtEnd = staysAtEnd
    self.isAlone = isAlone
    self.plan = plan
    self.dataset = dataset
    self.channel = channel
    self.outlet = outlet
    self.warningPolicy = warningPolicy
    let settings = plan.settings
    loader = BatchLoader(
      dataset, augmentation: settings.augmentation ?? .off, seed: settings.seed)
    beginning = clock.now
    pictures = EnginePictures(beginning)
    // Every purpose draws from a generator of its own, so that none shifts another's numbers.
    var weightGenerator = RandomGenerator(seed: settings.seed)
    let beginning = TrainingState(
      progress: Progress(
        optimizer: settings.optimizer, batchSize: settings.batchSize,
        order: SampleOrder(count: dataset.train.count, seed: settings.seed),
        surgeryGenerator: RandomGenerator(seed: settings.seed ^ 0x5355_5247_4552_5921)),
      configuration: plan.configuration,
      network: weights
        ?? plan.configuration.initialState(settings.initialization, using: &weightGenerator),
      cuts: [])
    // Weights that came from a file then are not there any more.
    initialState = settings.weights == nil || weights != nil ? beginning : state ?? beginning
    let state = state ?? beginning
    progress = state.progress
    interventions = settings.interventions.inOrder[...].dropFirst(state.interventionsDone)
    reactionsDone = state.reactionsDone
    network = Network(
      state.configuration, state: state.network, cuts: state.cuts,
      batchCapacity: state.progress.batchSize, instructionSet: settings.instructionSet,
      threads: settings.threads)
    timeLine = TimeLine(
      limit: settings.timeLineBytes, files: TimeLine.Files(outlet.folder, settings))
    automatic = AutomaticCheckpoints(settings.checkpoints, now: clock.now)
    goesOn = position != nil
    if let position {
      (fork, forks) = (position.fork, position.forks)
      takeUpFiles(before: position)
    }
    timeLine.add(state, to: fork)
  }

  /// How the run stands as it begins.
  var runStarted: RunStarted {
    RunStarted(plan, dataset: dataset, network: networkDescription, state: state)
  }

  /// Tells that the run begins, or goes on.
  func begin() throws(RunError) {
    if goesOn {
      // The log has the beginning, and how layers were connected then.
      try outlet.announce(.runStarted(runStarted))
      publishSnapshot(.training)
    } else {
      try send(.runStarted(runStarted))
      try sendPictures()
    }
    if progress.owesEvaluation { try evaluateAsDue() }
  }

  /// Does what a script and a viewer want, then a step, unless the run waits.
  ///
  /// - Returns: whether the run goes on.
  func advance() throws(RunError) -> Bool {
    if !isWaiting || isFinished {
      try carryOutInterventions()
      try carryOutReactions()
    }
    try carryOutCommands()
    try failIfNotFinite()
    if isStopped { return false }
    if isFinished {
      guard staysAtEnd else { return false }
      if !keptEnd.isWritten { try keepEnd() }
    }
    isWaiting = isPaused || isFinished
    guard !isWaiting else {
      try keepAutomatically()
      publishSnapshot(activity)
      return true
    }
    keptEnd = (false, nil)
    try train()
    try failIfNotFinite()
    stepsBeforePause? -= 1
    if isEvaluationDue { try evaluateAsDue() }
    try failIfNotFinite()
    try keepOnTimeLine()
    try keepAutomatically()
    pauseIfSteppedEnough()
    return true
  }

  /// Writes and tells how the run ended.
  func end() throws(RunError) -> RunEnded {
    let hasFinished = !isStopped || keptEnd.isWritten
    if hasFinished {
      for late in interventions {
        try send(
          .commandRejected(
            CommandRejected(
              step: step, command: late.command,
              reason: "--at \(late.step): the run ended before that step")))
      }
    }
    if !keptEnd.isWritten { try keepEnd() }
    var message =
      "\(hasFinished ? "Finished" : "Stopped") after \(step) step\(step == 1 ? "" : "s")"
    if stepsLeftOut > 0 { message += ", \(stepsLeftOut) of them left out as not finite" }
    if step > 0 && keptEnd.path == nil {
      message += "; the last weights are ruined and were not kept"
    }
    let end = RunEnded(
      step: step, reason: hasFinished ? .finished : .stopped, message: message + ".")
    publishSnapshot(.ended)
    // What the log lacks for good is an end of another kind.
    try outlet.folder.finish()
    try send(.runEnded(end))
    outlet.folder.close()
    return end
  }

  private func failIfNotFinite() throws(RunError) {
    guard !wasFinite && warningPolicy == .fail else { return }
    throw RunError(
      .other,
      "the run failed at step \(step), where a number was not finite; --continue-after-warnings goes "
        + "on without such updates")
  }

  /// The network as it is now.
  var networkDescription: NetworkDescription {
    NetworkDescription(network, frozen: Set(progress.frozen), label: plan.settings.label)
  }

  /// Tells everyone who can still be told that an error ended the run, and keeps its weights if it can.
  func fail(_ error: RunError) {
    publishSnapshot(.ended)
    if let state = stateWorthKeeping { _ = try? writeCheckpoint(state, CheckpointName.asked(step)) }
    outlet.sendLast(
      .runEnded(RunEnded(step: step, reason: .failed, message: error.description)))
  }

  // MARK: Training

  private func train() throws(RunError) {
    let start = clock.now
    let update = currentOptimizer
    let orderBefore = order
    let (batch, draw) = try reading { () throws(DatasetError) in
      try loader.next(&progress.order, batchSize: batchSize)
    }
    lastDraw = draw
    let labels = batch.labels
    network.load(images: batch.images, labels: labels)
    network.maskSeed = maskSeed
    let outcome = network.forward(.training)
    let isMeasured = Self.measuresLayers(at: step + 1)
    network.backward(measuresOutputs: isMeasured)
    let gradientNorms = network.gradientNorms()
    let weightNorms = network.weightNorms()
    let isFinite = outcome.loss.isFinite && network.hasFiniteGradients(norms: gradientNorms)
    // An update by what is not finite would leave nothing to go back to.
    if isFinite {
      keepSoundState(loss: outcome.loss, order: orderBefore)
      network.update(update, frozen: Set(progress.frozen))
      progress.testAccuracy = nil
    }
    progress.step += 1
    let now = clock.now
    let seconds = (now - start) / .seconds(1)
    stepTimes.add(seconds)
    try send(
      .step(
        StepMetrics(
          step: step, epoch: order.epoch, loss: outcome.loss,
          accuracy: Double(outcome.correct) / Double(labels.count),
          learningRate: update.learningRate, gradientNorms: gradientNorms,
          updateRatios: isFinite
            ? network.updateRatios() : Array(repeating: 0, count: gradientNorms.count),
          weightNorms: weightNorms,
          seconds: (now - beginning) / .seconds(1),
          imagesPerSecond: Double(labels.count) / max(seconds, 1e-9),
          fork: forkField)))
    if isMeasured { try sendLayerStatistics() }
    if isFinite { try sendChangeEffects(loss: outcome.loss) }
    if Self.showsConnections(at: step) { try sendPictures() }
    if !isFinite {
      stepsLeftOut += 1
      try handleNotFinite("the step was left out", weightsStep: step - 1)
    }
    wasFinite = isFinite
    publishSnapshot(.training)
  }

  /// Dropout's masks of the next step: the same whenever the step is taken.
  var maskSeed: UInt32 {
    var generator = RandomGenerator(seed: plan.settings.seed &+ UInt64(step) &* 0x9E37_79B9)
    return UInt32(truncatingIfNeeded: generator.next())
  }

  /// What events say of the line that is followed: nothing of the one that the run began with.
  var forkField: String? { fork == ForkName.main ? nil : fork }

  var isFinished: Bool { plan.isFinished(step: step, order: order) }
}
