import Channel
import Screen

/// The maps of a layer as small pictures with their numbers.
///
/// How many stand beside one another follows from their number alone, so that the arrow keys do the
/// same at any size; where not all fit, those around the cursor are shown.
struct MapsView {
  let maps: [SamplePicture.Picture]
  let cursor: Int
  let isFocused: Bool
  /// Whether brightness means the same in all maps.
  let hasCommonRange: Bool
  let display: Display
  let theme: Theme

  /// Pictures beside one another: a little more than above one another, for screens are wide.
  static func columns(of count: Int) -> Int {
    let atMost = max(Int((1.3 * Double(count)).squareRoot().rounded(.up)), 1)
    let rows = max((count + atMost - 1) / atMost, 1)
    // The last row is as full as the others, as far as that goes.
    return max((count + rows - 1) / rows, 1)
  }

  /// Where the pictures stand: the cells of each, and what part of them is in sight.
  private struct Arrangement {
    let columns: Int
    let tile: Grid.Size
    let shownRows: Range<Int>
    let shownColumns: Range<Int>

    /// A row is for the number above each picture, a column between them stays empty.
    var height: Int { tile.rows + 1 }
    var width: Int { tile.columns + 1 }

    init?(_ maps: [SamplePicture.Picture], in area: Area, cursor: Int) {
      guard let first = maps.first, area.rows >= 2, area.columns >= 4 else { return nil }
      columns = MapsView.columns(of: maps.count)
      let rows = (maps.count + columns - 1) / columns
      // As large as fits, but no smaller than can be recognised.
      let room = Grid.Size(
        rows: min(max(area.rows / rows - 1, 3), area.rows - 1),
        columns: min(max((area.columns + 1) / columns - 1, 5), area.columns))
      let size = PixelPicture.size(width: first.width, height: first.height, fitting: room)
      tile = Grid.Size(rows: max(size.rows, 1), columns: max(size.columns, 4))
      let fitting = (
        rows: max(area.rows / (tile.rows + 1), 1),
        columns: max((area.columns + 1) / (tile.columns + 1), 1)
      )
      let firstRow = firstShown(cursor: cursor / columns, count: rows, shown: fitting.rows)
      let firstColumn = firstShown(
        cursor: cursor % columns, count: columns, shown: fitting.columns)
      shownRows = firstRow..<min(firstRow + fitting.rows, rows)
      shownColumns = firstColumn..<min(firstColumn + fitting.columns, columns)
    }
  }

  /// How many maps can be seen in an area.
  static func countInSight(of maps: [SamplePicture.Picture], in area: Area, cursor: Int) -> Int {
    let cursor = min(cursor, max(maps.count - 1, 0))
    guard let arrangement = Arrangement(maps, in: area, cursor: cursor) else { return 0 }
    return arrangement.shownRows.reduce(0) { count, row in
      let first = row * arrangement.columns
      let shown = arrangement.shownColumns
      return count
        + max(min(first + shown.upperBound, maps.count) - (first + shown.lowerBound), 0)
    }
  }

  /// The map at a place of an area that they were drawn into.
  static func map(
    row: Int, column: Int, of maps: [SamplePicture.Picture], in area: Area, cursor: Int
  ) -> Int? {
    let cursor = min(cursor, max(maps.count - 1, 0))
    guard row >= 0, column >= 0, row < area.rows, column < area.columns,
      let arrangement = Arrangement(maps, in: area, cursor: cursor)
    else { return nil }
    let tile = (
      row: arrangement.shownRows.lowerBound + row / arrangement.height,
      column: arrangement.shownColumns.lowerBound + column / arrangement.width
    )
    let map = tile.row * arrangement.columns + tile.column
    return arrangement.shownRows.contains(tile.row)
      && arrangement.shownColumns.contains(tile.column) && maps.indices.contains(map) ? map : nil
  }

  func draw(in area: Area, of grid: inout Grid) {
    guard !maps.isEmpty else {
      grid.writeCentred("no maps", in: area, row: area.rows / 2, style: theme.quiet)
      return
    }
    let cursor = min(cursor, maps.count - 1)
    guard let arrangement = Arrangement(maps, in: area, cursor: cursor) else { return }
    // A single value has no range of its own.
    let isCommon = hasCommonRange || maps.allSatisfy { $0.values.count <= 1 }
    let planes = isCommon ? maps.brightnessInCommonRange : maps.map(\.values)
    for row in arrangement.shownRows {
      for column in arrangement.shownColumns {
        let map = row * arrangement.columns + column
        guard maps.indices.contains(map) else { continue }
        let place = area.inset(
          top: (row - arrangement.shownRows.lowerBound) * arrangement.height,
          left: (column - arrangement.shownColumns.lowerBound) * arrangement.width)
        drawNumber(
          of: map, isUnderCursor: isFocused && map == cursor, in: place, arrangement, of: &grid)
        PixelPicture(
          width: maps[map].width, height: maps[map].height, planes: [planes[map]],
          scale: theme.scale
        ).draw(
          in: Area(
            row: place.row + 1, column: place.column,
            rows: min(arrangement.tile.rows, place.rows - 1),
            columns: min(arrangement.tile.columns, place.columns)),
          of: &grid, display: display)
      }
    }
  }

  private func drawNumber(
    of map: Int, isUnderCursor: Bool, in place: Area, _ arrangement: Arrangement,
    of grid: inout Grid
  ) {
    var text = isUnderCursor ? (display.hasUnicode ? "▸" : ">") : ""
    text += "\(map + 1)"
    // Of one value there is nothing else to see.
    if maps[map].values.count == 1, arrangement.tile.columns >= 8 {
      text += " " + compact(Double(maps[map].minimum))
    }
    grid.write(
      String(text.prefix(arrangement.tile.columns)), in: place,
      style: isUnderCursor ? theme.focus : theme.quiet)
  }
}
