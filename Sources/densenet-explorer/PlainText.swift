import Channel
import Explorer
import Foundation
import Screen
import Terminal

/// The loop between the terminal and the explorer for screen readers: lines of text instead of pictures.
@MainActor
struct PlainText: Viewer {
  let terminal: PlainTerminal
  private var connection: RunConnection
  let pictures: PictureFolder
  private(set) var state: ExplorerState
  private var report = PlainReport()

  init(
    terminal: PlainTerminal, connection: RunConnection, pictures: PictureFolder,
    state: ExplorerState
  ) {
    self.terminal = terminal
    self.connection = connection
    self.pictures = pictures
    self.state = state
  }

  mutating func run(until isOver: (ExplorerState) -> Bool) -> ViewerEnd? {
    StandardStream.output.line("Keys steer the run; ? says which, v says how it is, q quits.")
    say(isAnswer: false)
    while true {
      if isOver(state) { return nil }
      for event in terminal.waitForEvents() {
        switch event {
        case .key(let key): if let end = take(.key(key)) { return end }
        case .woken:
          for action in connection.news() { if let end = take(action) { return end } }
        case .continued: terminal.restore()
        case .suspensionAsked: terminal.suspend()
        case .terminated(let signal): return .signal(signal)
        case .mouse, .resized: break
        }
      }
    }
  }

  private mutating func take(_ action: Action) -> ViewerEnd? {
    var end: ViewerEnd?
    for effect in connection.update(&state, action) {
      switch effect {
      // Those of the run are done.
      case .send, .show, .begin, .replay: break
      case .savePicture: savePicture()
      case .useMouse: break
      case .quit: end = .quit
      case .suspend: terminal.suspend()
      }
    }
    var isAnswer = false
    if case .key = action { isAnswer = true }
    say(isAnswer: isAnswer)
    return end
  }

  private mutating func say(isAnswer: Bool) {
    for line in report.lines(state, isAnswer: isAnswer) { StandardStream.output.line(line) }
  }

  /// The picture that others would see, of a usual size.
  private mutating func savePicture() {
    var grid = Grid(size: Grid.Size(rows: 40, columns: 120))
    view(state, into: &grid, display: Display(colorDepth: .trueColor))
    state.say(pictures.save(grid, of: state))
  }

  mutating func takeLastNews() {
    for action in connection.news() { _ = connection.update(&state, action) }
  }

  func close() -> Bool {
    terminal.close()
    return true
  }

  var remarks: [String] { [] }
}
