import Networks
import Samples

/// Everything that the rest of a run follows from: who starts from the same state gets the same bits.
struct TrainingState: Equatable {
  /// Updates before it.
  let step: Int
  let configuration: NetworkConfiguration
  /// Weights, momenta and running statistics.
  let network: NetworkState
  let optimizer: SGD
  let batchSize: Int
  /// The position in the data.
  let order: SampleOrder
  /// Names of the layers whose weights stay as they are.
  let frozen: Set<String>
  /// Connections whose weights are 0 and stay so.
  let cuts: Set<DenseConnection>
  /// Draws the next filters that surgery adds. Masks of dropout follow from the step.
  let surgeryGenerator: RandomGenerator
  /// Interventions of the run's settings that were made before it.
  let interventionsDone: Int
  /// Indices of the reactions in the run's settings that were made before it.
  let reactionsDone: Set<Int>
  /// Whether the evaluation of the last step was given up.
  var owesEvaluation = false
  /// Changes whose effect is told later.
  var followed = FollowedChanges()

  /// Accuracy on the test part, where it was measured of these very weights.
  var testAccuracy: Double?

  /// Bytes that keeping it takes, near enough. Orders share their permutation.
  var size: Int { Self.size(of: configuration) }

  /// The same of any state of a network: weights and momenta; statistics are few.
  static func size(of configuration: NetworkConfiguration) -> Int {
    2 * MemoryLayout<Float>.stride * configuration.parameterCount
  }

  /// Whether all its numbers are finite, so that there is something to go on from.
  var isFinite: Bool {
    [network.parameters, network.momenta, network.statistics].allSatisfy {
      $0.values.allSatisfy { $0.values.allSatisfy(\.isFinite) }
    }
  }
}

extension Engine {
  /// The run as it is between two steps.
  var state: TrainingState { state(step: step, order: order) }

  /// The run as it is, but for the step and the position in the data, which belong to the weights: they
  /// are ahead while a step is under way.
  func state(step: Int, order: SampleOrder) -> TrainingState {
    TrainingState(
      step: step, configuration: network.configuration, network: network.state(),
      optimizer: optimizer, batchSize: batchSize, order: order, frozen: frozen,
      cuts: cuts, surgeryGenerator: surgeryGenerator, interventionsDone: interventionsDone,
      reactionsDone: reactionsDone, owesEvaluation: owesEvaluation, followed: followed,
      testAccuracy: testAccuracy)
  }

  /// Takes the run back, or forward, to another state of it. A script goes on where it is.
  func restore(_ state: TrainingState) {
    network = build(
      state.configuration, state.network, cuts: state.cuts, batchSize: state.batchSize)
    step = state.step
    optimizer = state.optimizer
    batchSize = state.batchSize
    order = state.order
    frozen = state.frozen
    surgeryGenerator = state.surgeryGenerator
    followed = state.followed
    testAccuracy = state.testAccuracy
    (wasFinite, wasEvaluationFinite) = (true, true)
    // It may be another line's, or of steps to come.
    soundState = nil
  }
}
