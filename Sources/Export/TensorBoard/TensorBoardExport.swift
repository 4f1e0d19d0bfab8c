import Channel
import Foundation
import Training

/// A network's run as TensorBoard's event files: one for each line of training.
public enum TensorBoardExport {
  /// Writes the files of one network.
  ///
  /// - Parameters:
  ///   - index: of the network.
  ///   - name: the run's name among others.
  ///   - folder: where its file goes; those of forks go into `forks/NAME` there.
  ///   - checkpoint: whose weights are shown; `nil` for none.
  ///   - watch: sees how many bytes of the log were read; throws to give up.
  public static func write(
    _ run: RecordedRun, network index: Int, name: String, to folder: String,
    checkpoint: Checkpoint?, watch: (Int) throws(RunError) -> Void
  ) throws(RunError) -> (files: [StreamedFile], extent: LogExtent) {
    var scribe = try RunScribe(run, network: index, name: name, folder: folder)
    let extent = try run.forEachEvent(ofNetwork: index) { (event, line) throws(RunError) in
      try scribe.take(event)
      try watch(line.offset)
    }
    if let checkpoint { try scribe.show(checkpoint) }
    try scribe.finish()
    return (scribe.files, extent)
  }
}
