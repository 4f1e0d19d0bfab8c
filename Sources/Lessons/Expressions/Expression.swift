/// A number or a condition, computed from figures: `deep.gradient(first) / shallow.gradient(first)`,
/// `0.1 < ratio and not diverged > 0`.
///
/// `Expression(_:)` refuses whatever mixes numbers and conditions, and nests at most
/// `Expression.deepest` levels, so that going through one takes little of the stack.
public indirect enum Expression: Sendable, Hashable {
  /// A number as it stands there.
  case number(Double)
  /// A number of hundredths: `20%`.
  case percent(Double)
  /// A measured figure, or one that the lesson defines.
  case figure(FigureReference)
  /// The number with the other sign.
  case negative(Expression)
  /// Two numbers put together.
  case arithmetic(Expression, ArithmeticOperator, Expression)
  /// A function of numbers.
  case function(NumberFunction, [Expression])
  /// A number compared to the next, that to the next and so on: `0.1 < x < 10`.
  case comparison(Expression, [Comparison])
  /// Both conditions hold.
  case both(Expression, Expression)
  /// At least one of the conditions holds.
  case either(Expression, Expression)
  /// The condition does not hold.
  case not(Expression)

  /// Most characters that an expression may have.
  public static let longest = 10_000
  /// Most levels of expressions within expressions.
  public static let deepest = 100

  /// What an expression is.
  public enum Kind: Sendable, Equatable {
    /// It has a value.
    case number
    /// It holds or does not.
    case condition
  }

  /// Whether it is a number or a condition.
  public var kind: Kind {
    switch self {
    case .number, .percent, .figure, .negative, .arithmetic, .function: .number
    case .comparison, .both, .either, .not: .condition
    }
  }

  /// The figures that it needs, each once, in the order in which they stand there.
  public var figures: [FigureReference] {
    var found: [FigureReference] = []
    collect(into: &found)
    var seen: Set<FigureReference> = []
    return found.filter { seen.insert($0).inserted }
  }

  private func collect(into found: inout [FigureReference]) {
    switch self {
    case .number, .percent: break
    case .figure(let reference): found.append(reference)
    case .negative(let operand), .not(let operand): operand.collect(into: &found)
    case .arithmetic(let left, _, let right), .both(let left, let right),
      .either(let left, let right):
      left.collect(into: &found)
      right.collect(into: &found)
    case .function(_, let arguments):
      for argument in arguments { argument.collect(into: &found) }
    case .comparison(let first, let rest):
      first.collect(into: &found)
      for comparison in rest { comparison.operand.collect(into: &found) }
    }
  }
}

/// What puts two numbers together.
public enum ArithmeticOperator: String, Sendable, CaseIterable {
  /// `+`
  case plus = "+"
  /// `-`
  case minus = "-"
  /// `*`
  case times = "*"
  /// `/`
  case over = "/"
  /// `^`, which binds to the right: `2^3^2` is 512.
  case power = "^"
}

/// A function of numbers, by the name that an expression calls it.
public enum NumberFunction: String, Sendable, CaseIterable {
  /// Without the sign.
  case abs
  /// The least of two or more.
  case min
  /// The greatest of two or more.
  case max
  /// Square root.
  case sqrt
  /// Logarithm to base 10.
  case log10
  /// Logarithm to base e.
  case ln
  /// The nearest whole number, the one farther from zero of two.
  case round

  /// Whether it takes a number of arguments.
  func takes(_ count: Int) -> Bool { self == .min || self == .max ? count >= 2 : count == 1 }
}

/// One link of a chain of comparisons.
public struct Comparison: Sendable, Hashable {
  /// How the number before is compared.
  public enum Relation: String, Sendable, CaseIterable {
    /// `<`
    case less = "<"
    /// `<=`
    case atMost = "<="
    /// `>`
    case greater = ">"
    /// `>=`
    case atLeast = ">="
    /// `==`
    case equal = "=="
    /// `!=`
    case unequal = "!="
  }

  /// How the number before is compared.
  public let relation: Relation
  /// What it is compared to.
  public let operand: Expression

  /// A link of a chain.
  public init(_ relation: Relation, _ operand: Expression) {
    self.relation = relation
    self.operand = operand
  }
}
