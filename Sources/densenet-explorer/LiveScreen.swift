import Channel
import Explorer
import Foundation
import Screen
import Terminal

/// The loop between the terminal and the explorer: it sleeps until a key or news arrive, and draws
/// at most thirty times a second, only when something changed.
@MainActor
struct LiveScreen {
  /// How the loop ended.
  enum End {
    case quit
    case signal(Int32)
  }

  private static let frame = Duration.milliseconds(33)

  let terminal: Terminal
  let channel: RunChannel
  private(set) var state = ExplorerState()
  private let clock = ContinuousClock()
  private var lastPicture: ContinuousClock.Instant?

  init(terminal: Terminal, channel: RunChannel) {
    self.terminal = terminal
    self.channel = channel
  }

  /// Shows the run until the person quits, a signal ends the program, or `isOver` says that there
  /// is nothing to show.
  mutating func run(until isOver: (ExplorerState) -> Bool) -> End? {
    var hasChanged = true
    var hasNews = false
    while true {
      if hasChanged || hasNews, isPictureDue {
        if hasNews {
          hasNews = false
          if case let end? = carryOut(update(&state, .news(channel.takeNews()))) { return end }
        }
        draw()
        hasChanged = false
        if isOver(state) { return nil }
      }
      for event in terminal.waitForEvents(timeoutMilliseconds: timeout(hasChanged || hasNews)) {
        switch event {
        case .key(let key):
          hasChanged = true
          if case let end? = carryOut(update(&state, .key(key))) { return end }
        case .woken: hasNews = true
        case .resized: hasChanged = true
        case .continued:
          terminal.restore()
          hasChanged = true
        case .suspensionAsked:
          terminal.suspend()
          hasChanged = true
        case .terminated(let signal): return .signal(signal)
        }
      }
    }
  }

  private var isPictureDue: Bool {
    lastPicture.map { clock.now - $0 >= Self.frame } ?? true
  }

  /// Nothing to draw: sleep for good. Something: until the next picture is due.
  private func timeout(_ hasSomething: Bool) -> Int? {
    guard hasSomething, let lastPicture else { return nil }
    let rest = Self.frame - (clock.now - lastPicture)
    return Int((rest / .milliseconds(1)).rounded(.up))
  }

  /// Does what the explorer wants; an end, if it wants one.
  private mutating func carryOut(_ effects: [Effect]) -> End? {
    for effect in effects {
      switch effect {
      case .send(let command): channel.send(command)
      case .quit: return .quit
      case .suspend: terminal.suspend()
      }
    }
    return nil
  }

  private mutating func draw() {
    var grid = Grid(size: terminal.size)
    view(state, into: &grid, display: terminal.display)
    terminal.show(grid)
    lastPicture = clock.now
  }

  /// Takes the last news without drawing, for the summary.
  mutating func takeLastNews() {
    _ = update(&state, .news(channel.takeNews()))
  }
}
