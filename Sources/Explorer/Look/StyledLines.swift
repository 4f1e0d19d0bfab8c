import Lessons
import Screen

/// A row of text in parts that look different.
typealias StyledLine = [(text: String, style: Style)]

/// Breaks text that looks different in parts into rows.
struct StyledLines {
  /// Columns of a row.
  let columns: Int
  /// How code looks in it.
  let code: Style

  /// Text of one style.
  func lines(_ text: String, _ style: Style) -> [StyledLine] {
    wrapped(text, columns: columns).map { [($0, style)] }
  }

  /// Spans broken between words; `lead` stands before the first row, the others begin below its end.
  func lines(_ spans: [RenderedSpan], base: Style, lead: String = "") -> [StyledLine] {
    let indent = String(repeating: " ", count: lead.columns)
    var lines: [StyledLine] = [[(lead, base)]]
    var width = lead.columns
    var isFirst = true
    for (word, style, hasSpace) in words(spans, base) {
      let gap = isFirst || !hasSpace ? "" : " "
      if !isFirst && width + gap.count + word.columns > columns && hasSpace {
        lines.append([(indent, base), (word, style)])
        width = indent.columns + word.columns
      } else {
        lines[lines.count - 1].append((gap + word, style))
        width += gap.count + word.columns
      }
      isFirst = false
    }
    return lines
  }

  /// The words of spans, and whether a space stands before each.
  private func words(
    _ spans: [RenderedSpan], _ base: Style
  ) -> [(word: String, style: Style, hasSpace: Bool)] {
    var words: [(word: String, style: Style, hasSpace: Bool)] = []
    var hasSpace = false
    for span in spans {
      var style = base
      if span.isStrong { style.isBold = true }
      if span.isEmphasized || span.url != nil { style.isUnderlined = true }
      if span.isCode { style.foreground = code.foreground }
      hasSpace = hasSpace || span.text.first == " "
      for word in span.text.split(separator: " ") {
        words.append((String(word), style, hasSpace))
        hasSpace = true
      }
      hasSpace = span.text.last == " "
    }
    return words
  }
}
