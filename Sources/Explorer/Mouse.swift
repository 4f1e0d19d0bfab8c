import Screen

// What the mouse does: a press focuses the pane and puts its cursor there, the wheel moves it, in charts
// it zooms.
extension ExplorerState {
  mutating func handle(_ event: MouseEvent) -> [Effect] {
    guard isMouseOn, quitting == .no else { return [] }
    switch event {
    case .press(let row, let column): press(row: row, column: column)
    case .wheelUp(let row, let column): turnWheel(up: true, row: row, column: column)
    case .wheelDown(let row, let column): turnWheel(up: false, row: row, column: column)
    }
    return []
  }

  private mutating func press(row: Int, column: Int) {
    session.message = nil
    if overlay != .none {
      overlay = .none
      return
    }
    guard let place = place(row: row, column: column) else { return }
    focus = place.pane
    let inside = place.area.inset(top: 1, left: 1, bottom: 1, right: 1)
    let (row, column) = (row - inside.row, column - inside.column)
    if 0..<inside.rows ~= row && 0..<inside.columns ~= column {
      panes[focus].click(row: row, column: column, in: inside, &session)
    }
  }

  private mutating func turnWheel(up: Bool, row: Int, column: Int) {
    if overlay != .none { return scrollText(by: up ? -3 : 3) }
    guard let place = place(row: row, column: column) else { return }
    if panes[place.pane].isZoomedByWheel {
      let step = session.shownStep
      let newest = session.run.step
      if up {
        session.window.zoomIn(around: step, newest: newest)
      } else {
        session.window.zoomOut(around: step, newest: newest)
      }
    } else {
      for _ in 0..<3 { panes[place.pane].move(up ? .up : .down, &session) }
    }
  }

  private func place(row: Int, column: Int) -> (pane: Int, area: Area)? {
    places.first { $0.area.contains(row: row, column: column) }
  }
}
