/// A key that a person pressed.
public enum Key: Sendable, Hashable {
  /// A key that types a character; space is `.character(" ")`.
  case character(Character)
  /// Control and a letter, lower case: Ctrl-C is `.control("c")`.
  case control(Character)
  /// A function key, F1 is `.function(1)`.
  case function(Int)
  /// The Enter or Return key.
  case enter
  /// The Escape key.
  case escape
  /// The Tab key.
  case tab
  /// Shift and Tab.
  case backTab
  /// The Backspace key.
  case backspace
  /// An arrow key.
  case up, down, left, right
  /// A paging key.
  case pageUp, pageDown, home, end
}
