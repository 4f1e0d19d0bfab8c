import Screen

// What the mouse does: a press focuses the pane and puts its cursor there, the wheel moves it, in charts
// it zooms.
extension ExplorerState {
  mutating func handle(_ event: MouseEvent) -> [Effect] {
    guard isMouseOn, quitting == .no else { return [] }
    switch event {
    case .press(let row, let column): return press(row: row, column: column)
    case .wheelUp(let row, let column): turnWheel(up: true, row: row, column: column)
    case .wheelDown(let row, let column): turnWheel(up: false, row: row, column: column)
    }
    return []
  }

  private mutating func press(row: Int, column: Int) -> [Effect] {
    let bar = areas.timeLine
    if let replay = session.replay, session.timeLine == nil, overlay == .none,
      bar.contains(row: row, column: column)
    {
      session.message = nil
      return ReplayBar.step(column: column, in: bar, replay.recording).map { jump(to: $0) } ?? []
    }
    // A message that goes may give its rows to the panes: what was clicked is what was seen.
    let place = place(row: row, column: column)
    session.message = nil
    if overlay != .none {
      overlay = .none
      return []
    }
    guard let place else { return [] }
    focus = place.pane
    let inside = parts(of: focus, in: place.area).pane
    if inside.contains(row: row, column: column) {
      panes[focus].click(
        row: row - inside.row, column: column - inside.column, in: inside, &session)
    }
    return []
  }

  private mutating func turnWheel(up: Bool, row: Int, column: Int) {
    if overlay != .none { return scrollText(by: up ? -3 : 3) }
    guard let place = place(row: row, column: column) else { return }
    let inside = parts(of: place.pane, in: place.area).pane
    guard let step = panes[place.pane].step(column: column - inside.column, in: inside, session)
    else {
      for _ in 0..<3 { panes[place.pane].move(up ? .up : .down, &session) }
      return
    }
    let newest = session.run.step
    if up {
      session.window.zoomIn(around: step, newest: newest)
    } else {
      session.window.zoomOut(around: step, newest: newest)
    }
  }

  private func place(row: Int, column: Int) -> (pane: Int, area: Area)? {
    places.first { $0.area.contains(row: row, column: column) }
  }
}
