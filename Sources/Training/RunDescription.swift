import Channel
import Networks
import Samples

extension RunStarted {
  /// Describes a run as it starts, or as it goes on from a checkpoint.
  init(_ plan: RunPlan, dataset: Dataset, network: NetworkDescription, state: TrainingState) {
    let settings = plan.settings
    self.init(
      seed: settings.seed, batchSize: state.progress.batchSize, threads: settings.threads,
      instructionSet: settings.instructionSet.rawValue,
      dataset: DatasetDescription(
        name: dataset.name, classes: dataset.classes, trainSamples: dataset.train.count,
        testSamples: dataset.test.count, shape: dataset.shape),
      optimizer: OptimizerDescription(
        learningRate: state.progress.optimizer.learningRate,
        momentum: state.progress.optimizer.momentum,
        nesterov: state.progress.optimizer.isNesterov,
        weightDecay: state.progress.optimizer.weightDecay,
        schedule: settings.schedule.rawValue,
        steps: plan.steps(
          after: state.step, order: state.progress.order, batchSize: state.progress.batchSize)),
      networks: [network], resumedStep: state.step > 0 ? state.step : nil,
      augmentation: (settings.augmentation ?? .off).rawValue)
  }
}

extension NetworkDescription {
  /// Describes a network as it is now.
  ///
  /// - Parameters:
  ///   - frozen: names of the layers whose weights are kept as they are.
  ///   - label: its name among others.
  init(_ network: Network, frozen: Set<String> = [], label: String? = nil) {
    self.init(
      name: network.configuration.name, architecture: network.configuration.architecture.familyName,
      parameters: network.configuration.parameterCount,
      layers: network.layerDescriptions.map {
        LayerDescription(
          name: $0.name, kind: $0.kind, block: $0.block,
          outputShape: [$0.output.channels, $0.output.height, $0.output.width],
          parameters: $0.parameters, inputs: $0.inputs, multiplyAdds: $0.multiplyAdds,
          memory: $0.memory, isFrozen: frozen.contains($0.name) ? true : nil)
      },
      cuts: network.cuts.isEmpty ? nil : network.cuts.map(\.pattern.text).sorted(),
      label: label)
  }
}

extension DenseConnection {
  /// As commands have it.
  var pattern: ConnectionPattern {
    ConnectionPattern(
      block: block + 1, source: source, reader: reader.map { .layer($0 + 1) } ?? .output)
  }
}
