import Foundation

extension RunFolder {
  /// A checkpoint of a line of training.
  struct CheckpointFile {
    enum Kind {
      case asked, automatic, best, timeLine
    }

    /// From the run's folder on.
    let path: String
    let kind: Kind
    /// The step that its name says; 0 where it says none.
    let step: Int
    /// Bytes.
    let size: Int
  }

  /// The checkpoints that a line of training has in files, in the order of their steps.
  func checkpoints(of fork: String) -> [CheckpointFile] {
    var files: [CheckpointFile] = []
    for kind in [Self.checkpoints, Self.timeLine] {
      let folder = Self.line(fork) + kind
      for name in (try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? [] {
        let step = CheckpointName.step(of: name)
        guard step != nil || name == CheckpointName.best else { continue }
        let size = (try? FileManager.default.attributesOfItem(atPath: path("\(folder)/\(name)")))?[
          .size]
        files.append(
          CheckpointFile(
            path: "\(folder)/\(name)",
            kind: kind == Self.timeLine
              ? .timeLine
              : step == nil ? .best : CheckpointName.isAutomatic(name) ? .automatic : .asked,
            step: step ?? 0, size: (size as? Int) ?? 0))
      }
    }
    return files.sorted { ($0.step, $0.path) < ($1.step, $1.path) }
  }
}

extension TimeLine.Files {
  /// Files in a run's folder.
  init(_ folder: RunFolder, _ settings: RunSettings) {
    self.init(
      write: { (state, fork) throws(RunError) in
        try folder.writeCheckpoint(
          Checkpoint.content(state, of: settings), name: CheckpointName.asked(state.step),
          fork: fork, in: RunFolder.timeLine)
      },
      read: { (path) throws(RunError) in
        try Checkpoint(contentsOf: folder.path(path)).trainingState()
      }, remove: folder.remove)
  }
}
