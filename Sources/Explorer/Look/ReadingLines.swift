import Screen

/// Parts of a sentence behind one another with commas between them, broken into rows of `columns`.
func joined(_ parts: [String], columns: Int) -> [String] {
  parts.reduce(into: []) { lines, part in
    if let last = lines.last, last.columns + 2 + part.columns <= columns {
      lines[lines.count - 1] = "\(last), \(part)"
    } else {
      lines.append(part)
    }
  }
}
