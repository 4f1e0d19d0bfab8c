/// What is to be read of some runs: words, tables and charts, as plain values.
///
/// It becomes a file by ``html()``, ``markdown(chartFile:)`` or ``svg()``. Each of them holds all that
/// is needed to show it: no scripts, no fonts, nothing from elsewhere.
public struct Report: Sendable, Equatable {
  /// What it is about, in one line.
  public var title: String
  /// Paragraphs before the first section.
  public var introduction: [String]
  /// What follows, in the order of reading.
  public var sections: [Section]

  /// A report of sections.
  public init(title: String, introduction: [String] = [], sections: [Section]) {
    self.title = title
    self.introduction = introduction
    self.sections = sections
  }

  /// All charts in the order of reading.
  public var charts: [Chart] { sections.flatMap(\.charts) }
}

/// Items under a heading.
public struct Section: Sendable, Equatable {
  /// What the items have in common; none where it is empty.
  public var heading: String
  /// Words, tables and charts in the order of reading.
  public var items: [Item]

  /// A section of items.
  public init(heading: String, items: [Item]) {
    self.heading = heading
    self.items = items
  }

  /// The section's charts in the order of reading.
  public var charts: [Chart] {
    items.compactMap { item in
      if case .chart(let chart) = item { chart } else { nil }
    }
  }
}

/// A part of a section.
public enum Item: Sendable, Equatable {
  /// Words that are set as lines as wide as the page.
  case paragraph(String)
  /// Rows of words and numbers.
  case table(Table)
  /// Curves over an axis. Charts in a row stand side by side where there is room.
  case chart(Chart)
  /// Lines that are shown as they are: a command, settings.
  case code(String)
}
