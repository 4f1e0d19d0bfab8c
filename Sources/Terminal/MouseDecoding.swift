import CNcurses
import Screen

extension MouseEvent {
  /// What ncurses has just read about the mouse; `nil` for what means nothing here.
  @MainActor
  static func next() -> MouseEvent? {
    var event = MEVENT()
    guard getmouse(&event) == OK else { return nil }
    let (row, column) = (Int(event.y), Int(event.x))
    if event.bstate & left_button_pressed() != 0 { return .press(row: row, column: column) }
    if event.bstate & wheel_turned_up() != 0 { return .wheelUp(row: row, column: column) }
    if event.bstate & wheel_turned_down() != 0 { return .wheelDown(row: row, column: column) }
    return nil
  }
}
