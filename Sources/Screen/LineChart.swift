/// Curves over the same axis, with marks and a cursor.
public struct LineChart: Sendable {
  /// The values of one stretch of the axis.
  public struct Point: Sendable, Equatable {
    /// Middle of the stretch.
    public var position: Double
    /// Least value there.
    public var minimum: Double
    /// Mean value there; NaN breaks the line.
    public var mean: Double
    /// Greatest value there.
    public var maximum: Double

    /// Describes a stretch.
    public init(position: Double, minimum: Double, mean: Double, maximum: Double) {
      self.position = position
      self.minimum = minimum
      self.mean = mean
      self.maximum = maximum
    }
  }

  /// One curve.
  public struct Curve: Sendable {
    /// Its points from left to right.
    public var points: [Point]
    /// How its line looks.
    public var style: Style
    /// What stands for it where there is ASCII alone.
    public var asciiMark: Character

    /// Describes a curve.
    public init(points: [Point], style: Style, asciiMark: Character) {
      self.points = points
      self.style = style
      self.asciiMark = asciiMark
    }
  }

  /// The curves, later ones over earlier ones.
  public var curves: [Curve]
  /// Single points that are drawn as a sign: position, value, sign, style.
  public var signs: [(position: Double, value: Double, sign: Character, style: Style)] = []
  /// Positions that a vertical line marks: position, sign at its upper end, style.
  public var marks: [(position: Double, sign: Character, style: Style)] = []
  /// Position of the cursor; `nil` for none.
  public var cursor: Double?
  /// Positions from the left edge to the right; what lies outside is not drawn.
  public var extent: ClosedRange<Double>
  /// Least and greatest value of the vertical axis.
  public var range: ClosedRange<Double>

  /// A chart of curves.
  public init(curves: [Curve], extent: ClosedRange<Double>, range: ClosedRange<Double>) {
    self.curves = curves
    self.extent = extent
    self.range = range
  }

  /// The column of cells, of so many, where a position is drawn.
  public func column(of position: Double, columns: Int) -> Int {
    min(max(Int(place(position) * Double(columns)), 0), max(columns - 1, 0))
  }

  /// A position as a share of the axis.
  private func place(_ position: Double) -> Double {
    let span = extent.upperBound - extent.lowerBound
    return span > 0 ? (position - extent.lowerBound) / span : 0
  }

  /// Draws into the whole area; axes and their figures are the caller's.
  public func draw(in area: Area, of grid: inout Grid, display: Display) {
    guard area.rows > 0 && area.columns > 0 else { return }
    let line: Character = display.hasUnicode ? "┊" : ":"
    for mark in marks where extent.contains(mark.position) {
      for row in 0..<area.rows {
        grid[area.row + row, area.column + column(of: mark.position, columns: area.columns)] =
          Cell(row == 0 ? mark.sign : line, mark.style)
      }
    }
    for curve in curves {
      var canvas = DotCanvas(area, display: display)
      trace(curve.points, on: &canvas)
      canvas.draw(into: &grid, style: curve.style, asciiMark: curve.asciiMark)
    }
    for sign in signs where sign.value.isFinite && extent.contains(sign.position) {
      let row = Int((1 - share(sign.value)) * Double(area.rows - 1) + 0.5)
      grid[area.row + row, area.column + column(of: sign.position, columns: area.columns)] = Cell(
        sign.sign, sign.style)
    }
    if let cursor {
      let column = area.column + column(of: cursor, columns: area.columns)
      for row in area.row..<area.row + area.rows {
        grid[row, column].style.isReversed = true
      }
    }
  }

  private func share(_ value: Double) -> Double {
    let span = range.upperBound - range.lowerBound
    let share = (value - range.lowerBound) / span
    return span > 0 && !share.isNaN ? min(max(share, 0), 1) : 0.5
  }

  /// What there is of a curve in one column of dots.
  private struct Strip {
    let column: Int
    var (least, greatest): (Double, Double)
    let first: Double
    var last: Double

    init(_ column: Int, _ point: Point) {
      self.column = column
      (first, last) = (point.mean, point.mean)
      (least, greatest) = (point.mean, point.mean)
      add(point)
    }

    /// On a logarithmic axis the least of several values may have no place, while their mean has one.
    mutating func add(_ point: Point) {
      if point.minimum < least { least = point.minimum }
      if point.maximum > greatest { greatest = point.maximum }
      last = point.mean
    }
  }

  /// The columns that a curve goes through; `nil` where it is broken.
  private func strips(_ points: [Point], columns: Int) -> [Strip?] {
    var strips: [Strip?] = []
    var strip: Strip?
    for point in points where extent.contains(point.position) {
      let column = column(of: point.position, columns: columns)
      if point.mean.isFinite && strip?.column == column {
        strip?.add(point)
        continue
      }
      if let strip { strips.append(strip) }
      strip = point.mean.isFinite ? Strip(column, point) : nil
      if strip == nil { strips.append(nil) }
    }
    return strips + [strip]
  }

  /// Fills, in each column of dots, from the least to the greatest value there, and joins columns.
  private func trace(_ points: [Point], on canvas: inout DotCanvas) {
    func row(_ value: Double) -> Int {
      Int((1 - share(value)) * Double(canvas.height - 1) + 0.5)
    }
    var before: Strip?
    for strip in strips(points, columns: canvas.width) {
      if let strip {
        canvas.fill(column: strip.column, rows: row(strip.greatest)...row(strip.least))
      }
      if let before, let strip {
        let (start, end) = (row(before.last), row(strip.first))
        let span = max(strip.column - before.column, 1)
        func height(_ step: Int) -> Int {
          let share = Double(min(step, span)) / Double(span)
          return Int((Double(start) + Double(end - start) * share).rounded())
        }
        for column in before.column...max(strip.column, before.column) {
          let (from, to) = (height(column - before.column), height(column - before.column + 1))
          canvas.fill(column: column, rows: min(from, to)...max(from, to))
        }
      }
      before = strip
    }
  }
}
