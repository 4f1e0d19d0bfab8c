import CNcurses
import Screen

extension Key {
  /// The key behind a character that ncurses read; `nil` for those that mean nothing here.
  init?(character code: UInt32) {
    switch code {
    case 9: self = .tab
    case 10, 13: self = .enter
    case 27: self = .escape
    case 8, 127: self = .backspace
    case 1...26:
      guard let letter = UnicodeScalar(code + 96) else { return nil }
      self = .control(Character(letter))
    case 0..<32: return nil
    default:
      guard let scalar = UnicodeScalar(code) else { return nil }
      self = .character(Character(scalar))
    }
  }

  /// The key behind one of ncurses' codes for keys that type nothing.
  init?(code: Int32) {
    switch code {
    case KEY_UP: self = .up
    case KEY_DOWN: self = .down
    case KEY_LEFT: self = .left
    case KEY_RIGHT: self = .right
    case KEY_PPAGE: self = .pageUp
    case KEY_NPAGE: self = .pageDown
    case KEY_HOME: self = .home
    case KEY_END: self = .end
    case KEY_BTAB: self = .backTab
    case KEY_BACKSPACE: self = .backspace
    case KEY_ENTER: self = .enter
    case KEY_F0 + 1...KEY_F0 + 12: self = .function(Int(code - KEY_F0))
    default: return nil
    }
  }
}
