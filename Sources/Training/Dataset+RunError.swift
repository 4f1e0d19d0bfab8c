import Samples

extension Dataset {
  /// Reads a data set as `Dataset.load` does; an error is that of a run.
  public init(_ nameOrPath: String, trainSamples: Int? = nil) throws(RunError) {
    do {
      self = try Dataset.load(nameOrPath, trainSamples: trainSamples)
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
}
