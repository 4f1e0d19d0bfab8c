import Samples
import Screen
import Training

/// The first training images of each class, small, side by side.
struct ContactSheet {
  private struct Tile {
    let title: String
    var picture: PixelPicture
  }

  private let height: Int
  private let columns: Int
  private let tileWidth: Int
  /// Of many classes one follows the other; of few each begins a line.
  private let rows: [[Tile]]

  /// Reads the images.
  ///
  /// - Parameters:
  ///   - samples: of each class; `nil` for what fits.
  ///   - height: lines of a picture.
  ///   - columns: of the terminal.
  init(_ dataset: Dataset, samples: Int?, height: Int, columns: Int) throws(RunError) {
    let size = PixelPicture.size(
      width: dataset.width, height: dataset.height,
      fitting: Grid.Size(rows: height, columns: max(columns, 1)))
    let isShort = dataset.classes.count <= 20
    tileWidth = max(size.columns, 8)
    self.height = max(size.rows, 1)
    self.columns = columns
    let perLine = max((columns + 1) / (tileWidth + 1), 1)
    // Whatever an image takes, a sheet takes a quarter of a GiB.
    let most = (1 << 28) / max(dataset.shape.reduce(1, *) * dataset.classes.count, 1)
    let count = min(samples ?? (isShort ? perLine : 1), max(most, 1))
    var shown = [[Int]](repeating: [], count: dataset.classes.count)
    for (index, label) in dataset.train.labels.enumerated() where shown[Int(label)].count < count {
      shown[Int(label)].append(index)
    }
    var classes: [[Tile]] = []
    for (label, indices) in shown.enumerated() {
      var tiles: [Tile] = []
      for index in indices {
        tiles.append(
          Tile(
            title: tiles.isEmpty ? "\(label) \(dataset.classes[label])" : "",
            picture: try Self.picture(dataset, index)))
      }
      classes.append(tiles)
    }
    Self.brighten(&classes)
    let runs = isShort ? classes : [Array(classes.joined())]
    rows = runs.flatMap { run in
      stride(from: 0, to: run.count, by: perLine).map { Array(run[$0...].prefix(perLine)) }
    }
  }

  private static func picture(_ dataset: Dataset, _ index: Int) throws(RunError) -> PixelPicture {
    let pixels = try reading { () throws(DatasetError) in
      try dataset.train.pixels(index..<index + 1)
    }
    let plane = dataset.height * dataset.width
    // What has neither one channel nor three is shown by its first.
    let planes = dataset.channels == 3 ? 3 : 1
    return PixelPicture(
      width: dataset.width, height: dataset.height,
      planes: (0..<planes).map { Array(pixels[$0 * plane..<($0 + 1) * plane]) })
  }

  /// Data whose largest value is 16 would be black all over.
  private static func brighten(_ classes: inout [[Tile]]) {
    let most = classes.joined().reduce(0) { most, tile in
      tile.picture.planes.reduce(most) { max($0, $1.max() ?? 0) }
    }
    guard most > 0, most < 128 else { return }
    for (row, tiles) in classes.enumerated() {
      for column in tiles.indices {
        for plane in classes[row][column].picture.planes.indices {
          classes[row][column].picture.planes[plane] =
            classes[row][column].picture.planes[plane].map { UInt8(Int($0) * 255 / Int(most)) }
        }
      }
    }
  }

  /// Draws it; `nil` where no samples are wanted.
  func grid(_ display: Display) -> Grid? {
    guard !rows.isEmpty else { return nil }
    var grid = Grid(size: Grid.Size(rows: rows.count * (height + 1), columns: columns))
    for (row, tiles) in rows.enumerated() {
      for (column, tile) in tiles.enumerated() {
        let area = Area(
          row: row * (height + 1), column: column * (tileWidth + 1), rows: height + 1,
          columns: tileWidth)
        // The first title of a line may go on over pictures that have none.
        let isAlone = tiles.dropFirst().allSatisfy(\.title.isEmpty)
        let title = Area(
          row: area.row, column: area.column, rows: 1,
          columns: isAlone ? columns - area.column : tileWidth)
        grid.write(tile.title, in: title, style: Style(isBold: true))
        tile.picture.draw(in: area.inset(top: 1), of: &grid, display: display)
      }
    }
    if !display.hasUnicode { grid.replaceNonASCII() }
    return grid
  }
}
