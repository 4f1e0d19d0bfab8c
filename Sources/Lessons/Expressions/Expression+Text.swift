extension Expression: CustomStringConvertible {
  /// As a lesson writes it, with no more parentheses than it needs.
  public var description: String {
    switch self {
    case .number(let value): numberText(value)
    case .percent(let value): numberText(value) + "%"
    case .figure(let reference): reference.description
    case .negative(let operand): "-" + operand.text(atLeast: .sign)
    case .arithmetic(let left, .power, let right):
      left.text(atLeast: .operand) + "^" + right.text(atLeast: .sign)
    case .arithmetic(let left, let sign, let right):
      left.text(atLeast: precedence) + " \(sign.rawValue) " + right.text(atLeast: precedence.next)
    case .function(let function, let arguments):
      "\(function.rawValue)(\(arguments.map(\.description).joined(separator: ", ")))"
    case .comparison(let first, let rest):
      rest.reduce(first.text(atLeast: .sum)) {
        "\($0) \($1.relation.rawValue) \($1.operand.text(atLeast: .sum))"
      }
    case .both(let left, let right):
      left.text(atLeast: .both) + " and " + right.text(atLeast: .not)
    case .either(let left, let right):
      left.text(atLeast: .either) + " or " + right.text(atLeast: .both)
    case .not(let operand): "not " + operand.text(atLeast: .not)
    }
  }

  private func text(atLeast lowest: Precedence) -> String {
    precedence < lowest ? "(\(description))" : description
  }

  /// How tightly the outermost operator binds.
  private var precedence: Precedence {
    switch self {
    case .either: .either
    case .both: .both
    case .not: .not
    case .comparison: .comparison
    case .arithmetic(_, .plus, _), .arithmetic(_, .minus, _): .sum
    case .arithmetic(_, .times, _), .arithmetic(_, .over, _): .product
    case .negative: .sign
    case .arithmetic(_, .power, _): .power
    case .number, .percent, .figure, .function: .operand
    }
  }
}

/// How tightly operators bind, loosest first.
enum Precedence: Int, Comparable {
  case either, both, not, comparison, sum, product, sign, power, operand

  /// The one that binds tighter.
  var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .operand }

  static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }
}
