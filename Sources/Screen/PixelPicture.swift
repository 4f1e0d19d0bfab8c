/// A picture of pixels, brought to the size of an area.
///
/// Where there are enough colours, each cell shows two pixels above one another as a half block;
/// elsewhere the two together are a character that is the denser the brighter.
public struct PixelPicture: Sendable {
  /// Pixels from left to right.
  public var width: Int
  /// Pixels from top to bottom.
  public var height: Int
  /// Values 0…255 row by row: one plane, or red, green and blue.
  public var planes: [[UInt8]]
  /// Colours of a picture of one plane; `nil` for grey.
  public var scale: ColorScale?

  /// A picture; pixels that the planes do not have are not drawn.
  public init(width: Int, height: Int, planes: [[UInt8]], scale: ColorScale? = nil) {
    self.width = max(width, 0)
    self.height = max(height, 0)
    self.planes = planes
    self.scale = scale
  }

  /// The largest picture of `width` × `height` pixels that fits into so many cells, a cell being twice
  /// as high as it is wide.
  public static func size(width: Int, height: Int, fitting size: Grid.Size) -> Grid.Size {
    guard width > 0, height > 0, size.rows > 0, size.columns > 0 else {
      return Grid.Size(rows: 0, columns: 0)
    }
    let extent = extent(width: width, height: height, fitting: size)
    return Grid.Size(rows: (extent.halves + 1) / 2, columns: extent.columns)
  }

  /// Columns, and halves of rows, of the largest picture that fits; each at least 1.
  private static func extent(
    width: Int, height: Int, fitting size: Grid.Size
  ) -> (columns: Int, halves: Int) {
    let factor = min(
      Double(size.columns) / Double(width), Double(2 * size.rows) / Double(height))
    let columns = min(max(Int(Double(width) * factor), 1), size.columns)
    let halves = Double(height) * Double(columns) / Double(width)
    return (columns, Int(min(max(halves.rounded(), 1), Double(2 * size.rows))))
  }

  /// Draws as large as fits, from the area's upper left corner; returns the area that was covered.
  @discardableResult
  public func draw(in area: Area, of grid: inout Grid, display: Display) -> Area {
    let room = Grid.Size(rows: area.rows, columns: area.columns)
    let size = Self.size(width: width, height: height, fitting: room)
    let covered = Area(row: area.row, column: area.column, rows: size.rows, columns: size.columns)
    let count = planes.map(\.count).min() ?? 0
    guard size.rows > 0, count / width >= height else { return covered }
    // An odd number of halves leaves the last half of a cell empty.
    let halves = Self.extent(width: width, height: height, fitting: room).halves
    let across = (0..<size.columns).map { Self.parts($0, of: size.columns, length: width) }
    let down = (0..<halves).map { Self.parts($0, of: halves, length: height) }
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let upper = pixel(across[column], down[2 * row])
        let lower = 2 * row + 1 < halves ? pixel(across[column], down[2 * row + 1]) : nil
        grid[area.row + row, area.column + column] = cell(upper, lower, display)
      }
    }
    return covered
  }

  /// The mean of the pixels that a place of the drawn picture covers, of red, green and blue, 0…1; of
  /// one plane three times the same.
  private func pixel(_ across: [Part], _ down: [Part]) -> SIMD3<Double> {
    var (sum, weight) = (SIMD3<Double>(), 0.0)
    for y in down {
      for x in across {
        let share = y.share * x.share
        sum += share * value(at: y.index * width + x.index)
        weight += share
      }
    }
    return weight > 0 ? sum / weight / 255 : SIMD3()
  }

  private func value(at index: Int) -> SIMD3<Double> {
    planes.count == 3
      ? SIMD3(Double(planes[0][index]), Double(planes[1][index]), Double(planes[2][index]))
      : SIMD3(repeating: Double(planes.first?[index] ?? 0))
  }

  /// A pixel along one side, and how much of it is covered.
  private typealias Part = (index: Int, share: Double)

  /// The pixels along one side that one of `count` places covers.
  private static func parts(_ place: Int, of count: Int, length: Int) -> [Part] {
    let start = Double(place * length) / Double(count)
    let end = Double((place + 1) * length) / Double(count)
    let first = min(Int(start), length - 1)
    let last = min(max(Int(end.rounded(.up)) - 1, first), length - 1)
    return (first...last).map { index in
      (index, max(min(Double(index + 1), end) - max(Double(index), start), 1e-9))
    }
  }

  private func cell(_ upper: SIMD3<Double>, _ lower: SIMD3<Double>?, _ display: Display) -> Cell {
    guard display.hasColorScale && display.hasUnicode else {
      return shade(((upper + (lower ?? upper)) / 6).sum(), display)
    }
    var style = Style(foreground: color(upper, display))
    if let lower { style.background = color(lower, display) }
    return Cell("▀", style)
  }

  /// Where half blocks or colours are missing: a scale of colours is a cell's background, as in heat
  /// maps; grey, and everything where there are too few colours, is a character.
  private func shade(_ value: Double, _ display: Display) -> Cell {
    if let scale { return scale.cell(value, display: display) }
    let characters: [Character] = display.hasUnicode ? Self.shades : Self.asciiShades
    return Cell(
      characters[min(Int(max(value, 0) * Double(characters.count)), characters.count - 1)])
  }

  private static let shades = Array(" ░▒▓█")
  private static let asciiShades = Array(" .:-=+*#%@")

  /// In so few levels that what barely changes need not be sent to the terminal anew.
  private func color(_ pixel: SIMD3<Double>, _ display: Display) -> Color {
    if let scale { return scale.color(pixel.x, depth: display.colorDepth) }
    let most = planes.count == 3 ? 15.0 : 31
    let levels = (pixel.clamped(lowerBound: SIMD3(), upperBound: .one) * most)
      .rounded(.toNearestOrAwayFromZero)
    let values = SIMD3<UInt8>((levels / most * 255).rounded(.toNearestOrAwayFromZero))
    return .rgb(values.x, values.y, values.z)
  }
}
