import Channel
import Foundation
import Training

/// A run of a list as JSON.
struct RunJSON: Encodable {
  struct Network: Encodable {
    let label: String?
    let name: String
    let parameters: Int
    let step: Int
    @Figure var loss: Double
    let bestTestAccuracy: Double?
    let lastTestAccuracy: Double?
    let seconds: Double?

    init(_ network: RunRecord.Network) {
      label = network.label
      name = network.name
      parameters = network.parameters
      step = network.step
      loss = network.loss ?? .nan
      bestTestAccuracy = network.bestAccuracy
      lastTestAccuracy = network.lastAccuracy
      seconds = network.seconds
    }
  }

  let name: String
  let path: String
  let state: RunRecord.State
  let dataset: String
  let seed: UInt64
  let step: Int
  let plannedSteps: Int
  let begun: String
  let bytes: Int
  let networks: [Network]

  init(_ name: String, _ record: RunRecord) {
    self.name = name
    path = (record.run.folder ?? URL(fileURLWithPath: record.run.log)).relativePath
    state = record.state
    dataset = record.run.started.dataset.name
    seed = record.run.started.seed
    step = record.step
    plannedSteps = record.run.started.optimizer.steps
    begun = record.run.beginning.formatted(.iso8601)
    bytes = record.size
    networks = record.networks.map(Network.init)
  }
}
