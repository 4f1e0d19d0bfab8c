import Lessons

// What a program that gives a lesson may know of it.
extension ExplorerState {
  /// Where a lesson is.
  public enum LessonStage: Sendable, Equatable {
    /// Before the first step.
    case introduction
    /// A step's text and question.
    case reading(step: Int)
    /// The program or the learner does what a step says.
    case doing(step: Int)
    /// What was measured.
    case result(step: Int)
    /// Behind the last step.
    case over
  }

  /// Where the lesson is; `nil` where none is given.
  public var lessonStage: LessonStage? {
    guard let lesson = session.lesson else { return nil }
    switch (lesson.place, lesson.phase) {
    case (.introduction, _): return .introduction
    case (.step(let index), .reading):
      return lesson.tasks.isEmpty ? .reading(step: index) : .doing(step: index)
    case (.step(let index), .doing): return .doing(step: index)
    case (.step(let index), .result): return .result(step: index)
    case (.end, _): return .over
    }
  }

  /// Whether the lesson keeps the run from those who watch, until the answer is revealed.
  var hidesRun: Bool { session.lesson?.hidesRun == true }

  /// The figures that a step of the lesson speaks of: of one that was made, those that were measured then.
  public func lessonFigures(step: Int) -> LessonFigures {
    session.lesson?.figures[step] ?? measured(before: step)
  }

  /// What could not be done as the lesson says, a line each.
  public var lessonProblems: [String] {
    session.lesson?.problems ?? []
  }

  /// The lesson on one page of Markdown, with the learner's predictions and the figures of this run; `nil`
  /// where none is given.
  public func lessonSheet() -> String? {
    session.lesson.map {
      LessonSheet($0.lesson, figures: $0.figures, predictions: $0.predictions).markdown
    }
  }

  /// What stays in the scrollback of a lesson.
  public var lessonSummary: [String] {
    guard let lesson = session.lesson else { return [] }
    let score = lesson.score
    return [
      "Lesson \(lesson.lesson.number), \(lesson.lesson.title): "
        + "\(lesson.figures.count) of \(lesson.lesson.steps.count) steps, "
        + "\(score.right) of \(score.made) predictions right"
    ] + lesson.problems
      + (lesson.place == .end ? [lesson.invitation].compactMap(\.self) : [])
  }
}
