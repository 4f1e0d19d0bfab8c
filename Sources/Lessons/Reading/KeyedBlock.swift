/// A fenced block of `key: value` lines.
struct KeyedBlock {
  /// One line of it.
  struct Entry {
    let key: String
    let value: String
    let line: Int
  }

  /// Where it begins.
  let line: Int
  let entries: [Entry]

  /// Reads lines of a block that has these keys, of which some may stand there more than once.
  init(
    line: Int, _ lines: ArraySlice<SourceLine>, keys: [String], repeatable: Set<String> = []
  ) throws(LessonError) {
    self.line = line
    var entries: [Entry] = []
    var seen: [String: Int] = [:]
    for line in lines {
      let text = trimmed(line.text)
      if text.isEmpty || text.hasPrefix("#") { continue }
      guard let colon = text.firstIndex(of: ":") else {
        throw LessonError(line: line.number, "\(quoted(text)): expected key: value")
      }
      let key = trimmed(text[..<colon])
      let value = trimmed(text[text.index(after: colon)...])
      guard keys.contains(key) else {
        throw LessonError(
          line: line.number,
          "key \(quoted(key)): expected one of \(keys.joined(separator: ", "))")
      }
      guard !value.isEmpty else {
        throw LessonError(line: line.number, "\(key): nothing, expected a value behind the colon")
      }
      if let first = seen[key], !repeatable.contains(key) {
        throw LessonError(
          line: line.number, "\(key) \(quoted(value)): expected one such line, line \(first) is it")
      }
      seen[key] = line.number
      entries.append(Entry(key: key, value: value, line: line.number))
    }
    self.entries = entries
  }

  /// All entries with a key, in order.
  func all(_ key: String) -> [Entry] { entries.filter { $0.key == key } }

  /// The entry with a key that is there once at most.
  subscript(key: String) -> Entry? { entries.first { $0.key == key } }
}

extension KeyedBlock.Entry {
  /// What is wrong with the value.
  func error(_ expected: String) -> LessonError {
    LessonError(line: line, "\(key) \(quoted(value)): expected \(expected)")
  }

  /// The value as a whole number in a range.
  func wholeNumber(in range: ClosedRange<Int>) throws(LessonError) -> Int {
    guard let number = Lessons.wholeNumber(value, in: range) else {
      throw error("a whole number in \(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }

  /// A part of the value as an expression of figures that are known.
  func expression(
    _ text: String, _ kind: Expression.Kind, _ scope: LessonScope
  ) throws(LessonError) -> Expression {
    let expression: Expression
    do throws(ExpressionError) {
      expression = try Expression(text, kind)
    } catch {
      throw LessonError(line: line, "\(key) \(error.message)")
    }
    try check(expression, scope)
    return expression
  }

  /// Refuses an expression of figures that are not known.
  func check(_ expression: Expression, _ scope: LessonScope) throws(LessonError) {
    if let objection = scope.objection(to: expression) {
      throw LessonError(line: line, "\(key): \(objection)")
    }
  }

  /// A part of the value as text of one line.
  func text(_ text: String, _ scope: LessonScope) throws(LessonError) -> TextBlock {
    TextBlock(.paragraph, try InlineReader.spans(of: text, line: line, scope: scope))
  }
}
