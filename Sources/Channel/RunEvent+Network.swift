extension RunEvent {
  /// The event as the log of several networks has it.
  ///
  /// - Parameters:
  ///   - network: index into `RunStarted.networks`.
  ///   - folder: the network's folder within the run's; a checkpoint's path begins there.
  public func of(network: Int, in folder: String) -> RunEvent {
    switch self {
    case .step(var fields):
      fields.network = network
      return .step(fields)
    case .evaluation(var fields):
      fields.network = network
      return .evaluation(fields)
    case .reuse(var fields):
      fields.network = network
      return .reuse(fields)
    case .shortcuts(var fields):
      fields.network = network
      return .shortcuts(fields)
    case .layerStatistics(var fields):
      fields.network = network
      return .layerStatistics(fields)
    case .networkChanged(var fields):
      fields.network = network
      return .networkChanged(fields)
    case .checkpoint(var fields):
      fields.network = network
      fields.path = "\(folder)/\(fields.path)"
      return .checkpoint(fields)
    case .commandApplied(var fields):
      fields.network = network
      fields.command = fields.command.of(network: network)
      return .commandApplied(fields)
    case .changeEffect(var fields):
      fields.network = network
      fields.command = fields.command.of(network: network)
      return .changeEffect(fields)
    case .commandRejected(var fields):
      fields.network = network
      fields.command = fields.command.of(network: network)
      return .commandRejected(fields)
    case .warning(var fields):
      fields.network = network
      return .warning(fields)
    case .runEnded(var fields):
      fields.network = network
      return .runEnded(fields)
    case .runStarted: return self
    }
  }

  /// The network that it is about, an index into `RunStarted.networks`; `nil` of the run as a whole.
  public var network: Int? {
    switch self {
    case .step(let fields): fields.network
    case .evaluation(let fields): fields.network
    case .reuse(let fields): fields.network
    case .shortcuts(let fields): fields.network
    case .layerStatistics(let fields): fields.network
    case .networkChanged(let fields): fields.network
    case .checkpoint(let fields): fields.network ?? 0
    case .commandApplied(let fields): fields.network
    case .changeEffect(let fields): fields.network
    case .commandRejected(let fields): fields.network ?? 0
    case .warning(let fields): fields.network
    case .runEnded(let fields): fields.network
    case .runStarted: nil
    }
  }
}
