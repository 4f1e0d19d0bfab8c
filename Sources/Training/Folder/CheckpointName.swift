/// Names of the files of a run's checkpoints. Each kind has a name of its own, so that none takes the place of
/// one that was asked for.
enum CheckpointName {
  /// Of the end, or asked for.
  static func asked(_ step: Int) -> String { "step-\(step).safetensors" }

  /// Of before numbers stopped being finite.
  static func sound(_ step: Int) -> String { "sound-step-\(step).safetensors" }

  /// Written now and then, and removed again.
  static func automatic(_ step: Int) -> String { "automatic-step-\(step).safetensors" }

  /// With the best accuracy on the test part so far.
  static let best = "best.safetensors"

  /// Whether it is the name of one that is written now and then.
  static func isAutomatic(_ name: String) -> Bool {
    name.hasPrefix("automatic-") && step(of: name) != nil
  }

  /// The step that a name says; `nil` of any other file.
  static func step(of name: String) -> Int? {
    name.wholeMatch(of: /(?:sound-|automatic-)?step-([0-9]+)\.safetensors/).flatMap { Int($0.1) }
  }
}
