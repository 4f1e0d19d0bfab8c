import Screen

/// How the screen is cut: the status on top, panes, a message, the footer.
struct ScreenAreas {
  let status: Area
  let panes: Area
  let message: Area
  let footer: Area

  /// - Parameter messageRows: rows that the message would fill; a long one takes what it needs from the
  ///   panes.
  init(_ size: Grid.Size, messageRows: Int) {
    let whole = Area(size)
    let statusRows =
      whole.columns < StatusLine.comfortableWidth && whole.rows > 3 && whole.columns >= 30 ? 2 : 1
    let rest: Area
    (status, rest) = whole.split(top: statusRows)
    // Below this the status alone can be read, with a message where there is one.
    guard rest.rows >= 4 && rest.columns >= 20 else {
      message = rest.rows > 0 ? rest.split(top: 1).0 : rest
      panes = Area(row: 0, column: 0, rows: 0, columns: 0)
      footer = panes
      return
    }
    let below = 1 + min(max(messageRows, 1), 3)
    (panes, message) = {
      let (panes, rest) = rest.split(top: rest.rows - below)
      return (panes, rest.inset(bottom: 1))
    }()
    footer = rest.inset(top: rest.rows - 1)
  }
}
