import KernelArguments

/// A step of the forward pass and its way back.
protocol Operation: AnyObject {
  /// What a profile counts it as.
  var kind: String { get }
  /// What it reads.
  var sources: [SourceMaps] { get }
  /// Trained values, without those of norms.
  var parameters: [Parameter] { get }
  /// How it cuts a batch for several threads.
  func portions(groups: Int) -> Portions
  /// Begins its part of the forward pass.
  func prepareForward(_ pass: Pass)
  /// Computes a portion of its part of the target.
  func forward(_ portion: Portion, worker: Int, _ pass: Pass)
  /// Ends its part of a training pass, when all portions are there.
  func finishForward(_ portions: Portions, _ pass: Pass)
  /// Computes the gradients of its parameters and norms, and adds to its sources' gradients. All
  /// consumers of the target's channels must have been here before.
  func backward(_ pass: Pass)
}

/// What the operations of one pass share.
struct Pass {
  var batch: Batch
  /// Whether norms use the batch's own statistics.
  var isTraining: Bool
  /// Whether dropout drops.
  let drops: Bool
  /// Whether groups of images go through the whole network one by one, not operation by operation.
  let goesByGroups: Bool
  /// Fixes dropout's masks.
  var maskSeed: UInt32
  var workspace: Workspace
  private(set) var kernels: KernelTable
  private let watch: (profile: KernelProfile, part: KernelProfile.Part)?

  /// - Parameter watch: where kernels write what they took, and for what; `nil` to measure nothing.
  init(
    batch: Batch, isTraining: Bool, drops: Bool, goesByGroups: Bool, maskSeed: UInt32,
    workspace: Workspace,
    watch: (KernelProfile, KernelProfile.Part)?
  ) {
    self.batch = batch
    self.isTraining = isTraining
    self.drops = drops
    self.goesByGroups = goesByGroups
    self.maskSeed = maskSeed
    self.workspace = workspace
    self.watch = watch
    kernels = workspace.kernels
  }

  /// The pass for an operation of a kind; a profile keeps kinds apart.
  func watching(_ layer: @autoclosure () -> String) -> Pass {
    guard let watch else { return self }
    var pass = self
    pass.kernels = workspace.kernels.watched(by: watch.profile, for: layer(), during: watch.part)
    return pass
  }

  /// Calls `body` for each portion of the batch, on several threads.
  func forEach(_ portions: Portions, _ body: (_ portion: Portion, _ worker: Int) -> Void) {
    workspace.workers.forEach(portions.count) { index, worker in body(portions[index], worker) }
  }

  /// Calls `body` for pieces of `0 ..< count`, on several threads where there are several.
  func forEachPiece(of count: Int, size: Int, _ body: (_ piece: Range<Int>) -> Void) {
    workspace.workers.forEach((count + size - 1) / size) { index, _ in
      body(index * size..<min((index + 1) * size, count))
    }
  }

  /// Calls `body` for each group of images, on several threads.
  func forEachGroup(_ body: (_ group: Int, _ worker: Int) -> Void) {
    workspace.workers.forEach(batch.groups, body)
  }
}
