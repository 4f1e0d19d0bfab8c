import Screen

/// Text cut to so many columns, with a sign where something is missing.
func clipped(_ text: String, columns: Int) -> String {
  text.columns <= columns ? text : text.prefix(columns: columns - 1) + "…"
}

/// Text broken between words into lines of so many columns; a longer word has a line of its own.
func wrapped(_ text: String, columns: Int) -> [String] {
  var lines: [String] = []
  for word in text.split(separator: " ") {
    if let last = lines.last, last.columns + String(word).columns < columns {
      lines[lines.count - 1] = last + " " + word
    } else {
      lines.append(String(word))
    }
  }
  return lines
}
