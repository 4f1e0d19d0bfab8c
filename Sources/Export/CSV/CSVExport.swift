import Channel
import Training

/// A network's log as two tables: a row a step, and a row an evaluation.
public enum CSVExport {
  /// Writes the tables of one network.
  ///
  /// - Parameters:
  ///   - index: of the network.
  ///   - steps: path of the table of steps.
  ///   - evaluations: path of the table of evaluations.
  ///   - watch: sees how many bytes of the log were read; throws to give up.
  /// - Returns: the files, still to be kept, and what the log is like.
  public static func write(
    _ run: RecordedRun, network index: Int, steps: String, evaluations: String,
    watch: (Int) throws(RunError) -> Void
  ) throws(RunError) -> (files: [StreamedFile], extent: LogExtent) {
    // Columns stand before the first row, so what layers there will be has to be known.
    var networks = [run.started.networks[index]]
    let end = try run.forEachEvent(ofNetwork: index, wanted: ["network_changed"]) { event, _ in
      if case .networkChanged(let change) = event { networks.append(change.description) }
    }.end
    var table = try StepTable(networks)
    networks = []
    let files = [try StreamedFile(steps), try StreamedFile(evaluations)]
    try files[0].write(table.heads)
    try files[1].write("step,fork,loss,accuracy,samples\r\n")
    let wanted: Set = ["step", "evaluation", "layer_statistics", "network_changed"]
    var extent = try run.forEachEvent(ofNetwork: index, wanted: wanted, upTo: end) {
      (event, line) throws(RunError) in
      if let row = table.take(event) { try files[0].write(row) }
      if case .evaluation(let evaluation) = event { try files[1].write(row(evaluation)) }
      try watch(line.offset)
    }
    if let row = table.row() { try files[0].write(row) }
    extent.isCut = try run.isCut(at: end)
    return (files, extent)
  }

  private static func row(_ evaluation: Evaluation) -> String {
    var line = CSVLine()
    line.add(evaluation.step)
    line.add(evaluation.fork ?? ForkName.main)
    line.add(evaluation.loss)
    line.add(evaluation.accuracy)
    line.add(evaluation.samples)
    return line.record
  }
}
