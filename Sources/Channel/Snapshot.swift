/// The newest state of a run for whoever looks at it now. Only the latest matters: one that was not
/// looked at in time is replaced, never queued.
public struct Snapshot: Sendable, Equatable {
  /// What the run is doing.
  public enum Activity: Sendable, Equatable {
    /// Before the first step, in words: "Reading Fashion-MNIST".
    case preparing(String)
    /// Updating weights.
    case training
    /// Going through the test part: images done, of all.
    case evaluating(done: Int, of: Int)
    /// Waiting between two steps.
    case paused
    /// At its end, but one may go back from there.
    case finished
    /// Over.
    case ended
  }

  /// What the run is doing.
  public var activity: Activity
  /// Updates so far.
  public var step: Int
  /// Commands that were sent through the channel and are done, refused ones included: whoever has sent so
  /// many knows that nothing is under way.
  public var commandsDone: Int
  /// The knobs that this run can change, with their values now.
  public var knobs: [Knob: Double]
  /// The reuse matrices of the network's dense blocks, in their order.
  public var reuse: [Reuse]
  /// What the shortcuts of a residual network carry; `nil` where there are none.
  public var shortcuts: Shortcuts?
  /// Bytes of memory that the run's process holds; `nil` where the system does not say.
  public var memory: Int?
  /// The image that a viewer asked for; `nil` for none.
  public var sample: SamplePicture?
  /// What sources contribute to layers, block by block, where a viewer asked for it.
  public var contributions: [Contributions]
  /// Steps that the run can go back to, in order, by the names of its forks.
  public var timeLine: [String: [Int]]
  /// The cost of changes that a viewer asked about; `nil` for none.
  public var preview: ChangePreview?

  /// Describes a moment.
  public init(
    activity: Activity, step: Int = 0, commandsDone: Int = 0, knobs: [Knob: Double] = [:],
    reuse: [Reuse] = [],
    shortcuts: Shortcuts? = nil, memory: Int? = nil, sample: SamplePicture? = nil,
    contributions: [Contributions] = [], timeLine: [String: [Int]] = [:],
    preview: ChangePreview? = nil
  ) {
    self.activity = activity
    self.step = step
    self.commandsDone = commandsDone
    self.knobs = knobs
    self.reuse = reuse
    self.shortcuts = shortcuts
    self.memory = memory
    self.sample = sample
    self.contributions = contributions
    self.timeLine = timeLine
    self.preview = preview
  }
}
