import Screen

/// How the screen is cut: the status on top, panes, the time line where it is open, a message, the footer.
struct ScreenAreas {
  let status: Area
  /// Without rows where there is no room for a pane.
  let panes: Area
  /// Without rows where it is closed or has no room.
  let timeLine: Area
  /// The text of a lesson, beside the panes or above them; without rows where none is given.
  let lesson: Area
  let message: Area
  let footer: Area

  /// The least that a pane can be read in: its frame, the row of tabs above it and three rows inside.
  private static let leastPane = (rows: 6, columns: 20)

  /// - Parameters:
  ///   - messageRows: rows that the message would fill; a long one takes what it needs from the panes.
  ///   - timeLineRows: rows that the time line would fill, 0 while it is closed; 1 for a replay's bar.
  ///   - lessonShare: the part of the room that a lesson's text takes; `nil` for none.
  init(_ size: Grid.Size, messageRows: Int, timeLineRows: Int, lessonShare: Double? = nil) {
    let whole = Area(size)
    var rest: Area
    (rest, footer) = whole.split(top: whole.rows > 2 ? whole.rows - 1 : whole.rows)
    let statusRows = whole.columns < StatusLine.comfortableWidth && whole.rows > 3 ? 2 : 1
    let messages = min(max(messageRows, 1), 3)
    if rest.rows >= statusRows + messages + Self.leastPane.rows,
      rest.columns >= Self.leastPane.columns
    {
      (status, rest) = rest.split(top: statusRows)
      (rest, message) = rest.split(top: rest.rows - messages)
      if let lessonShare {
        if rest.columns >= 100 {
          let columns = Int(Double(rest.columns) * lessonShare)
          (lesson, rest) = rest.split(left: min(columns, 80))
        } else {
          let rows = max(Int(Double(rest.rows) * lessonShare), rest.rows / 2)
          (lesson, rest) = rest.split(top: rows)
        }
      } else {
        lesson = rest.split(top: 0).0
      }
      let rows = min(timeLineRows, rest.rows - Self.leastPane.rows)
      (panes, timeLine) = rest.split(top: rest.rows - (rows < min(timeLineRows, 3) ? 0 : rows))
    } else {
      // The figures alone, in all rows but one for what there is to say.
      (status, message) = rest.split(top: max(rest.rows - 1, 1))
      panes = status.split(top: 0).0
      timeLine = panes
      lesson = panes
    }
  }
}
