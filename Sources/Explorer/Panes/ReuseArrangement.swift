import Channel
import Screen

/// Where the matrices of dense blocks stand in the reuse pane: side by side where they can be read,
/// otherwise the one under the cursor alone.
struct ReuseArrangement {
  /// The matrix of one block.
  struct Place {
    /// Index of the block.
    let block: Int
    /// The heading, the columns' names, the rows' names and the cells.
    let area: Area
    /// Below the columns' names, beside the rows' names.
    let cells: Area
    let cellWidth: Int
    let cellHeight: Int
    /// The consumers and sources that can be seen.
    let consumers: Range<Int>
    let sources: Range<Int>
    /// Whether the last consumer is among them. It stands in a box, as in the paper.
    let hasBox: Bool

    /// Where a consumer's cells begin.
    func column(of consumer: Int) -> Int {
      let isBoxed = hasBox && consumer == consumers.upperBound - 1
      return (consumer - consumers.lowerBound) * cellWidth + (isBoxed ? 1 : 0)
    }

    /// The connection at a place from the upper left corner of the cells.
    func connection(row: Int, column: Int) -> (consumer: Int, source: Int)? {
      let source = sources.lowerBound + row / cellHeight
      guard row >= 0, sources.contains(source) else { return nil }
      let consumer = consumers.first {
        let first = self.column(of: $0)
        return first..<first + cellWidth ~= column
      }
      return consumer.map { ($0, source) }
    }
  }

  let places: [Place]
  /// One row with the scale of the colours, or none.
  let scale: Area
  /// The value under the cursor and the statistics.
  let below: Area
  /// Whether each matrix has a heading.
  let hasHeadings: Bool

  static let gap = 2
  static let widestCell = 6
  /// Narrower cells are not put side by side.
  static let readableCell = 2

  init(_ blocks: [Reuse], cursor: ReuseCursor, in area: Area) {
    let shown = Self.shownBlocks(blocks, around: cursor.block, columns: area.columns)
    hasHeadings = area.rows >= 5
    let top = hasHeadings ? 2 : 1
    let scaleRows = area.rows >= 7 ? 1 : 0
    // The matrices have what they need, but for a few rows of statistics.
    let statisticsRows = area.rows >= 10 ? (area.rows - 5) / 5 : 0
    let room = max(area.rows - top - scaleRows - 1 - statisticsRows, 0)
    let sources = shown.map { blocks[$0].maps.count }.max() ?? 0
    let width = Self.cellWidth(of: shown.map { blocks[$0] }, columns: area.columns)
    let height = (1...max(min(width / 2, 3), 1)).last { $0 == 1 || sources * $0 + 8 <= room } ?? 1
    let firstSource = firstShown(cursor: cursor.source, count: sources, shown: room / height)
    let rows = min(sources * height, room / height * height)
    // The box is closed below where a row is left.
    let matrixRows = top + min(rows + 1, room)
    var rest = area.split(top: matrixRows).0
    places = shown.map { index in
      let block = blocks[index]
      let labels = Self.labelWidth(block, columns: area.columns)
      let count = block.matrix.count
      let visible = min(count, max((rest.columns - labels - 2) / width, 0))
      let first =
        index == cursor.block
        ? firstShown(cursor: cursor.consumer, count: count, shown: visible) : 0
      let (place, others) = rest.split(left: labels + visible * width + 2)
      rest = others.inset(left: Self.gap)
      let end = min(firstSource + rows / height, block.maps.count)
      return Place(
        block: index, area: place, cells: place.inset(top: top, left: labels), cellWidth: width,
        cellHeight: height, consumers: first..<first + visible,
        sources: min(firstSource, end)..<end, hasBox: visible > 0 && first + visible == count)
    }
    (scale, below) = area.inset(top: matrixRows).split(top: scaleRows)
  }

  /// The block under the cursor and as many around it as can be read.
  private static func shownBlocks(_ blocks: [Reuse], around cursor: Int, columns: Int) -> Range<Int>
  {
    guard blocks.indices.contains(cursor) else { return 0..<0 }
    var shown = cursor..<cursor + 1
    func fits(_ range: Range<Int>) -> Bool {
      blocks.indices.contains(range.lowerBound) && range.upperBound <= blocks.count
        && width(of: Array(blocks[range]), cellWidth: readableCell, columns: columns) <= columns
    }
    while fits(shown.lowerBound..<shown.upperBound + 1) {
      shown = shown.lowerBound..<shown.upperBound + 1
    }
    while fits(shown.lowerBound - 1..<shown.upperBound) {
      shown = shown.lowerBound - 1..<shown.upperBound
    }
    return shown
  }

  private static func width(of blocks: [Reuse], cellWidth: Int, columns: Int) -> Int {
    blocks.reduce(-gap) {
      $0 + gap + labelWidth($1, columns: columns) + $1.matrix.count * cellWidth + 2
    }
  }

  /// The widest cells with which all stand side by side.
  private static func cellWidth(of blocks: [Reuse], columns: Int) -> Int {
    (1...widestCell).last { width(of: blocks, cellWidth: $0, columns: columns) <= columns } ?? 1
  }

  private static func labelWidth(_ block: Reuse, columns: Int) -> Int {
    // `in: 16` or `12: 8`; the last number is the widest.
    let name = max("\(max(block.maps.count - 1, 0))".count, 2)
    let longest = name + 2 + "\(block.maps.max() ?? 0)".count
    return min(longest + 1, columns / 3)
  }
}

/// A connection of a dense block.
struct ReuseCursor: Sendable, Equatable {
  /// Index of the block.
  var block = 0
  var consumer = 0
  var source = 0
}

extension Reuse {
  /// A source and the number of its maps, as short as it can be: `in: 16`, `3: 8`.
  func rowName(_ source: Int) -> String { "\(source == 0 ? "in" : "\(source)"): \(maps[source])" }
}
