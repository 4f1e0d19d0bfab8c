import Training

/// What a run is started with: options, and the file that `--resume` or `--weights` names.
struct RunStart {
  let settings: RunSettings
  let beginning: Beginning

  /// What is said of it before the run begins; `nil` of one that begins anew.
  var notice: String? {
    switch beginning {
    case .initialWeights: nil
    case .weights(let file): "Beginning with the weights of \(harmless(file.path))"
    case .checkpoint(let file):
      "Going on from \(harmless(file.path)), step \(file.origin?.step ?? 0)"
    }
  }

  /// Checks every option and reads the file.
  init(_ options: RunOptions) throws {
    if options.resume != nil && options.weights != nil {
      throw Failure.usage("--resume and --weights: expected one of the two")
    }
    guard let path = options.resume ?? options.weights else {
      settings = try RunSettings(options, weights: nil)
      beginning = .initialWeights
      return
    }
    let file = try Checkpoint(contentsOf: path)
    if options.resume != nil, let settings = file.settings {
      self.settings = try RunSettings(options, resuming: file, settings)
      beginning = .checkpoint(file)
    } else {
      settings = try RunSettings(options, weights: file)
      beginning = .weights(file)
    }
  }
}
