import Lessons
import Screen

/// How far a learner is in a lesson.
struct LessonProgress: Sendable {
  /// What the learner looks at.
  enum Place: Sendable, Equatable {
    case introduction
    case step(Int)
    /// Behind the last step.
    case end
  }

  /// How far a step of the lesson is.
  enum Phase: Sendable, Equatable {
    /// The learner reads and predicts.
    case reading
    /// The program, or the learner, does what the step says.
    case doing
    /// What was measured stands beside the prediction.
    case result
  }

  let lesson: Lesson
  /// Whether a teacher shows it: large text, answers hidden until they are revealed.
  let isTeaching: Bool
  /// Whether the program goes through it by itself.
  let isAutomatic: Bool
  /// What the command line takes for the lesson that follows it; `nil` for none.
  let next: String?
  var place = Place.introduction
  var phase = Phase.reading
  /// Rows of the text that were scrolled away.
  var scroll = 0
  /// Whether keys go to the lesson; otherwise the learner experiments.
  var isOnTrack = true

  // The prediction.
  /// The choice under the cursor, or that was made.
  var choice = 0
  /// A number, as far as it is typed.
  var typed = ""
  /// Whether the answer may be seen.
  var isRevealed = true
  /// What the learner said, by the steps that were made.
  var predictions: [Int: Prediction] = [:]

  // The run.
  var tasks: ArraySlice<LessonTask> = []
  /// Whether the first of the tasks has been begun.
  var isUnderWay = false
  /// Keys that the learner has pressed of those that are asked for.
  var keysPressed = 0
  /// Whether the newest key was one of them.
  var hasAskedForKey = false
  /// The step of each network at which the training that is under way is over.
  var targetSteps: [Int] = []
  /// The step of the lesson at whose end the run stands; `nil` where somebody has changed it since.
  var runStandsAfter: Int?
  /// The step of the lesson that has begun the run, until something is done with it; `nil` else.
  var runBegunBy: Int?
  /// Names of the networks of the run, in order.
  var networks: [String] = []
  /// What networks had come to at the end of the last step that was made with them, by their names.
  var reached: [String: ObservedRun] = [:]
  /// The figures of each step that was made.
  var figures: [Int: LessonFigures] = [:]
  /// What could not be done as the lesson says, a line each.
  private(set) var problems: [String] = []

  init(_ lesson: Lesson, isTeaching: Bool, isAutomatic: Bool, next: String?) {
    self.lesson = lesson
    self.isTeaching = isTeaching
    self.isAutomatic = isAutomatic
    self.next = next
  }

  /// The part of a screen that its text takes: all before its first run; on a small one more while it asks.
  func share(of size: Grid.Size) -> Double {
    if networks.isEmpty { return 1 }
    if size.columns < 100 && size.rows < 40 && phase != .doing { return 0.7 }
    return isTeaching ? 0.6 : 0.4
  }

  /// Index of the step that is looked at; `nil` in the introduction and at the end.
  var index: Int? {
    if case .step(let index) = place, lesson.steps.indices.contains(index) { index } else { nil }
  }

  /// The step that is looked at.
  var step: LessonStep? { index.map { lesson.steps[$0] } }

  /// Whether the learner is asked something now.
  var isAsking: Bool { phase == .reading && step?.question != nil }

  /// Whether the run is kept from a class, which has said what it expects and is to hear what was right.
  var hidesRun: Bool {
    guard isTeaching, !isRevealed, let index, step?.question != nil else { return false }
    // Where the step is made again, the run shows what came of it the time before.
    return phase != .reading || figures[index] != nil
  }

  /// How to go on behind the last step; `nil` where no lesson follows.
  var invitation: String? {
    next.map { "The next lesson: densenet-explorer lesson \($0)" }
  }

  /// What is asked for as a number.
  var asksNumber: Bool {
    if isAsking, case .number? = step?.question?.answers { true } else { false }
  }

  /// Goes to a place, before anything is done there.
  mutating func go(to place: Place) {
    self.place = place
    (phase, scroll, choice, typed) = (.reading, 0, 0, "")
    (tasks, isUnderWay, keysPressed) = (step?.beginning[...] ?? [], false, 0)
    isRevealed = !isTeaching
    // Keys that nothing is asked about are asked for at once.
    if !isAutomatic, let index, let step, step.question == nil, !step.keys.isEmpty {
      tasks += self.tasks(for: index)
      phase = .doing
    }
  }

  /// The place behind this one.
  var nextPlace: Place {
    switch place {
    case .introduction: lesson.steps.isEmpty ? .end : .step(0)
    case .step(let index): index + 1 < lesson.steps.count ? .step(index + 1) : .end
    case .end: .end
    }
  }

  /// The place before this one.
  var previousPlace: Place {
    switch place {
    case .introduction, .step(0): .introduction
    case .step(let index): .step(index - 1)
    case .end: lesson.steps.isEmpty ? .introduction : .step(lesson.steps.count - 1)
    }
  }

  /// What must be done for a step, behind what is under way; the steps before it included where the run
  /// does not stand at their end.
  func tasks(for index: Int) -> [LessonTask] {
    let step = lesson.steps[index]
    let own = step.tasks(index: index, isAutomatic: isAutomatic)
    if !step.networks.isEmpty {
      return (runBegunBy == index || !tasks.isEmpty ? [] : step.beginning) + own
    }
    guard runStandsAfter != index - 1, step.changesRun || !step.references.isEmpty,
      let first = lesson.steps[..<index].lastIndex(where: { !$0.networks.isEmpty })
    else { return own }
    let again = (first..<index).flatMap { lesson.steps[$0].tasks(index: $0, isAutomatic: true) }
    return lesson.steps[first].beginning + again + own
  }

  /// The learner changes the run: what follows needs another.
  mutating func noteChange() { (runStandsAfter, runBegunBy) = (nil, nil) }

  /// Notes what could not be done as the lesson says, once however often it was tried.
  mutating func noteProblem(_ problem: String) {
    if !problems.contains(problem) { problems.append(problem) }
  }

  /// Named figures of the steps before one.
  func known(before index: Int) -> [String: Double] {
    var named: [String: Double] = [:]
    for step in figures.keys.sorted() where step < index {
      named.merge(figures[step]?.named ?? [:]) { $1 }
    }
    return named
  }

  /// The right answer to a step's question; `nil` where none is asked or it was not measured.
  func answer(step index: Int) -> Answer? {
    guard let question = lesson.steps[index].question, let figures = figures[index] else {
      return nil
    }
    return try? Answer(to: question, figures.value(of:))
  }

  /// Whether what the learner said of a step was right; `nil` where nothing was said, or measured.
  func isRight(step index: Int) -> Bool? {
    predictions[index].flatMap { prediction in answer(step: index)?.accepts(prediction) }
  }

  /// How many predictions were right, of those that can be judged.
  var score: (right: Int, made: Int) {
    let judged = predictions.keys.compactMap(isRight)
    return (judged.count(where: \.self), judged.count)
  }
}
