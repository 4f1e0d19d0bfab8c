import Screen

/// The text of a lesson in its frame, beside the panes: scrolled where it is longer than its area, with the
/// keys that go on always in sight.
struct LessonView {
  private let state: ExplorerState
  private let lesson: LessonProgress

  /// `nil` where no lesson is given.
  init?(_ state: ExplorerState) {
    guard let lesson = state.session.lesson else { return nil }
    (self.state, self.lesson) = (state, lesson)
  }

  func draw(in area: Area, of grid: inout Grid, display: Display) {
    let theme = state.theme
    let page = Page(state, lesson, in: area)
    _ = grid.frame(
      area, title: page.title, style: lesson.isOnTrack ? theme.focus : theme.quiet,
      display: display)
    let first = min(lesson.scroll, page.furthestScroll)
    let shown = page.lines.dropFirst(first).prefix(page.text.rows)
    for (row, line) in shown.enumerated() { write(line, in: page.text, row: row, of: &grid) }
    // Right below the text, if that is short.
    let below = page.inside.inset(top: shown.count)
    for (row, line) in page.hint.enumerated() { write(line, in: below, row: row, of: &grid) }
    if page.furthestScroll > 0 {
      grid.write(
        " \(first + 1)–\(first + shown.count) of \(page.lines.count), PgUp PgDn ",
        in: area.inset(left: 2, right: 1), row: area.rows - 1, style: theme.focus)
    }
  }

  private func write(_ line: StyledLine, in area: Area, row: Int, of grid: inout Grid) {
    var column = 0
    for part in line {
      column += grid.write(part.text, in: area, row: row, column: column, style: part.style)
    }
  }

  /// Rows that are scrolled away where the last one is in sight.
  func furthestScroll(in area: Area) -> Int { Page(state, lesson, in: area).furthestScroll }

  /// Rows that are scrolled away where the answer is in sight, with as much of what follows as there is room
  /// for; `nil` where nothing is asked.
  func scrollToAnswer(in area: Area) -> Int? {
    let page = Page(state, lesson, in: area)
    let rows = page.text.rows
    guard lesson.isAsking, rows > 0,
      let row = page.lines.lastIndex(where: {
        $0.first?.text.hasPrefix(LessonText.answerSign) == true
      })
    else { return nil }
    if lesson.scroll...lesson.scroll + rows - 1 ~= row { return lesson.scroll }
    return min(max(row - rows / 2, 0), page.furthestScroll)
  }

  /// The same in plain text, for screen readers.
  var plainLines: [String] {
    let text = LessonText(state, lesson, columns: 10_000)
    return [text.title]
      + (text.lines + text.hint).map { $0.map(\.text).joined() }.filter { !$0.isEmpty }
  }
}

/// What is said, broken into the rows of an area.
private struct Page {
  let title: String
  let lines: [StyledLine]
  /// The keys that go on: as many of their rows as leave room for text.
  let hint: ArraySlice<StyledLine>
  /// Within the frame.
  let inside: Area
  /// Where the text stands, above the keys.
  let text: Area

  init(_ state: ExplorerState, _ lesson: LessonProgress, in area: Area) {
    inside = area.inset(top: 1, left: 2, bottom: 1, right: 2)
    let said = LessonText(state, lesson, columns: inside.columns)
    (title, lines) = (said.title, said.lines)
    hint = said.hint.prefix((inside.rows + 1) / 3)
    text = inside.split(top: inside.rows - hint.count).0
  }

  var furthestScroll: Int { max(lines.count - text.rows, 0) }
}
