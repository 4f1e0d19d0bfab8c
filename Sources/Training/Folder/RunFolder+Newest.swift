import Channel
import Foundation

extension RunFolder {
  /// The checkpoint of where a run, or a fork, is: that of its end, where its log says which, and otherwise,
  /// for one that was killed, the file that was written last.
  static func newestCheckpoint(in folder: URL) -> String? {
    if let name = checkpointOfEnd(in: folder) { return folder.appendingPathComponent(name).path }
    func files(_ line: URL, _ kind: String) -> [URL] {
      ((try? FileManager.default.contentsOfDirectory(
        at: line.appendingPathComponent(kind),
        includingPropertiesForKeys: [.contentModificationDateKey])) ?? [])
        .filter { CheckpointName.step(of: $0.lastPathComponent) != nil }
    }
    func age(_ file: URL) -> (Date, Int, String) {
      let date = try? file.resourceValues(forKeys: [.contentModificationDateKey])
      return (
        date?.contentModificationDate ?? .distantPast,
        CheckpointName.step(of: file.lastPathComponent) ?? 0, file.path
      )
    }
    let own = files(folder, checkpoints)
    let hasLog = FileManager.default.fileExists(
      atPath: folder.appendingPathComponent("run.jsonl").path)
    // A fork that was left has its end among its checkpoints.
    if !hasLog, let newest = own.max(by: { age($0) < age($1) }) { return newest.path }
    let forks =
      (try? FileManager.default.contentsOfDirectory(
        at: folder.appendingPathComponent(forks), includingPropertiesForKeys: nil)) ?? []
    let others =
      files(folder, timeLine) + forks.flatMap { files($0, checkpoints) + files($0, timeLine) }
    return (own + others).max { age($0) < age($1) }?.path
  }

  /// The last checkpoint that a run's log names, if the run came to its end and the file is there.
  private static func checkpointOfEnd(in folder: URL) -> String? {
    guard
      let log = try? InputFile.handle(folder.appendingPathComponent("run.jsonl").path),
      let size = try? log.seekToEnd()
    else { return nil }
    defer { try? log.close() }
    // The end, and what was written just before it.
    try? log.seek(toOffset: size - min(size, 1 << 20))
    let text = String(decoding: (try? log.read(upToCount: 1 << 20)) ?? Data(), as: UTF8.self)
    let lines = text.split(separator: "\n")
    guard lines.last?.contains("\"event\":\"run_ended\"") == true else { return nil }
    for line in lines.reversed() {
      guard line.contains("\"event\":\"checkpoint\""),
        case .checkpoint(let written)? = try? RunEvent(jsonLine: String(line)),
        written.path.wholeMatch(
          of: /(forks\/[A-Za-z0-9_-]{1,40}\/)?checkpoints\/(sound-)?step-[0-9]+\.safetensors/)
          != nil
      else { continue }
      let isThere = FileManager.default.fileExists(
        atPath: folder.appendingPathComponent(written.path).path)
      return isThere ? written.path : nil
    }
    return nil
  }
}
