import Channel
import Training

extension RunScribe {
  /// Writes what the weights are like.
  mutating func show(_ checkpoint: Checkpoint) throws(RunError) {
    line = ForkName.main
    let step = checkpoint.origin?.step ?? step
    let weights = checkpoint.tensors.filter { name, _ in
      layers.contains { "\($0).weight" == name }
    }
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
