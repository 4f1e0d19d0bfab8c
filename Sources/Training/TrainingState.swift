import Networks
import Samples

/// Everything that the rest of a run follows from: who starts from the same state gets the same bits.
struct TrainingState: Equatable {
  var progress: Progress
  let configuration: NetworkConfiguration
  /// Weights, momenta and running statistics.
  let network: NetworkState
  /// Connections whose weights are 0 and stay so.
  let cuts: Set<DenseConnection>
  /// Interventions of the run's settings that were made before it.
  var interventionsDone = 0
  /// Indices of the reactions in the run's settings that were made before it.
  var reactionsDone: Set<Int> = []

  /// Updates before it.
  var step: Int { progress.step }

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
    var state = TrainingState(
      progress: progress, configuration: network.configuration, network: network.state(),
      cuts: cuts, interventionsDone: interventionsDone, reactionsDone: reactionsDone)
    (state.progress.step, state.progress.order) = (step, order)
    return state
  }

  /// Takes the run back, or forward, to another state of it. A script goes on where it is.
  func restore(_ state: TrainingState) {
    network = build(
      state.configuration, state.network, cuts: state.cuts, batchSize: state.progress.batchSize)
    progress = state.progress
    (wasFinite, wasEvaluationFinite) = (true, true)
    // It may be another line's, or of steps to come.
    soundState = nil
  }
}
