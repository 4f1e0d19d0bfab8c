extension [Position] {
  /// The line with at most two points in each column of one unit of width: the highest and the lowest,
  /// in the order in which they came. The first and the last point always stay.
  var thinned: [Position] {
    var kept: [Position] = []
    for column in columns(at: \.x) {
      let places = column.indices
      let ends = [
        places.min { column[$0].y < column[$1].y }, places.max { column[$0].y < column[$1].y },
        column.startIndex == startIndex ? startIndex : nil,
        column.endIndex == endIndex ? endIndex - 1 : nil,
      ]
      kept += Set(ends.compactMap { $0 }).sorted().map { column[$0] }
    }
    return kept
  }
}

/// What a band spans at one place.
struct Span: Equatable {
  var x: Double
  var top: Double
  var bottom: Double
}

extension [Span] {
  /// The band with one span in each column of one unit of width, from the highest to the lowest.
  var thinned: [Span] {
    columns(at: \.x).compactMap { column in
      guard let first = column.first else { return nil }
      return column.reduce(into: first) { whole, span in
        whole.top = Swift.min(whole.top, span.top)
        whole.bottom = Swift.max(whole.bottom, span.bottom)
      }
    }
  }
}

extension Array {
  /// Neighbours that stand in the same column of one unit of width.
  fileprivate func columns(at x: (Element) -> Double) -> [ArraySlice<Element>] {
    var columns: [ArraySlice<Element>] = []
    var start = startIndex
    for index in indices.dropFirst()
    where x(self[index]).rounded(.down) != x(self[start]).rounded(.down) {
      columns.append(self[start..<index])
      start = index
    }
    return isEmpty ? [] : columns + [self[start...]]
  }
}
