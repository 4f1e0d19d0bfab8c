import Explorer
import Foundation
import Screen

/// The folder of a run's pictures.
struct PictureFolder {
  /// Its name in the run's folder.
  static let name = "pictures"

  let url: URL

  /// Saves a picture of the screen as SVG and as text, under a name that is free.
  ///
  /// - Returns: one sentence for the person: where it is, or why it is nowhere.
  func save(_ grid: Grid, of state: ExplorerState) -> String {
    let name = freeName("step-\(state.step)")
    let file = url.appendingPathComponent(name)
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try Data(state.svg(grid).utf8).write(to: file.appendingPathExtension("svg"), options: .atomic)
      try Data(grid.text.utf8).write(to: file.appendingPathExtension("txt"), options: .atomic)
    } catch {
      return "The picture was not saved: \(file.relativePath).svg: \(error.localizedDescription)"
    }
    return "Picture saved: \(file.relativePath).svg and .txt."
  }

  private func freeName(_ name: String) -> String {
    func isTaken(_ name: String) -> Bool {
      FileManager.default.fileExists(
        atPath: url.appendingPathComponent(name).appendingPathExtension("svg").path)
    }
    if !isTaken(name) { return name }
    return (2...).lazy.map { "\(name)-\($0)" }.first { !isTaken($0) } ?? name
  }
}
