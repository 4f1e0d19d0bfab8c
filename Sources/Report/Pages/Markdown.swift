extension Report {
  /// The report as Markdown, as CommonMark and GitHub read it.
  ///
  /// GitHub shows neither `<svg>` nor pictures within addresses (`data:`), and many viewers do as it
  /// does, so the charts are files beside the page: the caller writes ``Chart/svg(width:height:)`` of
  /// each of ``charts``, under the name that it returns here. GitHub, GitLab, editors and Pandoc all
  /// show SVG files that a page refers to.
  ///
  /// - Parameter chartFile: the path of a chart's file, relative to the page's, for the chart's place in
  ///   ``charts``, from 0.
  public func markdown(chartFile: (Int) -> String) -> String {
    var parts = [heading(title, level: 1)] + introduction.map(\.escapedForMarkdown)
    var number = 0
    for section in sections {
      parts.append(heading(section.heading, level: 2))
      for item in section.items {
        switch item {
        case .paragraph(let text): parts.append(text.escapedForMarkdown)
        case .table(let table): parts += [table.caption.escapedForMarkdown, table.markdown]
        case .chart(let chart):
          parts += [chart.markdown(file: chartFile(number)), chart.caption.escapedForMarkdown]
          number += 1
        case .code(let text): parts.append(fenced(text))
        }
      }
    }
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private func heading(_ text: String, level: Int) -> String {
    let text = text.escapedForMarkdown
    return text.isEmpty ? "" : String(repeating: "#", count: level) + " " + text
  }

  /// The text between fences that are longer than any in it.
  private func fenced(_ text: String) -> String {
    let text = text.inLines
    var (longest, length) = (0, 0)
    for character in text {
      length = character == "`" ? length + 1 : 0
      longest = max(longest, length)
    }
    let fence = String(repeating: "`", count: max(longest + 1, 3))
    return "\(fence)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)"
  }
}

extension Chart {
  fileprivate func markdown(file: String) -> String {
    "![\(title.escapedForMarkdown)](\(file.escapedForAddress))"
  }
}

extension Table {
  fileprivate var markdown: String {
    guard !columns.isEmpty else { return "" }
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let rule = columns.map { isText($0) ? ":--" : "--:" }
    let body = rows.indices.map { row in columns.map { cell(row, $0).escapedForMarkdown } }
    return ([columns.map { head($0).escapedForMarkdown }, rule] + body).map(line)
      .joined(separator: "\n")
  }
}

extension String {
  /// A path as an address that refers to it: letters, digits and `/-._~` stay, the others are written as
  /// bytes, `%20`.
  fileprivate var escapedForAddress: String {
    utf8.reduce(into: "") { address, byte in
      let character = Character(Unicode.Scalar(byte))
      if byte < 0x80, character.isLetter || character.isNumber || "/-._~".contains(character) {
        address.append(character)
      } else {
        address += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
      }
    }
  }
}
