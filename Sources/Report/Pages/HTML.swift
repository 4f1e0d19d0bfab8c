extension Report {
  /// The report as one HTML page, light or dark as the reader's system is, for wide windows and for
  /// telephones. Its markup is XML too.
  public func html() -> String {
    let head = Element(
      "head",
      [
        Element("meta", ["charset": "utf-8"]),
        Element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        Element("meta", ["name": "color-scheme", "content": "light dark"]),
        // Nothing may be loaded, whatever a text contains.
        Element(
          "meta",
          [
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; style-src 'unsafe-inline'",
          ]),
        Element("title", title.onOneLine),
        Element("style", StyleSheet.text),
      ])
    let header = [Element("h1", title.onOneLine)] + introduction.map { Element("p", $0.onOneLine) }
    let main = Element("main", [Element("header", header)] + sections.map(\.element))
    let page = Element("html", ["lang": "en"], [head, Element("body", [main])])
    return "<!DOCTYPE html>\n" + page.markup + "\n"
  }
}

extension Section {
  fileprivate var element: Element {
    let heading = heading.onOneLine
    return Element(
      "section", (heading.isEmpty ? [] : [Element("h2", heading)]) + items.map(\.element))
  }
}

extension Item {
  fileprivate var element: Element {
    switch self {
    case .paragraph(let text): Element("p", text.onOneLine)
    case .table(let table): table.element
    case .chart(let chart): chart.figure
    case .code(let text): Element("pre", ["tabindex": "0"], [Element("code", text.inLines)])
    }
  }
}

extension Chart {
  /// The picture is small, so that its letters are large enough on a telephone; elsewhere it grows.
  fileprivate var figure: Element {
    let caption = caption.onOneLine
    return Element(
      "figure",
      [element(width: 420, height: 300)]
        + (caption.isEmpty ? [] : [Element("figcaption", caption)]))
  }
}

extension Table {
  /// The table in a frame that can be scrolled, by keys too, where it is wider than the window.
  fileprivate var element: Element {
    let caption = caption.onOneLine
    let heads = columns.map { column in
      Element("th", ["scope": "col", "class": className(column)], head(column).onOneLine)
    }
    let body = rows.indices.map { row in
      Element("tr", columns.map { cell(row, $0, isHead: $0 == 0 && isText(0)) })
    }
    let table = Element(
      "table",
      (caption.isEmpty ? [] : [Element("caption", caption)]) + [
        Element("thead", [Element("tr", heads)]), Element("tbody", body),
      ])
    return Element(
      "div",
      [
        "class": "wide", "tabindex": "0", "role": "region",
        "aria-label": caption.isEmpty ? "Table" : caption,
      ], [table])
  }

  /// The first of the columns of words says what its row is about.
  private func cell(_ row: Int, _ column: Int, isHead: Bool) -> Element {
    Element(
      isHead ? "th" : "td", ["scope": isHead ? "row" : nil, "class": className(column)],
      cell(row, column).onOneLine)
  }

  private func className(_ column: Int) -> String? { isText(column) ? nil : "number" }
}
