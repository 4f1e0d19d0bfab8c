/// Text cut to so many columns, with a sign where something is missing.
func clipped(_ text: String, columns: Int) -> String {
  text.count <= columns ? text : text.prefix(max(columns - 1, 0)) + "…"
}

/// Text broken between words into lines of so many columns; a longer word has a line of its own.
func wrapped(_ text: String, columns: Int) -> [String] {
  var lines: [String] = []
  for word in text.split(separator: " ") {
    if let last = lines.last, last.count + word.count < columns {
      lines[lines.count - 1] = last + " " + word
    } else {
      lines.append(String(word))
    }
  }
  return lines
}
