import Channel
import Networks
import Samples

/// The loop that trains. It is not `Sendable`: it is built and stays on the run's queue; only
/// values leave it.
///
/// Between two steps: interventions that are due, then commands; while paused it waits there.
final class Engine {
  let plan: RunPlan
  let dataset: Dataset
  let channel: RunChannel
  private let outlet: EventOutlet
  private let clock = ContinuousClock()
  private let beginning: ContinuousClock.Instant

  // What commands change.
  var network: DenseNet
  var optimizer: SGD
  var batchSize: Int
  var order: SampleOrder
  /// Draws the filters that a higher growth rate adds.
  var surgeryGenerator: RandomGenerator
  var undoHistory = UndoHistory()
  var isPaused = false
  var isStopped = false
  /// Steps to carry out before pausing again, an evaluation that is due after the last included;
  /// `nil` for a run that goes on.
  var stepsBeforePause: Int?
  /// Updates so far.
  private(set) var step = 0

  private var interventions: ArraySlice<Intervention>
  /// Commands that came during an evaluation and wait for its end.
  private var delayedCommands: [Command] = []
  private var wasFinite = true
  private var reuse: [Reuse] = []
  private var reuseTime: ContinuousClock.Instant

  init(_ plan: RunPlan, dataset: Dataset, channel: RunChannel, outlet: EventOutlet) {
    self.plan = plan
    self.dataset = dataset
    self.channel = channel
    self.outlet = outlet
    let settings = plan.settings
    beginning = clock.now
    reuseTime = beginning
    // Every purpose draws from a generator of its own, so that none shifts another's numbers.
    var weightGenerator = RandomGenerator(seed: settings.seed)
    surgeryGenerator = RandomGenerator(seed: settings.seed ^ 0x5355_5247_4552_5921)
    order = SampleOrder(count: dataset.train.count, seed: settings.seed)
    optimizer = settings.optimizer
    batchSize = settings.batchSize
    interventions =
      settings.interventions.enumerated().sorted {
        ($0.element.step, $0.offset) < ($1.element.step, $1.offset)
      }.map(\.element)[...]
    network = DenseNet(
      plan.configuration,
      state: DenseNet.initialState(plan.configuration, using: &weightGenerator),
      batchCapacity: settings.batchSize, instructionSet: settings.instructionSet,
      threads: settings.threads)
  }

  /// Trains until the last step or a stop.
  func run() throws(RunError) -> RunEnded {
    try send(.runStarted(RunStarted(plan, dataset: dataset, network: network)))
    try sendReuse()
    while true {
      try carryOutInterventions()
      try carryOutCommands()
      if isStopped || isFinished { break }
      try train()
      stepsBeforePause? -= 1
      if isEvaluationDue { try evaluate() }
      pauseIfSteppedEnough()
    }
    let end = RunEnded(
      step: step, reason: isStopped ? .stopped : .finished,
      message: "\(isStopped ? "Stopped" : "Finished") after \(step) step\(step == 1 ? "" : "s").")
    publishSnapshot(.ended)
    try send(.runEnded(end))
    return end
  }

  /// Tells everyone who can still be told that an error ended the run.
  func fail(_ error: RunError) {
    publishSnapshot(.ended)
    outlet.sendLast(
      .runEnded(RunEnded(step: step, reason: .failed, message: error.description)))
  }

  // MARK: Training

  private func train() throws(RunError) {
    let start = clock.now
    let update = currentOptimizer
    let (images, labels) = dataset.batch(dataset.train, indices: order.next(batchSize))
    network.load(images: images, labels: labels)
    let outcome = network.forward(.training)
    network.backward()
    let gradientNorms = network.gradientNorms()
    network.update(update)
    step += 1
    let now = clock.now
    try send(
      .step(
        StepMetrics(
          step: step, epoch: order.epoch, loss: outcome.loss,
          accuracy: Double(outcome.correct) / Double(labels.count),
          learningRate: update.learningRate, gradientNorms: gradientNorms,
          updateRatios: network.updateRatios(), seconds: (now - beginning) / .seconds(1),
          imagesPerSecond: Double(labels.count) / max((now - start) / .seconds(1), 1e-9))))
    try warnIfNotFinite(loss: outcome.loss, gradientNorms: gradientNorms)
    publishSnapshot(.training)
  }

  /// A warning at the first of a row of steps whose numbers are not finite.
  private func warnIfNotFinite(loss: Double, gradientNorms: [Double]) throws(RunError) {
    let layer = gradientNorms.firstIndex { !$0.isFinite }
    let isFinite = loss.isFinite && layer == nil
    defer { wasFinite = isFinite }
    guard !isFinite, wasFinite else { return }
    let what =
      loss.isFinite
      ? "the gradient of \(layer.map { network.layers[$0].name } ?? "a layer")" : "the loss"
    try send(
      .warning(
        RunWarning(
          step: step, kind: .notFinite,
          message: "\(what) is not a finite number; a lower learning rate may help")))
  }

  private var isFinished: Bool { plan.isFinished(step: step, order: order) }

  // MARK: Evaluation

  private var isEvaluationDue: Bool {
    isFinished || order.position == order.count
      || plan.settings.evaluateEvery.map { step % $0 == 0 } ?? false
  }

  /// Goes through the test part. A pause holds between two batches, a stop gives it up; changes
  /// wait for the end.
  private func evaluate() throws(RunError) {
    let count = dataset.test.count
    var loss = 0.0
    var correct = 0
    var done = 0
    while done < count {
      publishSnapshot(.evaluating(done: done, of: count))
      try carryOutUrgentCommands()
      if isStopped { return }
      let indices = done..<min(done + batchSize, count)
      let (images, labels) = dataset.batch(dataset.test, indices: indices)
      network.load(images: images, labels: labels)
      let outcome = network.forward(.evaluation)
      loss += outcome.loss * Double(labels.count)
      correct += outcome.correct
      done = indices.upperBound
    }
    try send(
      .evaluation(
        Evaluation(
          step: step, loss: loss / Double(count), accuracy: Double(correct) / Double(count),
          samples: count)))
    try sendReuse()
  }

  private func carryOutUrgentCommands() throws(RunError) {
    repeat {
      if isPaused { publishSnapshot(.paused) }
      for command in isPaused ? channel.waitForCommands() : channel.takeCommands() {
        switch command {
        case .pause, .resume, .step, .stop: try carryOut(command)
        case .set, .undo: delayedCommands.append(command)
        }
      }
    } while isPaused && !isStopped
  }

  // MARK: Commands

  private func carryOutInterventions() throws(RunError) {
    while let next = interventions.first, next.step <= step, !isStopped {
      interventions.removeFirst()
      try carryOut(next.command)
    }
  }

  private func carryOutCommands() throws(RunError) {
    while !isStopped {
      var commands = delayedCommands
      delayedCommands = []
      if isPaused && !isFinished && commands.isEmpty {
        publishSnapshot(.paused)
        commands = channel.waitForCommands()
      } else {
        commands += channel.takeCommands()
      }
      for command in commands where !isStopped { try carryOut(command) }
      if !isPaused || isFinished { return }
    }
  }

  private func pauseIfSteppedEnough() {
    guard stepsBeforePause == 0 else { return }
    stepsBeforePause = nil
    isPaused = true
  }

  private func carryOut(_ command: Command) throws(RunError) {
    let event: RunEvent
    do {
      event = .commandApplied(try perform(command))
    } catch {
      event = .commandRejected(
        CommandRejected(step: step, command: command, reason: error.reason))
    }
    try send(event)
    if case .commandApplied(let applied) = event, applied.knob == .growthRate {
      try sendReuse()
    }
    publishSnapshot(isPaused ? .paused : .training)
  }

  /// The optimiser of the next update.
  var currentOptimizer: SGD {
    var current = optimizer
    current.learningRate *= scheduleFactor
    return current
  }

  /// What the schedule makes of the learning rate for the next update.
  var scheduleFactor: Double {
    plan.scheduleFactor(
      step: step, samplesDone: max(order.epoch - 1, 0) * order.count + order.position)
  }

  // MARK: What goes out

  private func send(_ event: RunEvent) throws(RunError) { try outlet.send(event) }

  private func sendReuse() throws(RunError) {
    measureReuse()
    for block in reuse { try send(.reuse(block)) }
  }

  private func measureReuse() {
    let configuration = network.configuration
    reuse = zip(network.reuse(), configuration.blockChannels).enumerated().map { index, block in
      let layers = configuration.blocks[index]
      return Reuse(
        step: step, block: index + 1,
        matrix: block.0.map { row in row.map { $0.flatMap { $0.isFinite ? $0 : nil } } },
        maps: [block.1.input] + Array(repeating: configuration.growthRate, count: layers))
    }
    reuseTime = clock.now
  }

  private func publishSnapshot(_ activity: Snapshot.Activity) {
    // Weights move slowly: four pictures a second are plenty.
    if clock.now - reuseTime > .milliseconds(250) { measureReuse() }
    let current = currentOptimizer
    channel.publish(
      Snapshot(
        activity: activity, step: step,
        knobs: [
          .growthRate: Double(network.configuration.growthRate),
          .learningRate: current.learningRate, .momentum: current.momentum,
          .weightDecay: current.weightDecay, .batchSize: Double(batchSize),
        ], reuse: reuse))
  }
}
