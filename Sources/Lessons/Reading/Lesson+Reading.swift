extension Lesson {
  /// Reads a lesson's file and checks everything that can be without a run.
  public init(name: String, text: String) throws(LessonError) {
    let lines = try Self.lines(of: text)
    var reader = LessonReader(lines)
    self.name = name
    title = try reader.heading("#")
    let block = try reader.block("lesson", keys: ["number", "minutes", "summary"])
    number = try Self.entry("number", of: block).wholeNumber(in: 1...999)
    minutes = try Self.entry("minutes", of: block).wholeNumber(in: 1...60)
    summary = try Self.entry("summary", of: block).value
    var scope = LessonScope()
    introduction = try TextBlockReader.blocks(of: reader.textToNextStep(), scope: scope)
    var steps: [LessonStep] = []
    while !reader.isAtEnd {
      guard steps.count < Self.mostSteps else {
        throw LessonError(
          line: reader.line, "step \(steps.count + 1): expected at most \(Self.mostSteps)")
      }
      let title = try reader.heading("##")
      let block = try reader.block(
        "step", keys: StepReader.keys, repeatable: StepReader.repeatable)
      steps.append(
        try StepReader.step(title, block, text: reader.textToNextStep(), scope: &scope))
    }
    guard !steps.isEmpty else {
      throw LessonError(line: lines.count, "no step: expected ## and a step's title")
    }
    self.steps = steps
  }

  private static func entry(
    _ key: String, of block: KeyedBlock
  ) throws(LessonError) -> KeyedBlock.Entry {
    guard let entry = block[key] else {
      throw LessonError(line: block.line, "block lesson without \(key): expected a line \(key):")
    }
    return entry
  }

  /// The file's lines, if they can do no harm on a terminal.
  private static func lines(of text: String) throws(LessonError) -> [SourceLine] {
    let size = text.utf8.count
    guard size <= largestFile else {
      throw LessonError(line: 1, "\(size) bytes, expected at most \(largestFile)")
    }
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var result: [SourceLine] = []
    for (index, line) in lines.enumerated() {
      var scalars = Substring(line).unicodeScalars
      if scalars.last == "\r" { scalars.removeLast() }
      // A byte order mark.
      if index == 0, scalars.first == "\u{FEFF}" { scalars.removeFirst() }
      if let harmful = scalars.first(where: { $0.isHarmful }) {
        let digits = String(harmful.value, radix: 16, uppercase: true)
        let padding = String(repeating: "0", count: max(0, 4 - digits.count))
        throw LessonError(
          line: index + 1, "character U+\(padding)\(digits): expected no control characters")
      }
      result.append(SourceLine(number: index + 1, text: String(scalars)))
    }
    return result
  }
}

extension Unicode.Scalar {
  /// Whether it could steer a terminal, or the direction of the text beside it.
  fileprivate var isHarmful: Bool {
    switch value {
    case 9: false
    case 0..<32, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}

/// Goes through a lesson's lines.
struct LessonReader {
  private let lines: [SourceLine]
  private var position = 0

  init(_ lines: [SourceLine]) { self.lines = lines }

  /// Whether nothing but empty lines follows.
  var isAtEnd: Bool { lines[position...].allSatisfy { trimmed($0.text).isEmpty } }

  /// Number of the next line.
  var line: Int { next.number }

  /// The title behind so many `#`.
  mutating func heading(_ mark: String) throws(LessonError) -> String {
    skipEmptyLines()
    let line = next
    guard Self.isHeading(line.text, mark) else { throw missing("\(mark) and a title", at: line) }
    let title = trimmed(line.text.dropFirst(mark.count))
    guard !title.isEmpty else { throw missing("a title behind \(mark)", at: line) }
    position += 1
    return title
  }

  /// The fenced block that follows.
  mutating func block(
    _ name: String, keys: [String], repeatable: Set<String> = []
  ) throws(LessonError) -> KeyedBlock {
    skipEmptyLines()
    let opening = next
    guard trimmed(opening.text) == "```\(name)" else {
      throw missing("a block that begins with ```\(name)", at: opening)
    }
    let first = position + 1
    guard let close = lines[first...].firstIndex(where: { trimmed($0.text).hasPrefix("```") })
    else { throw missing("``` at the block's end", at: opening) }
    guard trimmed(lines[close].text) == "```" else {
      throw missing("``` at the block's end", at: lines[close])
    }
    position = close + 1
    return try KeyedBlock(
      line: opening.number, lines[first..<close], keys: keys, repeatable: repeatable)
  }

  /// The lines up to the next step's heading, or the file's end.
  mutating func textToNextStep() -> ArraySlice<SourceLine> {
    let end = lines[position...].firstIndex { Self.isHeading($0.text, "##") } ?? lines.count
    defer { position = end }
    return lines[position..<end]
  }

  private static func isHeading(_ text: String, _ mark: String) -> Bool {
    text.hasPrefix(mark + " ") || text == mark
  }

  /// The next line; an empty one at the end.
  private var next: SourceLine {
    position < lines.count ? lines[position] : SourceLine(number: max(lines.count, 1), text: "")
  }

  private mutating func skipEmptyLines() {
    while position < lines.count, trimmed(lines[position].text).isEmpty { position += 1 }
  }

  private func missing(_ expected: String, at line: SourceLine) -> LessonError {
    let found = position < lines.count ? quoted(line.text) : "the file's end"
    return LessonError(line: line.number, "\(found): expected \(expected)")
  }
}
