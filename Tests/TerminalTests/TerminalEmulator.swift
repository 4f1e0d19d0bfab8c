import Screen

/// As much of a terminal as frames need: it does what the bytes say.
struct TerminalEmulator {
  /// A cell with what was written into it.
  struct Cell: Equatable {
    var character: Character = " "
    var attributes: Set<Int> = []
    var foreground = -1
    var background = -1
  }

  private(set) var cells: [[Cell]]
  /// Whether the screen was ever moved up, and bytes that have no meaning.
  private(set) var hasScrolled = false
  private(set) var unknown: [String] = []
  private var row = 0
  private var column = 0
  private var pen = Cell()
  private var isBehindEnd = false
  /// Whether the cursor waits behind the last column until the next character comes (`xenl`).
  private let wrapsLate: Bool
  private let size: Grid.Size

  init(_ size: Grid.Size, wrapsLate: Bool) {
    self.size = size
    self.wrapsLate = wrapsLate
    // What the shell has left behind.
    let rest = Cell(character: "$", attributes: [1], foreground: 3)
    cells = Array(repeating: Array(repeating: rest, count: size.columns), count: size.rows)
    (row, column) = (size.rows / 2, size.columns / 2)
  }

  /// Whether attributes and colours are the terminal's own.
  var hasPlainPen: Bool { pen == Cell() }

  mutating func interpret(_ bytes: [UInt8]) {
    var scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\r": (column, isBehindEnd) = (0, false)
      case "\u{F}": break
      case "\u{1B}":
        switch scalars.popFirst() {
        case "(": _ = scalars.popFirst()
        case "[":
          let parameters = scalars.prefix { "0123456789;".unicodeScalars.contains($0) }
          scalars = scalars.dropFirst(parameters.count)
          let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map {
            Int(String($0)) ?? 0
          }
          perform(scalars.popFirst(), numbers)
        case let other: unknown.append("ESC \(other.map(String.init) ?? "")")
        }
      case ..<" ", "\u{7F}"..."\u{9F}": unknown.append("\\x\(String(scalar.value, radix: 16))")
      default: put(scalar)
      }
    }
  }

  private mutating func perform(_ command: Unicode.Scalar?, _ numbers: [Int]) {
    let count = max(numbers.first ?? 1, 1)
    if command != "m" { isBehindEnd = false }
    switch command {
    case "H":
      row = min(count, size.rows) - 1
      column = min(max(numbers.count > 1 ? numbers[1] : 1, 1), size.columns) - 1
    case "G": column = min(count, size.columns) - 1
    case "d": row = min(count, size.rows) - 1
    case "C": column = min(column + count, size.columns - 1)
    case "D": column = max(column - count, 0)
    case "J", "K":
      let end = command == "J" ? size.rows : row + 1
      for row in row..<end {
        for column in (row == self.row ? column : 0)..<size.columns {
          cells[row][column] = Cell(background: pen.background)
        }
      }
    case "m": select(numbers.isEmpty ? [0] : numbers)
    default: unknown.append("CSI \(numbers) \(command.map(String.init) ?? "")")
    }
  }

  private mutating func select(_ numbers: [Int]) {
    var rest = numbers[...]
    while let number = rest.popFirst() {
      switch number {
      case 0: pen = Cell()
      case 1, 2, 4, 7: pen.attributes.insert(number)
      case 10: break
      case 30...37: pen.foreground = number - 30
      case 40...47: pen.background = number - 40
      case 90...97: pen.foreground = number - 82
      case 100...107: pen.background = number - 92
      case 39: pen.foreground = -1
      case 49: pen.background = -1
      case 38, 48:
        let count = rest.popFirst() == 5 ? 1 : 3
        let color = rest.prefix(count).reduce(0) { $0 << 8 | $1 }
        rest = rest.dropFirst(count)
        if number == 38 { pen.foreground = color } else { pen.background = color }
      default: unknown.append("SGR \(number)")
      }
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = 0x3000...0xFFFF ~= scalar.value || scalar.value >= 0x1F300 ? 2 : 1
    if isBehindEnd || column + width > size.columns { wrap() }
    // Half of a wide character cannot stand alone.
    if cells[row][column].character == .continuation, column > 0 {
      cells[row][column - 1].character = " "
    }
    let end = column + width
    if end < size.columns, cells[row][end].character == .continuation {
      cells[row][end].character = " "
    }
    for place in column..<end {
      cells[row][place] = pen
      cells[row][place].character = place == column ? Character(scalar) : .continuation
    }
    column = end
    if column == size.columns {
      if wrapsLate { (column, isBehindEnd) = (size.columns - 1, true) } else { wrap() }
    }
  }

  private mutating func wrap() {
    (column, isBehindEnd) = (0, false)
    if row == size.rows - 1 { hasScrolled = true } else { row += 1 }
  }
}
