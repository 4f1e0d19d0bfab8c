import Channel
import Networks
import Samples

extension RunStarted {
  /// Describes a run as it starts.
  init(_ plan: RunPlan, dataset: Dataset, network: Network) {
    let settings = plan.settings
    self.init(
      seed: settings.seed, batchSize: settings.batchSize, threads: settings.threads,
      instructionSet: settings.instructionSet.rawValue,
      dataset: DatasetDescription(
        name: dataset.name, classes: dataset.classes, trainSamples: dataset.train.count,
        testSamples: dataset.test.count, shape: dataset.shape),
      optimizer: OptimizerDescription(
        learningRate: settings.optimizer.learningRate, momentum: settings.optimizer.momentum,
        nesterov: settings.optimizer.isNesterov, weightDecay: settings.optimizer.weightDecay,
        schedule: settings.schedule.rawValue, steps: plan.steps),
      networks: [NetworkDescription(network)])
  }
}

extension NetworkDescription {
  /// Describes a network as it is now.
  ///
  /// - Parameters:
  ///   - frozen: names of the layers whose weights are kept as they are.
  ///   - cuts: connections whose weights are 0 and stay so.
  init(_ network: Network, frozen: Set<String> = [], cuts: Set<DenseConnection> = []) {
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
      cuts: cuts.isEmpty ? nil : cuts.map(\.text).sorted())
  }
}

extension DenseConnection {
  /// `block2/3->7`, as commands have it.
  var text: String {
    ConnectionPattern(
      block: block + 1, source: source, reader: reader.map { .layer($0 + 1) } ?? .output
    ).text
  }
}
