import Channel
import Screen

/// What happens to the screen.
public enum Action: Sendable, Equatable {
  /// A person pressed a key.
  case key(Key)
  /// A person used the mouse.
  case mouse(MouseEvent)
  /// The run sent something.
  case news(RunChannel.News)
  /// The terminal has this size now.
  case resized(Grid.Size)
}

/// What the screen wants done.
public enum Effect: Sendable, Equatable {
  /// Ask something of the run.
  case send(Command)
  /// Tell the run what is looked at.
  case show(Interest)
  /// Save the picture of the screen.
  case savePicture
  /// Let the program, or the terminal itself, have the mouse.
  case useMouse(Bool)
  /// Close the screen.
  case quit
  /// Suspend the program.
  case suspend
}

/// The next state, and what to do about it.
public func update(_ state: inout ExplorerState, _ action: Action) -> [Effect] {
  var effects =
    switch action {
    case .key(let key): state.handle(key)
    case .mouse(let event): state.handle(event)
    case .news(let news): state.receive(news)
    case .resized(let size): state.resize(to: size)
    }
  let interest = state.interest
  if interest != state.shownInterest {
    if interest.staged != state.shownInterest.staged { state.shownPreview = nil }
    state.shownInterest = interest
    effects.append(.show(interest))
  }
  return effects
}
