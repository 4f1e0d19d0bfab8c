import Networks

/// A network's weights after a step.
struct KnownWeights {
  /// Steps of the run before them.
  let step: Int
  let configuration: NetworkConfiguration
  let state: NetworkState

  /// The same weights with another growth rate.
  ///
  /// - Parameter generator: as it was where the network itself got that growth rate, so that both get
  ///   the same new filters.
  func adapted(
    to growthRate: Int, initialization: Initialization, using generator: RandomGenerator
  ) -> KnownWeights {
    guard configuration.architecture.growthRate != growthRate else { return self }
    var generator = generator
    let change = GrowthRateChange(
      of: state, from: configuration, to: growthRate, initialization: initialization,
      using: &generator)
    return KnownWeights(step: step, configuration: change.configuration, state: change.state)
  }
}
