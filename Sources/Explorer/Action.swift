import Channel
import Screen

/// What happens to the screen.
public enum Action: Sendable {
  /// A person pressed a key.
  case key(Key)
  /// A person used the mouse.
  case mouse(MouseEvent)
  /// One of the run's networks sent something.
  case news(RunChannel.News, network: Int = 0)
  /// The terminal has this size now.
  case resized(Grid.Size)
  /// Something was read of a recorded run.
  case replay(ReplayNews)
  /// The run that a lesson wanted cannot be made, for a reason in one line.
  case lessonRunFailed(String)
}

/// What the screen wants done.
public enum Effect: Sendable, Equatable {
  /// Ask something of a network of the run.
  case send(Command, network: Int = 0)
  /// Tell it what is looked at.
  case show(Interest, network: Int = 0)
  /// End the run and begin another, for a lesson.
  case begin(LessonRun)
  /// Read something of a recorded run.
  case replay(ReplayOrder)
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
    case .news(let news, let network): state.receive(news, network: network)
    case .replay(let news): state.take(news)
    case .resized(let size): state.resize(to: size)
    case .lessonRunFailed(let reason): state.giveUpTask(reason)
    }
  state.noteSteering(effects)
  // What has come may be what a lesson waits for.
  effects += state.continueLesson()
  return effects + state.showInterests()
}
