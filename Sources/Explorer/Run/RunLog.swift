import Channel

/// What the run reported, as lines of text, in bounded memory.
struct RunLog: Sendable {
  /// A line. Those of steps are many, and become text only where they are shown.
  struct Line: Sendable {
    enum Content: Sendable {
      case step(loss: Double, accuracy: Double, learningRate: Double, imagesPerSecond: Double)
      case text(String)
    }

    enum Kind: Sendable {
      case step, report, change, warning
    }

    /// Lines that were added before it.
    fileprivate(set) var number = 0
    var step: Int
    var kind: Kind
    var content: Content

    var text: String {
      switch content {
      case .text(let text): text
      case .step(let loss, let accuracy, let learningRate, let imagesPerSecond):
        "loss \(decimal(loss))  accuracy \(percent(accuracy))  learning rate "
          + "\(compact(learningRate))  \(Int(imagesPerSecond.rounded())) images/s"
      }
    }
  }

  /// Which lines a person wants to see.
  struct Listing: Sendable, Equatable {
    enum Selection: Sendable, CaseIterable {
      case withoutSteps, all, changesAndWarnings
    }

    var selection = Selection.withoutSteps
    /// Part of their text, in capitals or not; empty for all.
    var text = ""

    fileprivate func includes(_ line: Line) -> Bool {
      let isSelected =
        switch selection {
        case .withoutSteps: line.kind != .step
        case .all: true
        case .changesAndWarnings: line.kind == .change || line.kind == .warning
        }
      return isSelected
        && (text.isEmpty || line.text.lowercased().contains(text.lowercased()))
    }
  }

  /// The oldest first.
  private(set) var lines: [Line] = []
  /// Lines so far, those included that are no longer kept; the run's folder has them all.
  private(set) var count = 0
  var listing = Listing() {
    didSet { if listing != oldValue { listed = lines.filter(listing.includes) } }
  }
  /// The lines that are listed, found once and not for every picture.
  private(set) var listed: [Line] = []
  private static let capacity = 20_000

  /// Forgets what was said of later steps.
  ///
  /// - Parameter first: number of the first line that may go.
  mutating func goBack(to step: Int, from first: Int = 0) {
    lines.removeAll { $0.number >= first && $0.step > step }
    listed.removeAll { $0.number >= first && $0.step > step }
    count = lines.last.map { $0.number + 1 } ?? 0
  }

  mutating func add(_ event: RunEvent) {
    if let line = Line(event) { add(line) }
  }

  /// Says that reports came faster than the viewer took them.
  mutating func add(droppedEvents dropped: Int, step: Int) {
    add(
      Line(
        step: step, kind: .warning,
        content: .text(
          "\(dropped) steps came too fast to be shown; the run's folder has them all")))
  }

  private mutating func add(_ line: Line) {
    var line = line
    line.number = count
    count += 1
    lines.append(line)
    if listing.includes(line) { listed.append(line) }
    guard lines.count > Self.capacity else { return }
    // The older half goes, but for what is not a step.
    let old = lines.count / 2
    let kept = lines[..<old].filter { $0.kind != .step }.suffix(Self.capacity / 4)
    lines = Array(kept) + lines[old...]
    listed = lines.filter(listing.includes)
  }
}

extension RunLog.Line {
  /// The line of an event; `nil` for what is a picture rather than words.
  init?(_ event: RunEvent) {
    func text(_ step: Int, _ kind: Kind, _ text: String) -> Self {
      RunLog.Line(step: step, kind: kind, content: .text(text))
    }
    switch event {
    case .runStarted(let run):
      let network = run.networks.first
      self = text(
        0, .report,
        "\(network?.name ?? "") with \(network?.parameters ?? 0) parameters on \(run.dataset.name), "
          + (run.augmentation.map { $0 == "none" ? "" : "\($0) augmentation, " } ?? "")
          + "seed \(run.seed), \(run.threads) threads, \(run.instructionSet)"
          + (run.resumedStep.map { ", going on from step \($0)" } ?? ""))
    case .step(let metrics):
      self.init(
        step: metrics.step, kind: .step,
        content: .step(
          loss: metrics.loss, accuracy: metrics.accuracy, learningRate: metrics.learningRate,
          imagesPerSecond: metrics.imagesPerSecond))
    case .evaluation(let test):
      self = text(
        test.step, .report,
        "evaluation: loss \(decimal(test.loss)), accuracy \(percent(test.accuracy)) of "
          + "\(test.samples) images")
    case .checkpoint(let checkpoint):
      self = text(checkpoint.step, .report, "checkpoint written to \(checkpoint.path)")
    case .commandApplied(let applied):
      self = text(applied.step, .change, applied.sentence)
    case .changeEffect(let effect):
      self = text(
        effect.step, .change,
        "\(effect.command.word) at step \(effect.commandStep): \(effect.words)")
    case .commandRejected(let rejected):
      self = text(rejected.step, .warning, "refused: \(rejected.reason)")
    case .warning(let warning): self = text(warning.step, .warning, "warning: \(warning.message)")
    case .networkChanged(let change):
      self = text(
        change.step, .report,
        "the network is \(change.description.name) now, \(change.description.parameters) parameters"
      )
    case .runEnded(let end): self = text(end.step, .report, end.message)
    case .reuse, .shortcuts, .layerStatistics: return nil
    }
  }
}

extension CommandApplied {
  /// Whether it took maps or connections away.
  var isRemoval: Bool {
    switch command {
    case .removeLayer, .cut, .cutBelow: true
    case .set(.growthRate, _, _, _): (after ?? 0) < (before ?? 0)
    default: false
    }
  }

  /// What the command did, in words.
  var sentence: String {
    var parts: [String] = []
    if let knob, let before, let after, before != after {
      var block = ""
      if case .set(_, _, _, let number?) = command { block = "block \(number): " }
      parts.append("\(block)\(knob.title) \(knob.text(before)) → \(knob.text(after))")
    }
    switch command {
    case .restart, .fork: return command.word
    case .switchFork: return "\(command.word) at step \(restoredStep ?? step)"
    case .cutBelow(let percentage): parts += cutSentence(below: percentage).map { [$0] } ?? []
    default: break
    }
    if let change, knob == nil {
      parts.append("\(change.word) \(command == .redo ? "made again" : "undone")")
    }
    if let restoredStep {
      let isForward = command == .redo || restoredStep > step
      parts.append("\(isForward ? "forward" : "back") to step \(restoredStep)")
    }
    return parts.isEmpty ? command.word : parts.joined(separator: ", ")
  }

  /// `9 of 24 connections cut that carried less than 2.5 %: accuracy 87.3 % → 86.9 %`.
  private func cutSentence(below percentage: Double) -> String? {
    guard let connections else { return nil }
    let sentence =
      "\(connections) of \(counted(connectionsBefore ?? connections, "connection")) cut that carried "
      + "less than \(compact(percentage)) %"
    guard let accuracyBefore, let accuracyAfter else { return sentence }
    return sentence + ": accuracy \(percent(accuracyBefore)) → \(percent(accuracyAfter))"
  }
}

extension Command {
  /// The command in words.
  var word: String {
    switch self {
    case .pause: "pause"
    case .resume: "resume"
    case .step(let count): count == 1 ? "asked for one step" : "asked for \(count) steps"
    case .set(let knob, let value, _, let block):
      (block.map { "block \($0): " } ?? "") + "\(knob.title) \(knob.text(value))"
    case .addLayer(let block): "a layer added to block \(block)"
    case .removeLayer(let block): "the last layer of block \(block) taken away"
    case .cut(let connections): "\(connections.text) cut"
    case .cutBelow(let percentage): "connections below \(compact(percentage)) % cut"
    case .join(let connections): "\(connections.text) joined"
    case .freeze(let part): "\(part) frozen"
    case .thaw(let part): "\(part) thawed"
    case .undo: "undo"
    case .redo: "redo"
    case .restart: "begun again with the initial weights"
    case .fork(let step, let name): "\(name ?? "a fork") begun at step \(step)"
    case .switchFork(let name): "\(name) taken up again"
    case .checkpoint: "checkpoint"
    case .evaluate: "evaluate"
    case .stop: "stop"
    }
  }
}
