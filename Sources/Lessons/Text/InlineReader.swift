/// Reads what a paragraph, an item or a question says. Each character is looked at a fixed number of
/// times, whatever the text is.
struct InlineReader {
  /// Most levels of emphasis within emphasis; stars of more are text.
  static let deepest = 4
  /// Most characters of an address.
  static let longestAddress = 2000

  private let scalars: [Unicode.Scalar]
  private let firstLine: Int
  private let scope: LessonScope
  private var position: Int
  private let end: Int
  private let isLinkText: Bool
  /// Emphasis that is open, outermost first; the first is the text itself.
  private var open = [Emphasis(stars: 0)]
  private var plain = String.UnicodeScalarView()
  /// Whether a backtick is still to come: none is sought twice where there is none.
  private var mayCloseCode = true

  /// Emphasis whose end has not come yet.
  private struct Emphasis {
    var stars: Int
    var spans: [TextSpan] = []
  }

  /// What `text` says, which begins in a line of the file and may go over several.
  static func spans(
    of text: String, line: Int, scope: LessonScope
  ) throws(LessonError) -> [TextSpan] {
    let scalars = Array(text.unicodeScalars)
    var reader = InlineReader(
      scalars, 0..<scalars.count, firstLine: line, scope: scope, isLinkText: false)
    return try reader.spans()
  }

  private init(
    _ scalars: [Unicode.Scalar], _ range: Range<Int>, firstLine: Int, scope: LessonScope,
    isLinkText: Bool
  ) {
    self.scalars = scalars
    self.firstLine = firstLine
    self.scope = scope
    self.isLinkText = isLinkText
    position = range.lowerBound
    end = range.upperBound
  }

  private mutating func spans() throws(LessonError) -> [TextSpan] {
    while position < end {
      let scalar = scalars[position]
      switch scalar {
      case "\\" where position + 1 < end && scalars[position + 1].isPunctuation:
        plain.append(scalars[position + 1])
        position += 2
      case "`": readCode()
      case "*": readStars()
      case "{": try readFigure()
      case "}": throw error("expected a { before it, or \\} for the character itself")
      case "!" where position + 1 < end && scalars[position + 1] == "[":
        throw error("expected no picture, a terminal shows none")
      case "[" where !isLinkText:
        if try !readLink() { takePlain() }
      default: takePlain()
      }
    }
    while open.count > 1 { giveUpEmphasis() }
    flush()
    return open[0].spans
  }

  private mutating func takePlain() {
    let scalar = scalars[position]
    position += 1
    // Ends of lines and rows of blanks are one blank.
    if !scalar.isBlank {
      plain.append(scalar)
    } else if plain.last != " " {
      plain.append(" ")
    }
  }

  /// One by one: a row of scalars costs as much as all that is there already.
  private mutating func takePlain(_ scalar: Unicode.Scalar, count: Int) {
    for _ in 0..<count { plain.append(scalar) }
  }

  private mutating func flush() {
    if !plain.isEmpty { add(.plain(String(plain))) }
    plain.removeAll()
  }

  private mutating func add(_ span: TextSpan) {
    let inner = open.count - 1
    // What stars that were none have left apart becomes one text again.
    if case .plain(let text) = span, case .plain(let before)? = open[inner].spans.last {
      open[inner].spans.removeLast()
      open[inner].spans.append(.plain(before + text))
    } else {
      open[inner].spans.append(span)
    }
  }

  // MARK: Code, figures, links

  private mutating func readCode() {
    guard mayCloseCode,
      let close = scalars[position + 1..<end].firstIndex(of: "`")
    else {
      mayCloseCode = false
      return takePlain()
    }
    let code = scalars[position + 1..<close].map { $0 == "\n" ? " " : $0 }
    if code.isEmpty {
      takePlain("`", count: 2)
    } else {
      flush()
      add(.code(string(code[...])))
    }
    position = close + 1
  }

  private mutating func readFigure() throws(LessonError) {
    var index = position + 1
    var colon: Int?
    var isQuoted = false
    while index < end, isQuoted || scalars[index] != "}" && scalars[index] != "{" {
      if scalars[index] == "\"" { isQuoted.toggle() }
      if scalars[index] == ":", !isQuoted { colon = index }
      index += 1
    }
    guard index < end, scalars[index] == "}" else {
      throw error("expected a closing }, or \\{ for the character itself")
    }
    let text = string(scalars[position + 1..<(colon ?? index)])
    var format = FigureFormat.readable
    if let colon {
      let written = string(scalars[colon + 1..<index])
      guard let known = FigureFormat(written) else {
        throw LessonError(
          line: line,
          "format \(quoted(written)): expected 0…\(FigureFormat.mostDecimals), % or %1")
      }
      format = known
    }
    let expression: Expression
    do throws(ExpressionError) {
      expression = try Expression(text, .number)
    } catch {
      throw LessonError(line: line, error.message)
    }
    if let objection = scope.objection(to: expression) {
      throw LessonError(line: line, objection)
    }
    flush()
    add(.figure(expression, format))
    position = index + 1
  }

  /// Reads a link; `false` where the bracket begins none.
  private mutating func readLink() throws(LessonError) -> Bool {
    let start = position + 1
    // No bracket within the brackets: so no part of the text is gone through for two of them.
    guard let close = scalars[start..<end].firstIndex(where: { $0 == "]" || $0 == "[" }),
      scalars[close] == "]", close > start, close + 1 < end, scalars[close + 1] == "("
    else { return false }
    var index = close + 2
    var parentheses = 0
    let limit = min(end, index + Self.longestAddress)
    while index < limit, !scalars[index].isBlank, scalars[index] != ")" || parentheses > 0 {
      if scalars[index] == "(" { parentheses += 1 }
      if scalars[index] == ")" { parentheses -= 1 }
      index += 1
    }
    guard index < limit, scalars[index] == ")", index > close + 2 else { return false }
    var inner = InlineReader(
      scalars, start..<close, firstLine: firstLine, scope: scope, isLinkText: true)
    let text = try inner.spans()
    flush()
    add(.link(text, url: string(scalars[close + 2..<index])))
    position = index + 1
    return true
  }

  // MARK: Emphasis

  private mutating func readStars() {
    let start = position
    while position < end, scalars[position] == "*" { position += 1 }
    var count = position - start
    let opens = position < end && !scalars[position].isBlank
    let closes = start > 0 && !scalars[start - 1].isBlank
    // More than three are no emphasis.
    let isEmphasis = count <= 3
    while isEmphasis, closes, count > 0, open.count > 1 {
      // Nothing in between is nothing to emphasise.
      if plain.isEmpty, open[open.count - 1].spans.isEmpty { break }
      flush()
      let stars = min(count, 2, open[open.count - 1].stars)
      let spans = open[open.count - 1].spans
      let emphasis: TextSpan = stars == 2 ? .strong(spans) : .emphasis(spans)
      open[open.count - 1].stars -= stars
      open[open.count - 1].spans = []
      if open[open.count - 1].stars == 0 { open.removeLast() }
      add(emphasis)
      count -= stars
    }
    if count == 0 { return }
    if isEmphasis, opens, open.count <= Self.deepest {
      flush()
      open.append(Emphasis(stars: count))
    } else {
      takePlain("*", count: count)
    }
  }

  /// Takes the innermost open stars for text.
  private mutating func giveUpEmphasis() {
    flush()
    let emphasis = open.removeLast()
    add(.plain(String(repeating: "*", count: emphasis.stars)))
    for span in emphasis.spans { add(span) }
  }

  // MARK: Errors

  /// The line of the file that is being read.
  private var line: Int {
    firstLine + scalars[..<position].count { $0 == "\n" }
  }

  private func error(_ message: String) -> LessonError {
    let rest = string(scalars[position..<min(end, position + 80)].prefix { $0 != "\n" })
    return LessonError(line: line, "\(quoted(rest)): \(message)")
  }
}

extension Unicode.Scalar {
  /// Of ASCII: what a backslash may stand before.
  fileprivate var isPunctuation: Bool {
    isASCII && value > 32 && value < 127 && !isDigit && (self == "_" || !isLetter)
  }
}
