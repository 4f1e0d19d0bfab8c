import Lessons

// What the run has measured for a lesson's step.
extension ExplorerState {
  /// Figures of the run as it is now, and those that steps before one have defined.
  func measured(before index: Int) -> LessonFigures {
    guard let lesson = session.lesson else { return LessonFigures() }
    let now = Dictionary(
      zip(lesson.networks, session.networks.map(\.live)), uniquingKeysWith: { first, _ in first })
    let runs = lesson.reached.merging(now) { $1 }
    let first = lesson.networks.first
    var figures = LessonFigures(named: lesson.known(before: index)) { reference in
      (reference.network ?? first).flatMap { runs[$0]?.figure(reference) }
    }
    if lesson.lesson.steps.indices.contains(index) {
      figures.define(lesson.lesson.steps[index].figuresBefore)
    }
    return figures
  }

  /// Takes down the figures of a step.
  mutating func measure(_ index: Int) {
    guard let step = session.lesson?.lesson.steps[index] else { return }
    var figures = measured(before: index)
    figures.define(step.figures)
    session.lesson?.runBegunBy = nil
    for (name, network) in zip(session.lesson?.networks ?? [], session.networks) {
      session.lesson?.reached[name] = network.live
    }
    session.lesson?.figures[index] = figures.kept(step.references)
    if session.lesson?.runStandsAfter == index - 1 || !step.networks.isEmpty {
      session.lesson?.runStandsAfter = index
    }
  }

  /// Puts what was measured beside the prediction.
  mutating func showResult() {
    session.lesson?.phase = .result
    session.lesson?.scroll = 0
    showPlace()
    guard let lesson = session.lesson, let index = lesson.index, !lesson.isAutomatic,
      let question = lesson.step?.question
    else { return }
    session.lesson?.predictions[index] =
      question.choices.isEmpty ? .number(lesson.typed) : .choice(lesson.choice)
  }
}
