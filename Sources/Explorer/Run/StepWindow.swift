/// The steps that charts show: all of the run, the newest so many, or a stretch that stays.
struct StepWindow: Sendable, Equatable {
  /// Steps that are shown; `nil` for all.
  private(set) var span: Int?
  /// The last one shown; `nil` follows the newest.
  private(set) var last: Int?

  /// Whether new steps come into sight by themselves.
  var follows: Bool { last == nil }

  /// What is shown of a run of so many steps.
  func steps(newest: Int) -> ClosedRange<Int> {
    let newest = max(newest, 1)
    guard let span else { return 1...newest }
    let end = min(max(last ?? newest, 1), max(newest, span))
    return max(end - span + 1, 1)...max(end, min(span, newest))
  }

  /// Shows half as many steps, around one of them.
  mutating func zoomIn(around step: Int, newest: Int) {
    let shown = steps(newest: newest)
    zoom(to: max(shown.count / 2, 10), around: step, newest: newest)
  }

  /// Shows twice as many steps.
  mutating func zoomOut(around step: Int, newest: Int) {
    let shown = steps(newest: newest)
    zoom(to: shown.count * 2, around: step, newest: newest)
  }

  private mutating func zoom(to count: Int, around step: Int, newest: Int) {
    guard count < newest else {
      self = StepWindow()
      return
    }
    span = count
    // The newest step in sight means that the person follows the run.
    let end = step + count / 2
    last = end >= newest ? nil : max(end, count)
  }

  /// Moves so that a step is in sight.
  mutating func show(_ step: Int, newest: Int) {
    guard let span else { return }
    let shown = steps(newest: newest)
    if step < shown.lowerBound { last = min(step + span - 1, newest) }
    if step > shown.upperBound { last = step >= newest ? nil : step }
  }

  /// Follows the newest step again, with as many steps as before.
  mutating func follow() { last = nil }
}
