extension Expression {
  /// Reads an expression: numbers (`1e-3`, `20%`), figures, `+ - * / ^`, parentheses, chains of
  /// `< <= > >= == !=`, `and or not`, `abs min max sqrt log10 ln round`.
  public init(_ text: String) throws(ExpressionError) {
    var parser = try ExpressionParser(text)
    self = try parser.expression()
    try parser.expectEnd()
  }

  /// Reads an expression that is a number, or one that is a condition.
  init(_ text: String, _ kind: Kind) throws(ExpressionError) {
    try self.init(text)
    guard self.kind == kind else {
      throw ExpressionError(
        "\(quoted(text)): expected a \(kind == .number ? "number" : "condition such as loss < 2")")
    }
  }
}

/// Reads expressions by precedence climbing (Richards and Whitby-Strevens, BCPL: the language and its
/// compiler, 1979): one function for all operators.
struct ExpressionParser {
  typealias Kind = Expression.Kind

  /// An expression and the levels within it.
  struct Parsed {
    var expression: Expression
    var depth = 1
  }

  private let text: String
  private let tokens: [ExpressionToken]
  var position = 0
  /// Expressions that are being read, each within the one before.
  private var level = 0

  init(_ text: String) throws(ExpressionError) {
    self.text = text
    tokens = try ExpressionToken.tokens(of: text)
  }

  mutating func expression() throws(ExpressionError) -> Expression {
    try within(.either).expression
  }

  /// Refuses what stands behind the expression.
  func expectEnd() throws(ExpressionError) {
    if let next { throw error("expected an operator in place of \(quoted(next.written))") }
  }

  /// Takes a word that has to come next.
  mutating func expect(word: String, _ expectation: String) throws(ExpressionError) {
    guard take(.word(word)) else { throw error("expected \(expectation)") }
  }

  /// Takes a number, with `%` behind it or not.
  mutating func literal(_ expectation: String) throws(ExpressionError) -> (Double, isPercent: Bool)
  {
    guard case .number(let value)? = next else { throw error("expected \(expectation)") }
    position += 1
    return (value, take(.symbol("%")))
  }

  // MARK: Operators

  /// What stands between two operands.
  private enum Infix {
    case either, both
    case comparison(Comparison.Relation)
    case arithmetic(ArithmeticOperator)

    init?(_ token: ExpressionToken) {
      switch token {
      case .word("or"): self = .either
      case .word("and"): self = .both
      case .symbol(let symbol):
        if let relation = Comparison.Relation(rawValue: symbol) {
          self = .comparison(relation)
        } else if let sign = ArithmeticOperator(rawValue: symbol) {
          self = .arithmetic(sign)
        } else {
          return nil
        }
      default: return nil
      }
    }

    var precedence: Precedence {
      switch self {
      case .either: .either
      case .both: .both
      case .comparison: .comparison
      case .arithmetic(let sign): sign.precedence
      }
    }
  }

  /// An expression within the one that is being read, of operators that bind at least so tightly.
  ///
  /// Each recursion goes through here and is counted on the way down, where the stack would run out:
  /// parentheses leave no level in the result. Functions on the way are small, so are their frames.
  mutating func within(_ lowest: Precedence) throws(ExpressionError) -> Parsed {
    level += 1
    defer { level -= 1 }
    if level > Expression.deepest { throw tooDeep }
    var left = try operand()
    while let infix = next.flatMap(Infix.init), infix.precedence >= lowest {
      left = try joined(left, infix)
    }
    return left
  }

  private mutating func joined(
    _ left: Parsed, _ infix: Infix
  ) throws(ExpressionError) -> Parsed {
    switch infix {
    case .either:
      return try joined(left, "or", .both, .condition) { .either($0, $1) }
    case .both:
      return try joined(left, "and", .not, .condition) { .both($0, $1) }
    case .comparison: return try chain(left)
    case .arithmetic(let sign):
      // A power binds to the right, and its exponent may have a sign.
      let lowest = sign == .power ? Precedence.sign : sign.precedence.next
      return try joined(left, sign.rawValue, lowest, .number) { .arithmetic($0, sign, $1) }
    }
  }

  private mutating func joined(
    _ left: Parsed, _ symbol: String, _ lowest: Precedence, _ kind: Kind,
    _ join: (Expression, Expression) -> Expression
  ) throws(ExpressionError) -> Parsed {
    position += 1
    let right = try within(lowest)
    try require(left, kind, symbol)
    try require(right, kind, symbol)
    return try deeper(
      join(left.expression, right.expression), than: max(left.depth, right.depth))
  }

  private mutating func chain(_ first: Parsed) throws(ExpressionError) -> Parsed {
    var comparisons: [Comparison] = []
    var depth = first.depth
    while case .symbol(let symbol)? = next, let relation = Comparison.Relation(rawValue: symbol) {
      position += 1
      try require(first, .number, symbol)
      let operand = try within(.sum)
      try require(operand, .number, symbol)
      comparisons.append(Comparison(relation, operand.expression))
      depth = max(depth, operand.depth)
    }
    return try deeper(.comparison(first.expression, comparisons), than: depth)
  }

  func require(_ part: Parsed, _ kind: Kind, _ symbol: String) throws(ExpressionError) {
    guard part.expression.kind != kind else { return }
    let expected = kind == .number ? "numbers" : "conditions"
    throw error("\(quoted(part.expression.description)) beside '\(symbol)', expected \(expected)")
  }

  // MARK: Tokens and errors

  /// Words that no figure can be called.
  static let reserved: Set = ["and", "or", "not", "within"]

  var next: ExpressionToken? { position < tokens.count ? tokens[position] : nil }

  mutating func take(_ token: ExpressionToken) -> Bool {
    guard next == token else { return false }
    position += 1
    return true
  }

  func deeper(_ expression: Expression, than depth: Int) throws(ExpressionError) -> Parsed {
    guard depth < Expression.deepest else { throw tooDeep }
    return Parsed(expression: expression, depth: depth + 1)
  }

  private var tooDeep: ExpressionError {
    error("expected at most \(Expression.deepest) levels of operators and parentheses")
  }

  func error(_ message: String) -> ExpressionError {
    ExpressionError("\(quoted(text)): \(message)")
  }
}

extension ArithmeticOperator {
  var precedence: Precedence {
    switch self {
    case .plus, .minus: .sum
    case .times, .over: .product
    case .power: .power
    }
  }
}
