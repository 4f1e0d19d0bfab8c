/// Reads paragraphs and lists.
enum TextBlockReader {
  /// What lines say. Whatever the terminal would show otherwise than GitHub is refused.
  static func blocks(
    of lines: ArraySlice<SourceLine>, scope: LessonScope
  ) throws(LessonError) -> [TextBlock] {
    var blocks: [TextBlock] = []
    var begun: (kind: TextBlock.Kind, lines: [String], number: Int)?
    func finish() throws(LessonError) {
      guard let block = begun else { return }
      begun = nil
      let text = block.lines.joined(separator: "\n")
      blocks.append(
        TextBlock(
          block.kind, try InlineReader.spans(of: text, line: block.number, scope: scope)))
    }
    for line in lines {
      let text = trimmed(line.text)
      if text.isEmpty {
        try finish()
        continue
      }
      if let expectation = expectation(of: line.text, begins: begun == nil) {
        throw LessonError(line: line.number, "\(quoted(text)): expected \(expectation)")
      }
      if text.hasPrefix("- ") {
        try finish()
        begun = (.item, [trimmed(String(text.dropFirst(2)))], line.number)
      } else if begun != nil {
        begun?.lines.append(text)
      } else {
        begun = (.paragraph, [text], line.number)
      }
    }
    try finish()
    return blocks
  }

  /// What is expected in place of a line that is neither of a paragraph nor of a list.
  private static func expectation(of line: String, begins: Bool) -> String? {
    let text = trimmed(line)
    let indent = line.prefix { $0 == " " || $0 == "\t" }
    if text.hasPrefix("#") { return "a step's heading, ## and its title, or text" }
    if text.hasPrefix("```") || text.hasPrefix("~~~") { return "text, a block follows a heading" }
    if text.hasPrefix(">") { return "text without quotations" }
    // The line below a table's heading makes it one.
    if text.contains("|"), text.contains("-"), text.allSatisfy({ "|-: ".contains($0) }) {
      return "text without tables"
    }
    if text.hasPrefix("* ") || text.hasPrefix("+ ") { return "- before an item of a list" }
    if text.hasPrefix("- "), indent.count >= 2 || indent.contains("\t") {
      return "a list of one level, its items not indented"
    }
    if text.allSatisfy({ $0 == "=" }) || text.allSatisfy({ $0 == "-" }) {
      return "text, or one line --- with an empty line before it between before and after"
    }
    if text.hasPrefix("<"), text.dropFirst().first.map(beginsTag) ?? false {
      return "text without HTML, [text](address) for a link"
    }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let behind = text.dropFirst(digits.count)
    if begins || digits == "1", !digits.isEmpty, behind.hasPrefix(". ") || behind.hasPrefix(") ") {
      return "- before an item of a list, or \(digits)\\\(behind.prefix(1)) for a number in a text"
    }
    if begins, indent.count >= 4 || indent.contains("\t") { return "text that is not indented" }
    return nil
  }
}

/// Whether a `<` before it would begin HTML.
func beginsTag(_ character: Character) -> Bool { character.isLetter || "/!?".contains(character) }

/// A line of a file, counted from 1.
struct SourceLine {
  let number: Int
  let text: String
}

/// Without blanks at both ends.
func trimmed(_ text: Substring) -> String {
  func isBlank(_ byte: UInt8) -> Bool { Unicode.Scalar(byte).isBlank }
  let bytes = text.utf8
  guard let first = bytes.firstIndex(where: { !isBlank($0) }),
    let last = bytes.lastIndex(where: { !isBlank($0) })
  else { return "" }
  return String(text[first..<bytes.index(after: last)])
}

/// Without blanks at both ends.
func trimmed(_ text: String) -> String { trimmed(text[...]) }
