import Channel
import Training

/// A run's log again, without what is no whole line and no known event.
public enum LogExport {
  /// Writes the log of one network, as if it had trained alone, or of all.
  ///
  /// - Parameters:
  ///   - index: of the network; `nil` for the log as it is.
  ///   - watch: sees how many bytes of the log were read; throws to give up.
  public static func write(
    _ run: RecordedRun, network index: Int?, to path: String,
    watch: (Int) throws(RunError) -> Void
  ) throws(RunError) -> (files: [StreamedFile], extent: LogExtent) {
    let file = try StreamedFile(path)
    let extent = try run.forEachEvent(ofNetwork: index) { (event, line) throws(RunError) in
      if index == nil {
        try file.write(line.text)
      } else {
        try file.write((try? event.jsonLine()) ?? "")
      }
      try file.write("\n")
      try watch(line.offset)
    }
    return ([file], extent)
  }
}
