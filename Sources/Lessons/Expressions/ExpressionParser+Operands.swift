extension ExpressionParser {
  /// A number, a figure, a call, or an expression in parentheses, with what stands before it.
  mutating func operand() throws(ExpressionError) -> Parsed {
    if take(.symbol("-")) { return try prefixed("-", .sign, .number) { .negative($0) } }
    if take(.word("not")) { return try prefixed("not", .not, .condition) { .not($0) } }
    if take(.symbol("(")) { return try parenthesized() }
    if case .word(let word)? = next, let function = NumberFunction(rawValue: word) {
      position += 1
      return try call(function)
    }
    return Parsed(expression: try atom())
  }

  private mutating func prefixed(
    _ symbol: String, _ lowest: Precedence, _ kind: Kind, _ wrap: (Expression) -> Expression
  ) throws(ExpressionError) -> Parsed {
    let operand = try within(lowest)
    try require(operand, kind, symbol)
    return try deeper(wrap(operand.expression), than: operand.depth)
  }

  private mutating func parenthesized() throws(ExpressionError) -> Parsed {
    let inner = try within(.either)
    try close()
    return inner
  }

  private mutating func close() throws(ExpressionError) {
    guard take(.symbol(")")) else { throw error("expected a closing )") }
  }

  private mutating func atom() throws(ExpressionError) -> Expression {
    switch next {
    case .number?:
      let (value, isPercent) = try literal("a number")
      return isPercent ? .percent(value) : .number(value)
    case .word(let word)? where !Self.reserved.contains(word):
      position += 1
      return .figure(try reference(word))
    case let other?:
      throw error("expected a number, a figure or ( in place of \(quoted(other.written))")
    case nil: throw error("expected a number, a figure or ( at the end")
    }
  }

  private mutating func call(_ function: NumberFunction) throws(ExpressionError) -> Parsed {
    guard take(.symbol("(")) else { throw error("expected ( behind \(function.rawValue)") }
    var arguments: [Expression] = []
    var depth = 0
    repeat {
      let argument = try within(.either)
      try require(argument, .number, function.rawValue)
      arguments.append(argument.expression)
      depth = max(depth, argument.depth)
    } while take(.symbol(","))
    try close()
    guard function.takes(arguments.count) else { throw miscounted(function, arguments.count) }
    return try deeper(.function(function, arguments), than: depth)
  }

  private func miscounted(_ function: NumberFunction, _ count: Int) -> ExpressionError {
    let expected = function.takes(1) ? "1" : "at least 2"
    return error("\(count) for \(function.rawValue), expected \(expected)")
  }

  private mutating func reference(_ first: String) throws(ExpressionError) -> FigureReference {
    var (network, name): (String?, String) = (nil, first)
    if take(.symbol(".")) {
      guard case .word(let word)? = next else {
        throw error("expected a figure's name behind \(quoted(first + "."))")
      }
      position += 1
      (network, name) = (first, word)
    }
    var arguments: [FigureArgument] = []
    if take(.symbol("(")) {
      repeat { arguments.append(try argument(of: name)) } while take(.symbol(","))
      try close()
    }
    return FigureReference(network: network, name: name, arguments: arguments)
  }

  private mutating func argument(of name: String) throws(ExpressionError) -> FigureArgument {
    switch next {
    case .number?:
      let (value, isPercent) = try literal("a number")
      return .number(isPercent ? value / 100 : value)
    case .word(let word)?:
      position += 1
      return .word(word)
    case .text(let text)?:
      position += 1
      return .text(text)
    default:
      throw error("expected a number, a word or a name in quotes behind \(quoted(name + "("))")
    }
  }
}
