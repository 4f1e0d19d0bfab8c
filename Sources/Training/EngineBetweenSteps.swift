import Channel
import Networks

/// What happens between two steps: what a script wants, then what a viewer asks.
extension Engine {
  func carryOutInterventions() throws(RunError) {
    while let next = interventions.first, next.step <= step, !isStopped {
      let rest = interventions
      interventions.removeFirst()
      if try !carryOutToTheEnd(next.command) { interventions = rest }
    }
  }

  /// Makes the changes whose figure is reached.
  func carryOutReactions() throws(RunError) {
    for (index, reaction) in plan.settings.reactions.enumerated()
    where !reactionsDone.contains(index) && !isStopped {
      let value =
        switch reaction.figure {
        case .loss: progress.followed.smoothedLoss
        case .testAccuracy: progress.testAccuracy
        }
      guard reaction.isMet(by: value) else { continue }
      reactionsDone.insert(index)
      if try !carryOutToTheEnd(reaction.command) { reactionsDone.remove(index) }
    }
  }

  /// Carries out a command of a script; `false` where it was given up for the run's end, so that it is
  /// still to be done by a run that goes on.
  private func carryOutToTheEnd(_ command: Command) throws(RunError) -> Bool {
    try carryOut(command)
    return !(isStopped && command.evaluates)
  }

  var activity: Snapshot.Activity {
    isFinished && staysAtEnd ? .finished : isPaused ? .paused : .training
  }

  func carryOutCommands() throws(RunError) {
    repeat {
      let commands = delayedCommands + channel.takeCommands()
      delayedCommands = []
      for command in commands where !isStopped {
        if command == .stop && keptEnd.isWritten {
          // The viewer leaves a run that is at its end: that is nothing to be done again by a plan.
          isStopped = true
        } else {
          try carryOut(command)
          // What a person has done is not done again by itself.
          automatic.isDue = true
        }
        commandsDone += 1
      }
    } while !delayedCommands.isEmpty && !isStopped
  }

  func pauseIfSteppedEnough() {
    guard stepsBeforePause == 0 else { return }
    stepsBeforePause = nil
    isPaused = true
  }

  func carryOut(_ command: Command) throws(RunError) {
    let event: RunEvent
    let before = networkDescription
    do {
      event = .commandApplied(try perform(command))
    } catch {
      event = .commandRejected(
        CommandRejected(step: step, command: command, reason: error.reason))
    }
    try send(event)
    if case .commandApplied(let applied) = event, let text = applied.command.text {
      try outlet.folder.appendToPlan("\(applied.step):\(text)")
    }
    let after = networkDescription
    if after != before {
      let steps = plan.steps(after: step, order: order, batchSize: batchSize)
      try send(.networkChanged(NetworkChanged(step: step, description: after, steps: steps)))
    }
    if let outcome = outcomeOfCommand {
      outcomeOfCommand = nil
      try report(outcome)
    }
    if case .commandApplied(let applied) = event, applied.changesNetwork || applied.knob != nil {
      keptEnd = (false, nil)
      renewTimeLine()
    }
    if case .commandApplied(let applied) = event,
      applied.changesNetwork
    {
      pictures.forgetContributions()
      pictures.preview = preview(of: interest.staged)
      try sendPictures()
    }
    publishSnapshot(activity)
    if isEvaluationAsked {
      isEvaluationAsked = false
      try evaluate()
      publishSnapshot(activity)
    }
  }

  /// The optimiser of the next update.
  var currentOptimizer: SGD {
    var current = progress.optimizer
    current.learningRate *= scheduleFactor
    return current
  }

  /// What the schedule makes of the learning rate for the next update.
  var scheduleFactor: Double {
    plan.scheduleFactor(
      step: step, samplesDone: max(order.epoch - 1, 0) * order.count + order.position)
  }
}
