import Screen

/// How far a replay has come, in a row below the panes: played steps, marks, the whole run.
struct ReplayBar {
  let session: Session
  let theme: Theme
  let display: Display

  /// Columns that stand for the run's steps.
  private static func bar(in area: Area, _ recording: Recording) -> Area {
    let label = "\(recording.greatestStep)".count + 1
    return area.inset(left: "\(recording.firstStep)".count + 1, right: label)
  }

  /// The step at a column of the row; `nil` outside of the bar.
  static func step(column: Int, in area: Area, _ recording: Recording) -> Int? {
    let bar = bar(in: area, recording)
    let place = column - bar.column
    guard 0..<bar.columns ~= place, bar.columns > 1 else { return nil }
    let length = Double(recording.greatestStep - recording.firstStep)
    let share = Double(place) / Double(bar.columns - 1)
    return recording.firstStep + Int((share * length).rounded())
  }

  func draw(in area: Area, of grid: inout Grid) {
    guard let recording = session.replay?.recording else { return }
    let bar = Self.bar(in: area, recording)
    grid.write("\(recording.firstStep)", in: area, style: theme.quiet)
    grid.writeRight("\(recording.greatestStep)", in: area, row: 0, style: theme.quiet)
    guard bar.columns > 1 else { return }
    let length = max(recording.greatestStep - recording.firstStep, 1)
    func column(of step: Int) -> Int {
      let share = Double(step - recording.firstStep) / Double(length)
      return Int((min(max(share, 0), 1) * Double(bar.columns - 1)).rounded())
    }
    let now = column(of: session.playedStep)
    for place in 0..<bar.columns {
      let isPlayed = place <= now
      let sign: Character =
        display.hasUnicode ? (isPlayed ? "━" : "─") : isPlayed ? "=" : "-"
      grid[area.row, bar.column + place] = Cell(sign, isPlayed ? theme.running : theme.quiet)
    }
    for mark in recording.networks[session.selected].history.marks {
      grid[area.row, bar.column + column(of: mark.step)] = Cell(
        mark.kind.sign(display), mark.kind.style(theme))
    }
    grid[area.row, bar.column + now] = Cell(display.hasUnicode ? "●" : "o", theme.focus)
  }
}
