import Channel
import Explorer
import Foundation
import Screen
import Terminal

/// The loop between the terminal and the explorer: it sleeps until a key or news arrive, and draws
/// only when something changed: at most sixty times a second for a key, thirty for what it brings about,
/// five for a person who only watches, so that training has the processors; and then not so often that a
/// slow line is filled with pictures.
@MainActor
struct LiveScreen: Viewer {
  private static let keyFrame = Duration.milliseconds(16)
  private static let answerFrame = Duration.milliseconds(33)
  private static let newsFrame = Duration.milliseconds(200)
  /// The same where nothing trains.
  private static let replayFrame = Duration.milliseconds(66)
  /// No picture of news waits longer, however large the last one was.
  private static let longestNewsFrame = Duration.seconds(1)
  /// What a line over which a person watches may be given.
  private static let bytesPerSecond = 20_000.0
  /// How long after a key news are as urgent as keys: they may be its answer.
  private static let attention = Duration.seconds(1)

  let terminal: Terminal
  private var connection: RunConnection
  /// Where pictures of the screen are saved.
  let pictures: PictureFolder
  private(set) var state: ExplorerState
  /// What pictures took; `nil` unless it is asked for.
  private(set) var times: PictureTimes?
  private let clock = ContinuousClock()
  private var lastPicture: ContinuousClock.Instant?
  private var lastKey: ContinuousClock.Instant?

  init(
    terminal: Terminal, connection: RunConnection, pictures: PictureFolder, state: ExplorerState,
    takesTimes: Bool
  ) {
    self.terminal = terminal
    self.connection = connection
    self.pictures = pictures
    self.state = state
    times = takesTimes ? PictureTimes() : nil
  }

  mutating func run(until isOver: (ExplorerState) -> Bool) -> ViewerEnd? {
    var hasChanged = true
    var hasNews = false
    _ = carryOut(connection.update(&state, .resized(terminal.size)))
    while true {
      let frame = hasChanged ? Self.keyFrame : isAttended ? Self.answerFrame : newsFrame
      if hasChanged || hasNews, isPictureDue(frame) {
        let start = clock.now
        if hasNews {
          hasNews = false
          for action in connection.news() {
            if case let end? = carryOut(connection.update(&state, action)) { return end }
          }
        }
        draw()
        let duration = clock.now - start
        times?.add(duration)
        hasChanged = false
        if isOver(state) { return nil }
      }
      let timeout = hasChanged || hasNews ? timeUntilPicture(frame) : nil
      for event in terminal.waitForEvents(timeoutMilliseconds: timeout) {
        switch event {
        case .key(let key):
          hasChanged = true
          lastKey = clock.now
          if case let end? = carryOut(connection.update(&state, .key(key))) { return end }
        case .mouse(let event):
          hasChanged = true
          lastKey = clock.now
          if case let end? = carryOut(connection.update(&state, .mouse(event))) { return end }
        case .woken: hasNews = true
        case .resized:
          hasChanged = true
          _ = carryOut(connection.update(&state, .resized(terminal.size)))
        case .continued:
          terminal.restore()
          hasChanged = true
          _ = carryOut(connection.update(&state, .resized(terminal.size)))
        case .suspensionAsked:
          terminal.suspend()
          hasChanged = true
        case .terminated(let signal): return .signal(signal)
        }
      }
    }
  }

  /// Whether a key was pressed a moment ago.
  private var isAttended: Bool { lastKey.map { clock.now - $0 < Self.attention } ?? false }

  /// Time between pictures for a person who only watches.
  private var newsFrame: Duration {
    let sending = Duration.seconds(Double(terminal.bytesOfPicture) / Self.bytesPerSecond)
    let frame = connection.isRecorded ? Self.replayFrame : Self.newsFrame
    return min(max(frame, sending), Self.longestNewsFrame)
  }

  private func isPictureDue(_ frame: Duration) -> Bool {
    lastPicture.map { clock.now - $0 >= frame } ?? true
  }

  /// Milliseconds until a picture is due that follows the last one after a frame.
  private func timeUntilPicture(_ frame: Duration) -> Int? {
    guard let lastPicture else { return nil }
    let rest = frame - (clock.now - lastPicture)
    return Int((rest / .milliseconds(1)).rounded(.up))
  }

  /// Does what the explorer wants beside the run; an end, if it wants one.
  private mutating func carryOut(_ effects: [Effect]) -> ViewerEnd? {
    for effect in effects {
      switch effect {
      // Those of the run are done.
      case .send, .show, .begin, .replay: break
      case .savePicture: state.say(pictures.save(picture(), of: state))
      case .useMouse(let isOn): terminal.useMouse(isOn)
      case .quit: return .quit
      case .suspend: terminal.suspend()
      }
    }
    return nil
  }

  private mutating func draw() {
    terminal.show(picture())
    lastPicture = clock.now
  }

  private func picture() -> Grid {
    var grid = Grid(size: terminal.size)
    view(state, into: &grid, display: terminal.display)
    return grid
  }

  mutating func takeLastNews() {
    for action in connection.news() { _ = connection.update(&state, action) }
  }

  func close() -> Bool { terminal.close() }

  var remarks: [String] { [times?.summary].compactMap(\.self) }
}
