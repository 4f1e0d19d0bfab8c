extension Report {
  /// The report as one SVG picture on white paper: the title, all charts in a grid with their captions
  /// below them, and under these what else the sections hold.
  public func svg() -> String {
    let poster = Poster(self)
    let about = introduction + charts.map { "\($0.title): \($0.description)" }
    return Element(
      picture: title, description: about.joined(separator: " "), width: poster.width,
      height: poster.height, poster.elements
    ).markup + "\n"
  }
}

/// A report laid out on one sheet, part below part.
private struct Poster {
  private static let margin = 28.0
  private static let chartSize = (width: 480.0, height: 330.0)
  private static let between = 24.0
  private static let lineHeight = 17.0

  private(set) var elements: [Element] = []
  private(set) var width: Double
  private var y = Self.margin

  /// The room between the margins.
  private var room: Double { width - 2 * Self.margin }

  var height: Double { y + Self.margin - 10 }

  init(_ report: Report) {
    // Two charts stand side by side; a table may be wider than these.
    let columns = report.charts.count == 1 ? 1 : 2
    let charts =
      Double(columns) * (Self.chartSize.width + Self.between) - Self.between
      - 2 * ChartPicture.margin
    let tables = report.sections.flatMap(\.items).map { item in
      if case .table(let table) = item { TablePicture(table).width } else { 0.0 }
    }
    width = max(charts, tables.max() ?? 0) + 2 * Self.margin
    add(report.title, size: 20, isBold: true)
    for paragraph in report.introduction { add(paragraph) }
    add(report.charts, columns: columns)
    for section in report.sections { add(section) }
  }

  private mutating func add(_ text: String, size: Double = FontSize.text, isBold: Bool = false) {
    let lines = text.onOneLine.wrapped(isBold ? room / 1.1 : room, fontSize: size)
    guard !lines.isEmpty else { return }
    for line in lines {
      y += size + 5
      elements.append(
        Element(
          words: line, at: Position(x: Self.margin, y: y - 5), ink: .ink, size: size, isBold: isBold
        )
      )
    }
    y += 10
  }

  private mutating func add(_ charts: [Chart], columns: Int) {
    for start in stride(from: 0, to: charts.count, by: columns) {
      let row = charts[start..<min(start + columns, charts.count)]
      for (column, chart) in row.enumerated() {
        let left = Self.margin + Double(column) * (Self.chartSize.width + Self.between)
        // A chart's own margin lies in the sheet's.
        elements += Self.figure(chart, at: Position(x: left - ChartPicture.margin, y: y))
      }
      let lines = row.map { Self.captionLines($0).count }.max() ?? 0
      y += Self.chartSize.height + Double(lines) * Self.lineHeight + Self.between
    }
  }

  /// A chart and its caption below it.
  private static func figure(_ chart: Chart, at corner: Position) -> [Element] {
    let picture = ChartPicture(chart, width: chartSize.width, height: chartSize.height)
    let place = "translate(\(corner.x.coordinate) \(corner.y.coordinate))"
    let first = Position(
      x: corner.x + ChartPicture.margin, y: corner.y + chartSize.height + 10)
    return [Element("g", ["transform": place], picture.elements)]
      + captionLines(chart).enumerated().map { number, line in
        let position = Position(x: first.x, y: first.y + Double(number) * lineHeight)
        return Element(words: line, at: position, ink: .soft, size: FontSize.text)
      }
  }

  private static func captionLines(_ chart: Chart) -> [String] {
    chart.caption.onOneLine.wrapped(
      chartSize.width - 2 * ChartPicture.margin, fontSize: FontSize.text)
  }

  private mutating func add(_ section: Section) {
    // The charts are above.
    guard section.items.count > section.charts.count else { return }
    add(section.heading, size: 15, isBold: true)
    for item in section.items {
      switch item {
      case .paragraph(let text): add(text)
      case .table(let table):
        let picture = TablePicture(table)
        elements += picture.elements(at: Position(x: Self.margin, y: y))
        y += picture.height + Self.between
      case .code(let text): add(code: text)
      case .chart: break
      }
    }
  }

  /// Lines as they are, in letters of one width; longer ones than the sheet is wide are broken.
  private mutating func add(code: String) {
    let room = Int(room / (0.62 * FontSize.text))
    for line in code.inLines.split(separator: "\n", omittingEmptySubsequences: false) {
      var rest = line
      repeat {
        y += Self.lineHeight
        elements.append(Self.code(rest.prefix(room), at: Position(x: Self.margin, y: y - 5)))
        rest = rest.dropFirst(room)
      } while !rest.isEmpty
    }
    y += 10
  }

  private static func code(_ line: Substring, at position: Position) -> Element {
    Element(
      "text",
      [
        "x": position.x.coordinate, "y": position.y.coordinate, "fill": Ink.ink.color,
        "font-family": "DejaVu Sans Mono, Menlo, Consolas, monospace", "xml:space": "preserve",
      ], String(line))
  }
}
