import Foundation
import Screen
import Testing

extension Grid {
  /// The characters, a line for each row.
  var lines: [String] {
    (0..<size.rows).map { row in String(self.row(row).map(\.character)) }
  }
}

private func grid(_ rows: Int, _ columns: Int) -> (Grid, Area) {
  let size = Grid.Size(rows: rows, columns: columns)
  return (Grid(size: size), Area(size))
}

private let ascii = Display(colorDepth: .monochrome, glyphs: .ascii)

struct TextTests {
  @Test func textIsCutAtTheEdgeAndOutsideNothingIsWritten() {
    var (grid, area) = grid(2, 5)
    #expect(grid.write("abcdef", in: area.inset(left: 1)) == 4)
    #expect(grid.write("x", in: area, row: 2) == 0)
    #expect(grid.write("x", in: area, row: -1) == 0)
    #expect(grid.lines == [" abcd", "     "])
  }

  @Test func aFrameLeavesItsInside() {
    var (grid, area) = grid(3, 9)
    #expect(
      grid.frame(area, title: "ab", display: ascii) == Area(row: 1, column: 1, rows: 1, columns: 7))
    #expect(grid.lines == ["+- ab --+", "|       |", "+-------+"])
  }

  @Test(arguments: 0...3, 0...3)
  func tinyFramesDoNotTrap(rows: Int, columns: Int) {
    var (grid, area) = grid(rows, columns)
    let inside = grid.frame(area, title: "title", display: Display())
    #expect(inside.rows <= rows && inside.columns <= columns)
  }
}

struct HeatMapTests {
  @Test func sharesBecomeDenserCharactersWithoutColors() {
    var (grid, area) = grid(2, 6)
    HeatMap(shares: [[0, 0.5, 1], [nil, .nan, 2]], cellWidth: 2).draw(
      in: area, of: &grid, display: ascii)
    #expect(grid.lines == ["..++@@", "  !!@@"])
  }

  @Test func sharesBecomeColors() {
    var (grid, area) = grid(1, 3)
    HeatMap(shares: [[0, 1, nil]]).draw(in: area, of: &grid, display: Display())
    #expect(grid[0, 0].style.background == .rgb(95, 0, 95))
    #expect(grid[0, 1].style.background == .rgb(255, 215, 0))
    #expect(grid[0, 2] == Cell())
  }

  @Test func theCursorCanBeSeenInEveryDisplay() {
    for display in [Display(), Display(colorDepth: .sixteen), ascii] {
      var (grid, area) = grid(1, 4)
      HeatMap(shares: [[0.2, 0.2]], cellWidth: 2, cursor: (0, 1)).draw(
        in: area, of: &grid, display: display)
      #expect(grid[0, 2].character == (display.hasUnicode ? "◆" : "X"))
      #expect(grid[0, 0].character != grid[0, 2].character)
    }
  }

  /// Lightness must grow all along the scale, or colour-blind viewers and grey prints lose it.
  @Test func theScaleGrowsLighter() {
    for (depth, count) in [(ColorDepth.palette, 9), (.trueColor, 30)] {
      let colors = (0..<count).map {
        ColorScale.viridis.color(Double($0) / Double(count - 1), depth: depth)
      }
      #expect(Set(colors).count == count)
      #expect(zip(colors, colors.dropFirst()).allSatisfy { lightness($0) < lightness($1) })
    }
  }

  @Test func aReversedScaleBeginsWhereTheOtherEnds() {
    let (scale, reversed) = (ColorScale.viridis, ColorScale.viridis.reversed)
    #expect(scale.color(1, depth: .trueColor) == reversed.color(0, depth: .trueColor))
    #expect(scale.color(0, depth: .palette) == reversed.color(1, depth: .palette))
    #expect(scale != reversed && scale == reversed.reversed)
  }

  /// Less and more are told apart without colours too.
  @Test func differencesHaveSignsOfTheirOwn() {
    let display = Display(colorDepth: .monochrome)
    let signs = [0, 0.5, 1].map { ColorScale.blueOrange.cell($0, display: display).character }
    #expect(signs == ["▼", "·", "▲"])
  }

  /// Luminance of a colour of sRGB (IEC 61966-2-1), which lightness grows with.
  private func lightness(_ color: Color) -> Double {
    guard case .rgb(let red, let green, let blue) = color else { return -1 }
    func linear(_ value: UInt8) -> Double {
      let share = Double(value) / 255
      return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}

struct LineChartTests {
  private func points(_ values: [Double]) -> [LineChart.Point] {
    values.enumerated().map {
      .init(
        position: Double($0.offset), minimum: $0.element, mean: $0.element, maximum: $0.element)
    }
  }

  private func draw(_ chart: LineChart, _ display: Display, rows: Int, columns: Int) -> [String] {
    var (grid, area) = grid(rows, columns)
    chart.draw(in: area, of: &grid, display: display)
    return grid.lines
  }

  @Test func aFallingLine() {
    let chart = LineChart(
      curves: [.init(points: points([3, 2, 1, 0]), style: Style(), asciiMark: "*")], extent: 0...4,
      range: 0...3)
    #expect(draw(chart, ascii, rows: 4, columns: 4) == ["*   ", "**  ", " ** ", "  **"])
    #expect(draw(chart, Display(glyphs: .blocks), rows: 2, columns: 2) == ["▙ ", "▝▙"])
    #expect(draw(chart, Display(), rows: 1, columns: 2) == ["⠳⣄"])
  }

  /// A spike of one step among many stays visible: each column shows its least and greatest value.
  @Test func extremesSurvive() {
    let flat = LineChart.Point(position: 0, minimum: 0, mean: 0.1, maximum: 3)
    let chart = LineChart(
      curves: [.init(points: [flat], style: Style(), asciiMark: "*")], extent: 0...4, range: 0...3)
    #expect(draw(chart, ascii, rows: 4, columns: 4).allSatisfy { $0.hasPrefix("*") })
  }

  @Test func aNumberThatIsNotFiniteBreaksTheLine() {
    let whole = LineChart(
      curves: [.init(points: points([1, 1, 1, 1]), style: Style(), asciiMark: "*")], extent: 0...4,
      range: 0...3)
    let broken = LineChart(
      curves: [.init(points: points([1, .nan, .nan, 1]), style: Style(), asciiMark: "*")],
      extent: 0...4, range: 0...3)
    #expect(draw(whole, ascii, rows: 4, columns: 4)[2] == "****")
    #expect(draw(broken, ascii, rows: 4, columns: 4)[2] == "*  *")
  }

  @Test func marksAndSigns() {
    var chart = LineChart(curves: [], extent: 0...4, range: 0...1)
    chart.marks = [(1, "v", Style()), (5, "!", Style())]
    chart.signs = [(3, 0, "o", Style()), (-1, 0, "?", Style())]
    #expect(draw(chart, ascii, rows: 3, columns: 4) == [" v  ", " :  ", " : o"])
  }

  @Test(arguments: 0...3, 0...3)
  func tinyChartsDoNotTrap(rows: Int, columns: Int) {
    var chart = LineChart(
      curves: [.init(points: points([1, .infinity, -4, 1e300]), style: Style(), asciiMark: "*")],
      extent: 0...0, range: 0...0)
    chart.cursor = 1e9
    let lines = draw(chart, Display(), rows: rows, columns: columns)
    #expect(lines.count == rows && lines.allSatisfy { $0.count == columns })
  }
}
