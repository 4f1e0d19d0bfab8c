/// How long the latest steps of a network took.
struct StepTimes {
  private static let limit = 15
  private var seconds: [Double] = []

  mutating func add(_ seconds: Double) {
    self.seconds = self.seconds.suffix(Self.limit - 1) + [seconds]
  }

  /// The middle one, in seconds, which the first step of a network and busy neighbours do not move; `nil`
  /// before the first.
  var median: Double? {
    seconds.isEmpty ? nil : seconds.sorted()[seconds.count / 2]
  }
}
