/// The names of the curves beside samples of their lines, in rows above the plot.
struct Legend {
  /// What stands beside one name.
  struct Entry: Equatable {
    var name: String
    var style: Int
    var hasBand = false
  }

  private static let rowHeight = 18.0
  private static let sampleWidth = 26.0
  private static let mostRows = 4

  private var rows: [[(entry: Entry, x: Double)]] = []
  private var omitted = 0
  private let width: Double

  /// - Parameter width: what a row may take.
  init(_ curves: [Curve], width: Double) {
    self.width = width
    var x = 0.0
    let entries = Self.entries(of: curves)
    for (index, entry) in entries.enumerated() {
      var entry = entry
      entry.name = entry.name.fitting(width - Self.sampleWidth - 6, fontSize: FontSize.text)
      let taken = Self.sampleWidth + 6 + entry.name.width(fontSize: FontSize.text)
      if rows.isEmpty || x + taken > width {
        if rows.count == Self.mostRows {
          omitted = entries.count - index
          break
        }
        rows.append([])
        x = 0
      }
      rows[rows.count - 1].append((entry, x))
      x += taken + 16
    }
    if omitted > 0 { rows.append([]) }
  }

  /// One for each name and style, in the order of the curves.
  static func entries(of curves: [Curve]) -> [Entry] {
    var entries: [Entry] = []
    var places: [String: [Int: Int]] = [:]
    for curve in curves {
      let (name, style) = (curve.name.onOneLine, LineStyle.number(curve.style))
      guard !name.isEmpty else { continue }
      if let place = places[name]?[style] {
        entries[place].hasBand = entries[place].hasBand || curve.kind == .band
      } else {
        places[name, default: [:]][style] = entries.count
        entries.append(Entry(name: name, style: style, hasBand: curve.kind == .band))
      }
    }
    return entries
  }

  var height: Double { Double(rows.count) * Self.rowHeight }

  /// The rows below a place.
  func elements(left: Double, top: Double) -> [Element] {
    let samples = rows.enumerated().flatMap { row, entries in
      let y = top + (Double(row) + 0.5) * Self.rowHeight
      return entries.flatMap { elements($0.entry, at: Position(x: left + $0.x, y: y)) }
    }
    guard omitted > 0 else { return samples }
    return samples + [
      Element(
        words: "and \(omitted) more", at: Position(x: left, y: top + height - 5), ink: .soft,
        size: FontSize.text)
    ]
  }

  private func elements(_ entry: Entry, at start: Position) -> [Element] {
    let end = start.x + Self.sampleWidth
    let band = [
      Position(x: start.x, y: start.y - 5), Position(x: end, y: start.y - 5),
      Position(x: end, y: start.y + 5), Position(x: start.x, y: start.y + 5),
    ]
    return [
      entry.hasBand ? Element(band: [band], style: entry.style) : nil,
      Element(line: [[start, Position(x: end, y: start.y)]], style: entry.style),
      Element(
        markers: [Position(x: start.x + Self.sampleWidth / 2, y: start.y)], style: entry.style),
      Element(
        words: entry.name, at: Position(x: end + 6, y: start.y + 4), ink: .ink, size: FontSize.text),
    ].compactMap { $0 }
  }
}
