/// What a change of the network did, measured some steps after it.
public struct ChangeEffect: Sendable, Equatable, Codable {
  /// Updates before the measurement.
  public var step: Int
  /// Index into `RunStarted.networks`.
  public var network: Int
  /// What was changed.
  public var command: Command
  /// `CommandApplied.step` of the change.
  public var commandStep: Int
  /// Of growth: maps that dense layers make and did not make before; `nil` of any other change.
  public var newMaps: Int?
  /// How many of them are in use: learning and read. A map is, if
  ///
  /// - the gradient of the filter that makes it has at least 1 % of the mean norm over the filters of
  ///   its layer, and
  /// - some consumer reads it with at least 10 % of the mean |γ·w| that this consumer has for a map
  ///   (`Reuse.mapUse` ≥ 0.1).
  public var newMapsInUse: Int?
  /// Of a loss of maps or connections: steps after which the smoothed loss was no higher than just before
  /// the change, smoothed as in mₜ = 0.9 · mₜ₋₁ + 0.1 · lossₜ over all steps, 10 at least; `nil` of any other change.
  public var recoveredAfter: Int?
  /// Of such a loss: the training loss on one batch just before the change, and right after it.
  public var lossBefore: Double?
  /// See `lossBefore`.
  public var lossAfter: Double?
  /// Name of the fork that was measured; `nil` of the line that the run began with.
  public var fork: String?

  /// Describes what a change did.
  public init(
    step: Int, network: Int = 0, command: Command, commandStep: Int, newMaps: Int? = nil,
    newMapsInUse: Int? = nil, recoveredAfter: Int? = nil, lossBefore: Double? = nil,
    lossAfter: Double? = nil, fork: String? = nil
  ) {
    self.step = step
    self.network = network
    self.command = command
    self.commandStep = commandStep
    self.newMaps = newMaps
    self.newMapsInUse = newMapsInUse
    self.recoveredAfter = recoveredAfter
    self.lossBefore = lossBefore
    self.lossAfter = lossAfter
    self.fork = fork
  }
}
