import Channel
import Training

extension RunScribe {
  /// Writes what the weights are like.
  mutating func show(_ checkpoint: Checkpoint) throws(RunError) {
    // The newest may be a fork's.
    let fork = checkpoint.path.firstMatch(of: /\/forks\/([A-Za-z0-9_-]{1,40})\/[a-z-]+\/[^\/]+$/)
    line = fork.map { String($0.1) } ?? ForkName.main
    let step = checkpoint.origin?.step ?? step
    let names = Set(layers.map { "\($0).weight" })
    let weights = checkpoint.tensors.filter { names.contains($0.key) }
    for (name, tensor) in weights.sorted(by: { $0.key < $1.key }) {
      if let histogram = Histogram(tensor.values.lazy.map(Double.init), buckets: 50) {
        try write([SummaryValue("weights/\(name)", histogram)], step: step)
      }
    }
    if let first = layers.first, let filters = weights["\(first).weight"],
      let picture = RasterPicture(filters: filters)
    {
      try write([SummaryValue("filters/\(first)", picture)], step: step)
    }
  }
}
