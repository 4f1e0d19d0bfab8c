import Channel
import Screen

/// What happens to the screen.
public enum Action: Sendable, Equatable {
  /// A person pressed a key.
  case key(Key)
  /// A person used the mouse.
  case mouse(MouseEvent)
  /// One of the run's networks sent something.
  case news(RunChannel.News, network: Int = 0)
  /// The terminal has this size now.
  case resized(Grid.Size)
}

/// What the screen wants done.
public enum Effect: Sendable, Equatable {
  /// Ask something of a network of the run.
  case send(Command, network: Int = 0)
  /// Tell it what is looked at.
  case show(Interest, network: Int = 0)
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
  let effects =
    switch action {
    case .key(let key): state.handle(key)
    case .mouse(let event): state.handle(event)
    case .news(let news, let network): state.receive(news, network: network)
    case .resized(let size): state.resize(to: size)
    }
  return effects + state.showInterests()
}
