/// Reads a step from its block and its text.
enum StepReader {
  static let keys = [
    "options", "network", "do", "run", "press", "evaluate", "show", "select", "layer", "figure",
    "ask", "choice", "number", "claim", "source",
  ]
  static let repeatable: Set = ["network", "do", "figure", "choice", "claim", "source"]
  /// Keys that say something to a run or about one.
  private static let needingRun = ["do", "run", "press", "evaluate", "show", "select", "layer"]

  /// Reads a step, and adds to `scope` what it defines.
  static func step(
    _ title: String, _ block: KeyedBlock, text: ArraySlice<SourceLine>, scope: inout LessonScope
  ) throws(LessonError) -> LessonStep {
    let networks = try NetworkLines.networks(block, scope: &scope)
    if scope.running.isEmpty,
      let entry = block.entries.first(where: { needingRun.contains($0.key) })
    {
      throw entry.error("a network: line in this step or one before it")
    }
    let options = try NetworkLines.options(block, beginsRun: !networks.isEmpty)
    let commands = try NetworkLines.commands(block, scope: scope)
    let run = try block["run"]?.wholeNumber(in: 1...100_000) ?? 0
    if let evaluate = block["evaluate"], evaluate.value != "yes" { throw evaluate.error("yes") }
    let isComparison = scope.running.count > 1
    let pane = try pane(block, isComparison: isComparison)
    if let select = block["select"], !scope.running.contains(select.value) {
      throw select.error(listed(scope.running))
    }

    // What is said before is said before anything is measured.
    var before = scope
    let figures = try figures(block, scope: &scope)
    let figuresBefore = before.add(figures, before: Doing(block))
    let (textBefore, textAfter) = try parts(of: text)
    return LessonStep(
      title: title, options: options, networks: networks, commands: commands, run: run,
      keys: block["press"]?.value.split { $0 == " " || $0 == "\t" }.map(String.init) ?? [],
      evaluates: block["evaluate"] != nil, pane: pane, select: block["select"]?.value,
      layer: try layer(block), figures: figures,
      figuresBefore: figuresBefore,
      question: try QuestionLines.question(block, before: before, after: scope),
      claims: try claims(block, scope: scope), sources: block.all("source").map(\.value),
      before: try TextBlockReader.blocks(of: textBefore, scope: before),
      after: try TextBlockReader.blocks(of: textAfter, scope: scope))
  }

  private static func pane(
    _ block: KeyedBlock, isComparison: Bool
  ) throws(LessonError) -> LessonPane? {
    guard let entry = block["show"] else { return nil }
    let panes = LessonPane.allCases.filter { isComparison || !$0.isOfComparison }
    guard let pane = panes.first(where: { $0.rawValue == entry.value }) else {
      let names = panes.map(\.rawValue).joined(separator: ", ")
      throw entry.error("one of \(names)\(isComparison ? "" : " in a run of one network")")
    }
    return pane
  }

  /// A layer as expressions name it; quotes around its name may be left out.
  private static func layer(_ block: KeyedBlock) throws(LessonError) -> FigureArgument? {
    guard let entry = block["layer"] else { return nil }
    let name = entry.value.filter { $0 != "\"" }
    guard !name.isEmpty, !name.contains(" ") else { throw entry.error("a layer's name") }
    if ["first", "last", "middle"].contains(name) { return .word(name) }
    if let number = wholeNumber(name, in: 1...Int(Int32.max)) { return .number(Double(number)) }
    return .text(name)
  }

  private static func figures(
    _ block: KeyedBlock, scope: inout LessonScope
  ) throws(LessonError) -> [FigureDefinition] {
    var definitions: [FigureDefinition] = []
    for entry in block.all("figure") {
      guard let (name, text) = entry.definition else { throw entry.error("NAME = EXPRESSION") }
      guard isName(name) else { throw entry.error(nameExpectation) }
      if MeasuredFigure.parameters[name] != nil {
        throw entry.error("another name, \(name) is measured of a network")
      }
      if let line = scope.figures[name] {
        throw entry.error("another name, line \(line) defines \(name)")
      }
      let expression = try entry.expression(text, .number, scope)
      scope.figures[name] = entry.line
      definitions.append(FigureDefinition(name: name, expression: expression))
    }
    return definitions
  }

  private static func claims(
    _ block: KeyedBlock, scope: LessonScope
  ) throws(LessonError) -> [Expression] {
    var claims: [Expression] = []
    for entry in block.all("claim") {
      claims.append(try entry.expression(entry.value, .condition, scope))
    }
    return claims
  }

  /// The lines before and after a line `---`.
  private static func parts(
    of text: ArraySlice<SourceLine>
  ) throws(LessonError) -> (ArraySlice<SourceLine>, ArraySlice<SourceLine>) {
    guard let line = text.firstIndex(where: { trimmed($0.text) == "---" }) else {
      return (text, [])
    }
    // Right below a paragraph, the line would make a heading of it.
    if line > text.startIndex, !trimmed(text[line - 1].text).isEmpty {
      throw LessonError(line: text[line].number, "\"---\": expected an empty line before it")
    }
    return (text[..<line], text[(line + 1)...])
  }
}

extension KeyedBlock.Entry {
  /// What stands before and behind the first `=`.
  var definition: (name: String, value: String)? {
    guard let sign = value.firstIndex(of: "=") else { return nil }
    let (name, text) = (trimmed(value[..<sign]), trimmed(value[value.index(after: sign)...]))
    return name.isEmpty || text.isEmpty ? nil : (name, text)
  }
}
