import Lessons
import Screen

extension KeyBinding where Action == ScreenAction {
  /// Keys of a lesson while the learner is on its track.
  static let lesson: [KeyBinding] = [
    KeyBinding(
      [.enter], "Enter", "lesson-next", "give the answer; go on", footer: "go on"
    ) { $0.goOnInLesson() },
    KeyBinding(
      [.up], "Up Down", "lesson-choice-up", "choose an answer; 1…6 too; a number is typed"
    ) { $0.moveInLesson(-1) },
    KeyBinding([.down], "Down", "lesson-choice-down", "") { $0.moveInLesson(1) },
    KeyBinding([.pageUp], "PgUp PgDn", "lesson-scroll-up", "scroll the text", footer: "scroll") {
      $0.scrollLesson(by: -5)
    },
    KeyBinding([.pageDown], "PgDn", "lesson-scroll-down", "") { $0.scrollLesson(by: 5) },
    KeyBinding([.character("B")], "B", "lesson-back", "back to the step before", footer: "back") {
      $0.go(inLesson: \.previousPlace)
    },
    KeyBinding([.character("R")], "R", "lesson-repeat", "the step again", footer: "again") {
      $0.go(inLesson: \.place)
    },
    KeyBinding([.character("K")], "K", "lesson-skip", "skip the step", footer: "skip") {
      $0.skipInLesson()
    },
  ]

  /// Those that give up what is under way.
  static let givingUp = lesson.filter { ["B", "R", "K"].contains($0.help.label) }

  /// The key that leaves the track of a lesson and comes back to it.
  static let lessonTrack = KeyBinding(
    [.character("L")], "L", "lesson-track",
    "leave the track and experiment; L comes back, and the run is made anew where you changed it",
    footer: "leave"
  ) { $0.toggleTrack() }
}

extension ExplorerState {
  /// What a key means in a lesson; `nil` where it is the screen's.
  mutating func pressInLesson(_ key: Key) -> [Effect]? {
    guard let lesson = session.lesson else { return nil }
    if KeyBinding.lessonTrack.keys.contains(key) { return KeyBinding.lessonTrack.action(&self) }
    guard lesson.isOnTrack else { return nil }
    if lesson.phase == .doing {
      // The learner's own keys steer the screen; a step may be given up.
      let leaving = KeyBinding.givingUp.first { $0.keys.contains(key) && !isAskedFor(key) }
      return leaving?.action(&self) ?? hold(key)
    }
    if lesson.isAsking, typeAnswer(key) {
      scrollToAnswer()
      return []
    }
    // Without a question there is nothing to choose, and the arrows are the pane's.
    if [.up, .down].contains(key) && !lesson.isAsking { return nil }
    return KeyBinding.lesson.first { $0.keys.contains(key) }?.action(&self)
  }

  /// Keys that steer a run.
  private static let steering: [Key] = [
    .character(" "), .character("s"), .enter, .character("z"), .character("Z"), .character("r"),
    .character("E"),
  ]

  /// Keeps a key from the run that is measured, unless the lesson waits for the learner's own: of those none
  /// lets the run go on.
  private mutating func hold(_ key: Key) -> [Effect]? {
    if case .press? = session.lesson?.tasks.first, key != .character(" ") { return nil }
    guard Self.steering.contains(key) else { return nil }
    session.message = "The lesson steers the run until it is measured; B, R or K gives the step up."
    return []
  }

  /// Whether the lesson waits for this key now.
  private func isAskedFor(_ key: Key) -> Bool {
    guard let lesson = session.lesson,
      case .press(let keys, _, isAutomatic: false)? = lesson.tasks.first,
      keys.indices.contains(lesson.keysPressed)
    else { return false }
    return keys[lesson.keysPressed].key == key
  }

  /// Counts a key that the lesson waits for.
  mutating func watchForAskedKey(_ key: Key) {
    let isAsked = session.lesson?.isOnTrack == true && isAskedFor(key)
    session.lesson?.hasAskedForKey = isAsked
    if isAsked { session.lesson?.keysPressed += 1 }
  }

  /// Takes a digit or the like as an answer; `false` where it is none.
  private mutating func typeAnswer(_ key: Key) -> Bool {
    guard let lesson = session.lesson, let question = lesson.step?.question else { return false }
    switch (question.answers, key) {
    case (.choices(let choices), .character(let character)):
      guard let number = character.wholeNumberValue, (1...choices.count).contains(number) else {
        return false
      }
      session.lesson?.choice = number - 1
    case (.number, .backspace) where !lesson.typed.isEmpty: session.lesson?.typed.removeLast()
    case (.number, .character(let character))
    where character.isASCII && (character.isNumber || ".,-+%e".contains(character)):
      if lesson.typed.count < 20 { session.lesson?.typed.append(character) }
    default: return false
    }
    return true
  }

  mutating func goOnInLesson() -> [Effect] {
    guard let lesson = session.lesson else { return [] }
    switch (lesson.place, lesson.phase) {
    case (.step, .result) where !lesson.isRevealed:
      session.lesson?.isRevealed = true
      return []
    case (.introduction, _), (.step, .result): return go(inLesson: \.nextPlace)
    case (.step(let index), .reading):
      if !lesson.isAutomatic, lesson.asksNumber, Answer.number(typed: lesson.typed) == nil {
        session.message = "'\(lesson.typed)': expected a number, such as 0.5, 3e-4 or 20%."
        return []
      }
      session.lesson?.tasks += lesson.tasks(for: index)
      session.lesson?.phase = .doing
      session.lesson?.scroll = 0
      showPlace()
      return []
    case (.step, .doing): return []
    case (.end, _): return quit()
    }
  }

  fileprivate mutating func go(
    inLesson place: KeyPath<LessonProgress, LessonProgress.Place>
  ) -> [Effect] {
    guard let lesson = session.lesson else { return [] }
    if lesson.phase == .doing {
      // What was under way has left the run somewhere.
      session.lesson?.noteChange()
    }
    session.lesson?.go(to: lesson[keyPath: place])
    showPlace()
    return []
  }

  fileprivate mutating func skipInLesson() -> [Effect] {
    if let lesson = session.lesson, let index = lesson.index, lesson.step?.changesRun == false,
      lesson.runStandsAfter == index - 1
    {
      session.lesson?.runStandsAfter = index
    }
    return go(inLesson: \.nextPlace)
  }

  fileprivate mutating func moveInLesson(_ rows: Int) -> [Effect] {
    if let lesson = session.lesson, lesson.isAsking, let choices = lesson.step?.question?.choices,
      !choices.isEmpty
    {
      session.lesson?.choice = min(max(lesson.choice + rows, 0), choices.count - 1)
      scrollToAnswer()
      return []
    }
    return scrollLesson(by: rows)
  }

  fileprivate mutating func scrollLesson(by rows: Int) -> [Effect] {
    guard let lesson = session.lesson else { return [] }
    let furthest = LessonView(self)?.furthestScroll(in: areas.lesson) ?? 0
    session.lesson?.scroll = min(max(lesson.scroll + rows, 0), furthest)
    return []
  }

  /// Brings the answer into sight that a key has changed.
  private mutating func scrollToAnswer() {
    if let scroll = LessonView(self)?.scrollToAnswer(in: areas.lesson) {
      session.lesson?.scroll = scroll
    }
  }

  /// Whether the run is another than the lesson has made.
  private var isRunChanged: Bool {
    session.lesson?.networks.isEmpty == false && session.lesson?.runStandsAfter == nil
      && session.lesson?.runBegunBy == nil
  }

  fileprivate mutating func toggleTrack() -> [Effect] {
    session.lesson?.isOnTrack.toggle()
    session.message =
      session.lesson?.isOnTrack == true
      ? "Back in the lesson"
        + (isRunChanged ? "; its next step makes the run again, as it was." : ".")
      : "Experiment as you like; L comes back to the lesson."
    return []
  }
}
