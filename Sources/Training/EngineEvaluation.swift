import Channel
import Samples

/// How a network does on the test part.
struct TestOutcome {
  let evaluation: Evaluation
  /// Places in the test part of the images that were answered wrongly.
  let mistakes: [Int]
}

/// Evaluating between two steps.
extension Engine {
  var isEvaluationDue: Bool {
    isFinished || order.position == order.count
      || plan.settings.evaluateEvery.map { step % $0 == 0 } ?? false
  }

  /// Makes the evaluation that a step is due, or remembers that it was not made.
  func evaluateAsDue() throws(RunError) {
    progress.owesEvaluation = true
    try evaluate()
    progress.owesEvaluation = isStopped
  }

  /// Goes through the test part and tells what came out.
  func evaluate() throws(RunError) {
    guard let outcome = try testOutcome() else { return }
    try report(outcome)
    try sendPictures()
    try keepBest(accuracy: outcome.evaluation.accuracy)
  }

  /// Goes through the test part. A pause holds between two batches, unless the evaluation was asked for
  /// in a pause or other networks would wait too; a stop gives it up, and there is no outcome; changes
  /// wait for the end.
  func testOutcome() throws(RunError) -> TestOutcome? {
    let wasPaused = isPaused
    let count = dataset.test.count
    let classes = dataset.classes.count
    var loss = 0.0
    var confusion = Array(repeating: Array(repeating: 0, count: classes), count: classes)
    var mistakes: [Int] = []
    var done = 0
    while done < count {
      publishSnapshot(.evaluating(done: done, of: count))
      try carryOutUrgentCommands(waits: !wasPaused)
      if isStopped { return nil }
      let indices = done..<min(done + batchSize, count)
      let batch = try reading { () throws(DatasetError) in
        try dataset.batch(dataset.test, indices: indices)
      }
      let labels = batch.labels
      network.load(images: batch.images, labels: labels)
      loss += network.forward(.evaluation).loss * Double(labels.count)
      for (index, (label, answer)) in zip(indices, zip(labels, network.answers())) {
        confusion[label][answer] += 1
        if label != answer { mistakes.append(index) }
      }
      done = indices.upperBound
    }
    let accuracy = Double(count - mistakes.count) / Double(count)
    progress.testAccuracy = accuracy
    return TestOutcome(
      evaluation: Evaluation(
        step: step, loss: loss / Double(count), accuracy: accuracy, samples: count,
        confusion: classes <= 100 ? confusion : nil, fork: forkField),
      mistakes: mistakes)
  }

  /// Sends what came out, and a warning where that is not finite.
  func report(_ outcome: TestOutcome) throws(RunError) {
    mistakes = outcome.mistakes
    try send(.evaluation(outcome.evaluation))
    let isFinite = outcome.evaluation.loss.isFinite
    if !isFinite {
      // Of a row of such evaluations the first is told, and others that a person asked for.
      if wasEvaluationFinite || warningPolicy == .pause {
        try handleNotFinite("the evaluation means nothing", weightsStep: step)
      }
      wasFinite = false
    }
    wasEvaluationFinite = isFinite
  }

  private func carryOutUrgentCommands(waits: Bool) throws(RunError) {
    repeat {
      if isPaused && waits { publishSnapshot(.paused) }
      for command in isPaused && waits ? channel.waitForCommands() : channel.takeCommands() {
        let isUrgent =
          switch command {
          case .stop: true
          case .pause, .resume, .step: isAlone
          case .set, .addLayer, .removeLayer, .freeze, .thaw, .cut, .cutBelow, .join, .undo, .redo,
            .restart, .fork, .switchFork, .checkpoint, .evaluate:
            false
          }
        if isUrgent {
          try carryOut(command)
          commandsDone += 1
        } else {
          delayedCommands.append(command)
        }
      }
    } while isPaused && waits && !isStopped
  }
}
