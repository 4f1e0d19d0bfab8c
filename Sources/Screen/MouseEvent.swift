/// What a person did with the mouse, at a cell of the grid.
public enum MouseEvent: Sendable, Hashable {
  /// The left button was pressed.
  case press(row: Int, column: Int)
  /// The wheel was turned away from the person.
  case wheelUp(row: Int, column: Int)
  /// The wheel was turned towards the person.
  case wheelDown(row: Int, column: Int)
}
