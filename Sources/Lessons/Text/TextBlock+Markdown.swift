extension TextBlock {
  /// The block as Markdown in one line, with figures filled in.
  public func markdown(_ figures: (FigureReference) -> Double?) -> String {
    let text = spans.map { $0.markdown(figures) }.joined()
    return kind == .item ? "- \(text)" : escapedStart(text)
  }
}

extension TextSpan {
  fileprivate func markdown(_ figures: (FigureReference) -> Double?) -> String {
    func joined(_ spans: [TextSpan]) -> String { spans.map { $0.markdown(figures) }.joined() }
    return switch self {
    case .plain(let text): escaped(text)
    case .emphasis(let spans): "*\(joined(spans))*"
    case .strong(let spans): "**\(joined(spans))**"
    case .code(let text): codeMarkdown(text)
    case .link(let spans, let url): "[\(joined(spans))](\(url))"
    case .figure(let expression, let format): escaped(format.text(of: expression, figures))
    }
  }
}

/// Text with a backslash before what Markdown would take for more than text.
func escaped(_ text: String) -> String {
  var result = ""
  var rest = text[...]
  while let character = rest.popFirst() {
    switch character {
    case "\\", "`", "*", "[", "]", "|": result += "\\\(character)"
    case "<" where rest.first.map(beginsTag) ?? false: result += "\\<"
    default: result.append(character)
    }
  }
  return result
}

/// Text that no longer begins as a heading, a quotation or an item of a list does.
func escapedStart(_ text: String) -> String {
  let digits = text.prefix { $0.isNumber }
  let behind = text.dropFirst(digits.count)
  let isMark = behind.hasPrefix(".") || behind.hasPrefix(")")
  // A number with decimals is no item.
  if !digits.isEmpty, isMark, behind.dropFirst().first?.isWhitespace ?? true {
    return digits + "\\" + behind
  }
  return ["#", ">", "+ ", "- ", "--", "==", "~~~"].contains(where: text.hasPrefix)
    ? "\\" + text : text
}

/// Text as code, in as many backticks as it needs.
func codeMarkdown(_ text: String) -> String {
  guard text.contains("`") else { return "`\(text)`" }
  var longest = 0
  var length = 0
  for character in text {
    length = character == "`" ? length + 1 : 0
    longest = max(longest, length)
  }
  let fence = String(repeating: "`", count: longest + 1)
  return "\(fence) \(text) \(fence)"
}
