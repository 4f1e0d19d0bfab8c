import Channel
import Networks

/// Pictures of a run for whoever looks at it now, and what of them is kept from one to the next.
struct EnginePictures {
  /// How layers are connected.
  var reuse: [Reuse] = []
  var shortcuts: Shortcuts?
  /// Bytes that the process holds.
  var memory: Int?
  /// What a viewer asked for.
  var sample: SamplePicture?
  var preview: ChangePreview?
  var contributions: [Contributions] = []
  /// The step that the newest pictures are of; `nil` before the first.
  var step: Int?
  /// When the newest pictures were taken, and when the next ones are due.
  var taken: ContinuousClock.Instant
  var due: ContinuousClock.Instant
  /// The same of contributions.
  var contributionsStep: Int?
  var contributionsDue: ContinuousClock.Instant

  init(_ now: ContinuousClock.Instant) {
    (taken, due, contributionsDue) = (now, now, now)
  }

  /// Nobody wants them any more, or they are of a network that was changed.
  mutating func forgetContributions() {
    contributions = []
    contributionsStep = nil
  }
}

extension Engine {
  /// Sends how layers are connected: reuse of dense blocks, shortcuts of residual ones.
  func sendPictures() throws(RunError) {
    takePictures()
    for block in pictures.reuse { try send(.reuse(block)) }
    if let shortcuts = pictures.shortcuts { try send(.shortcuts(shortcuts)) }
  }

  /// Shows the newest state to whoever looks. A run that waits has time for pictures of its newest
  /// step, and for what a viewer has just asked for.
  func publishSnapshot(_ activity: Snapshot.Activity) {
    let waits = [.paused, .finished, .ended].contains(activity)
    let isAsked = takeInterest()
    if clock.now >= pictures.due || (waits && (isAsked || pictures.step != step)) {
      takePictures()
    }
    if interest.wantsContributions, pictures.contributionsStep != step,
      waits || clock.now >= pictures.contributionsDue
    {
      takeContributions()
    }
    var knobs: [Knob: Double] = [:]
    for knob in Knob.allCases { knobs[knob] = value(of: knob) }
    channel.publish(
      Snapshot(
        activity: activity, step: step, commandsDone: commandsDone, knobs: knobs,
        reuse: pictures.reuse,
        shortcuts: pictures.shortcuts, memory: pictures.memory, sample: pictures.sample,
        contributions: pictures.contributions, timeLine: timeLine.steps,
        preview: pictures.preview))
  }

  /// Takes what a viewer wants to see from now on; returns whether it has said something new.
  private func takeInterest() -> Bool {
    guard let new = channel.takeInterest() else { return false }
    if new.wantsContributions && !interest.wantsContributions {
      pictures.contributionsDue = clock.now
    }
    interest = new
    pictures.preview = preview(of: interest.staged)
    if new.sample == nil { pictures.sample = nil }
    if !new.wantsContributions { pictures.forgetContributions() }
    // However long pictures take, an answer does not wait for that.
    pictures.due = min(pictures.due, pictures.taken + Self.pictureInterval)
    return true
  }

  /// Between two pictures, at least: weights move slowly.
  private static var pictureInterval: Swift.Duration { .milliseconds(250) }
  /// Pictures may take a fiftieth of the time.
  private static var rarity: Int { 50 }

  private func takePictures() {
    let start = clock.now
    defer {
      pictures.step = step
      pictures.taken = clock.now
      pictures.due = pictures.taken + max(Self.pictureInterval, (clock.now - start) * Self.rarity)
    }
    pictures.memory = residentMemory()
    if let wanted = interest.sample { pictures.sample = samplePicture(wanted) }
    let shares = network.shortcutShares()
    if !shares.isEmpty {
      pictures.shortcuts = Shortcuts(
        step: step,
        blocks: shares.map { .init(name: $0.block, residual: $0.residual, shortcut: $0.shortcut) })
    }
    pictures.reuse = reuse()
  }

  /// How much the consumers of each dense block draw on its sources, as weights are now.
  func reuse() -> [Reuse] {
    guard let structure = network.configuration.architecture.denseNet else { return [] }
    return network.reuse().enumerated().map { index, block in
      Reuse(
        step: step, block: index + 1, matrix: finite(block.matrix),
        maps: [structure.blockChannels[index].input]
          + Array(repeating: structure.growthRates[index], count: structure.blocks[index]),
        scaledMatrix: block.scaledMatrix.map(finite),
        mapUse: block.mapUse.allSatisfy(\.isFinite) ? block.mapUse : nil)
    }
  }

  private func finite(_ matrix: [[Double?]]) -> [[Double?]] {
    matrix.map { row in row.map { $0.flatMap { $0.isFinite ? $0 : nil } } }
  }

  /// Measures contributions by a pass over the batch of the last step, which changes nothing.
  private func takeContributions() {
    guard let lastDraw, network.configuration.architecture.denseNet != nil else { return }
    let start = clock.now
    guard let batch = try? loader.again(lastDraw.prefix(batchSize)) else { return }
    network.load(images: batch.images, labels: batch.labels)
    _ = network.forward(.measurement)
    pictures.contributions = network.contributions().enumerated().map { index, matrix in
      Contributions(step: step, block: index + 1, matrix: matrix)
    }
    pictures.contributionsStep = step
    pictures.contributionsDue =
      clock.now + max(.seconds(2), (clock.now - start) * Self.rarity)
  }
}
