import Samples

extension Dataset {
  /// Reads a data set as `Dataset.load` does; an error is that of a run.
  public init(
    _ nameOrPath: String, trainSamples: Int? = nil, imageSize: Int? = nil
  ) throws(RunError) {
    self = try reading { () throws(DatasetError) in
      // Of what is free now too, within a container's limit: what is not held is read from its file.
      try Dataset.load(
        nameOrPath, trainSamples: trainSamples, imageSize: imageSize,
        memory: min(Dataset.usualMemory, availableMemory() / 4))
    }
  }

  /// Reads what a run trains on.
  public init(_ settings: RunSettings) throws(RunError) {
    try self.init(
      settings.dataset, trainSamples: settings.trainSamples, imageSize: settings.imageSize)
  }
}

/// Reads data; an error is that of a run.
public func reading<Result>(
  _ body: () throws(DatasetError) -> Result
) throws(RunError) -> Result {
  do {
    return try body()
  } catch {
    let kind: RunError.Kind =
      switch error.kind {
      case .missing: .missing
      case .malformed: .data
      case .unreadable: .inputOutput
      case .usage: .usage
      }
    throw RunError(kind, error.description)
  }
}
