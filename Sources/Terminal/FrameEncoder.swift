import Screen

/// Turns what changed between two pictures into the bytes that a terminal needs to hear.
///
/// Each frame stands for itself: it moves the cursor before it writes, and leaves the terminal's own
/// attributes and colours behind.
@MainActor
struct FrameEncoder {
  private let capabilities: Capabilities
  private var bytes: [UInt8] = []
  /// Where the cursor is; `nil` where that is not sure.
  private var place: Place?
  private var pen = Pen()

  private init(_ capabilities: Capabilities) {
    self.capabilities = capabilities
  }

  /// The bytes that make a terminal show a grid.
  ///
  /// - Parameter old: what it shows, of the same size; `nil` clears it first.
  static func encode(
    _ grid: Grid, after old: Grid?, capabilities: Capabilities
  ) -> [UInt8] {
    var encoder = FrameEncoder(capabilities)
    if old == nil { encoder.bytes = capabilities.reset + capabilities.clearScreen }
    let empty = Grid(size: grid.size)
    for row in 0..<grid.size.rows where old?.row(row) != grid.row(row) {
      encoder.write(
        ShownRow(row, of: grid, capabilities), row: row,
        after: ShownRow(row, of: old ?? empty, capabilities))
    }
    encoder.take(Pen())
    return encoder.bytes
  }

  private mutating func write(_ cells: ShownRow, row: Int, after old: ShownRow) {
    let end = cells.end
    for column in cells.columnsThatMayDiffer(from: old) {
      let cell = cells[column]
      guard cell != old[column] && cell.columns > 0 else { continue }
      move(to: Place(row: row, column: column), over: cells)
      if column >= end, let clear = capabilities.clearToEndOfLine, old.end - column > clear.count {
        take(Pen())
        bytes += clear
        return
      }
      write(cell, width: cells.count)
    }
  }

  private mutating func write(_ cell: ShownCell, width: Int) {
    take(cell.text == " " ? pen.forBlank(like: cell.pen) : cell.pen)
    bytes += cell.text.utf8
    // Not sure behind the last column, where terminals differ, nor behind a wide character, should a
    // terminal take it for a narrow one.
    place?.column += 1
    if cell.columns != 1 || place.map({ $0.column >= width }) ?? false { place = nil }
  }

  /// Goes the shortest way; that may be to write again what stands in between.
  private mutating func move(to end: Place, over cells: ShownRow) {
    guard place != end else { return }
    let moves = capabilities.moves(from: place, to: end)
    var shortest = moves.min { $0.count < $1.count } ?? []
    if let place, place.row == end.row, place.column < end.column {
      // No longer than the shortest way: so many cells are looked at, and no more.
      let between = (place.column..<end.column).prefix(shortest.count + 1).map { cells[$0] }
      let text = between.reduce(into: [UInt8]()) { $0 += $1.text.utf8 }
      let isSamePen = between.allSatisfy {
        $0.columns == 1 && ($0.text == " " ? pen.forBlank(like: $0.pen) : $0.pen) == pen
      }
      if isSamePen && text.count <= shortest.count { shortest = text }
    }
    bytes += shortest
    place = end
  }

  /// Changes attributes and colours to a pen's.
  private mutating func take(_ new: Pen) {
    guard new != pen else { return }
    let losesColor =
      pen.foreground >= 0 && new.foreground < 0 || pen.background >= 0 && new.background < 0
    if !pen.attributes.isSubset(of: new.attributes) || new == Pen() {
      bytes += capabilities.reset
      pen = Pen()
    } else if losesColor && !capabilities.hasSeparateDefaults {
      bytes += capabilities.resetColors ?? capabilities.reset
      pen = capabilities.resetColors == nil ? Pen() : Pen(attributes: pen.attributes)
    }
    for (attribute, sequence) in capabilities.attributes
    where new.attributes.contains(attribute) && !pen.attributes.contains(attribute) {
      bytes += sequence
    }
    if new.foreground != pen.foreground {
      bytes += capabilities.setColor(new.foreground, isForeground: true)
    }
    if new.background != pen.background {
      bytes += capabilities.setColor(new.background, isForeground: false)
    }
    pen = new
  }
}
