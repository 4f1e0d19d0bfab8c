import Channel
import Explorer
import Foundation
import Screen
import Terminal

/// The loop between the terminal and the explorer for screen readers: lines of text instead of pictures.
@MainActor
struct PlainText: Viewer {
  let terminal: PlainTerminal
  /// One for each network of the run.
  private(set) var channels: [RunChannel]
  /// What makes the runs of a lesson; `nil` of a run without.
  let lessonRuns: LessonRuns?
  let pictures: PictureFolder
  private(set) var state: ExplorerState
  private var report = PlainReport()

  init(
    terminal: PlainTerminal, channels: [RunChannel], lessonRuns: LessonRuns? = nil,
    pictures: PictureFolder, state: ExplorerState
  ) {
    self.terminal = terminal
    self.channels = channels
    self.lessonRuns = lessonRuns
    self.pictures = pictures
    self.state = state
  }

  mutating func run(until isOver: (ExplorerState) -> Bool) -> ViewerEnd? {
    StandardStream.output.line("Keys steer the run; ? says which, v says how it is, q quits.")
    while true {
      if isOver(state) { return nil }
      for event in terminal.waitForEvents() {
        switch event {
        case .key(let key): if let end = take(.key(key)) { return end }
        case .woken:
          if let reason = lessonRuns?.takeFailure(), let end = take(.lessonRunFailed(reason)) {
            return end
          }
          for (network, channel) in channels.enumerated() {
            let news = channel.takeNews()
            if !news.isEmpty, let end = take(.news(news, network: network)) { return end }
          }
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
    for effect in update(&state, action) {
      switch effect {
      case .send(let command, let network): channels[network].send(command)
      case .show(let interest, let network):
        // Before a lesson's first run nobody is there to be told.
        if channels.indices.contains(network) { channels[network].show(interest) }
      case .begin(let run):
        do throws(Failure) {
          channels = try lessonRuns?.begin(run) ?? []
        } catch {
          return take(.lessonRunFailed(error.message))
        }
      case .savePicture: savePicture()
      case .useMouse: break
      case .quit: end = .quit
      case .suspend: terminal.suspend()
      }
    }
    var isAnswer = false
    if case .key = action { isAnswer = true }
    for line in report.lines(state, isAnswer: isAnswer) { StandardStream.output.line(line) }
    return end
  }

  /// The picture that others would see, of a usual size.
  private mutating func savePicture() {
    var grid = Grid(size: Grid.Size(rows: 40, columns: 120))
    view(state, into: &grid, display: Display(colorDepth: .trueColor))
    state.say(pictures.save(grid, of: state))
  }

  mutating func takeLastNews() {
    for (network, channel) in channels.enumerated() {
      _ = update(&state, .news(channel.takeNews(), network: network))
    }
  }

  func close() -> Bool {
    terminal.close()
    return true
  }

  var remarks: [String] { [] }
}
