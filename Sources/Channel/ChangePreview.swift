/// What the network would cost after changes that are staged.
public struct ChangePreview: Sendable, Equatable {
  /// What a network costs.
  public struct Cost: Sendable, Equatable {
    /// Trained values.
    public var parameters: Int
    /// Multiplications with an addition in the forward pass of one image.
    public var multiplyAdds: Int
    /// Bytes that the run's process holds: now, and by estimate after the changes.
    public var memory: Int
    /// Seconds of a step: measured of the network as it is, estimated of one to come; `nil` before the
    /// first step.
    public var secondsPerStep: Double?
    /// Connections that are cut.
    public var cuts: Int

    /// Describes a cost.
    public init(
      parameters: Int, multiplyAdds: Int, memory: Int, secondsPerStep: Double?, cuts: Int = 0
    ) {
      self.parameters = parameters
      self.multiplyAdds = multiplyAdds
      self.memory = memory
      self.secondsPerStep = secondsPerStep
      self.cuts = cuts
    }
  }

  /// The changes that it is about.
  public var commands: [Command]
  /// As the network is.
  public var now: Cost
  /// As it would be.
  public var after: Cost
  /// The first of the changes that cannot be made, and why; `after` is without it then.
  public var refused: CommandRejected?

  /// Describes a preview.
  public init(commands: [Command], now: Cost, after: Cost, refused: CommandRejected? = nil) {
    self.commands = commands
    self.now = now
    self.after = after
    self.refused = refused
  }
}
