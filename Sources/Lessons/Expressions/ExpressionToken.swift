/// What an expression is made of.
enum ExpressionToken: Equatable {
  case number(Double)
  case word(String)
  /// What stands in quotes, without them.
  case text(String)
  case symbol(String)

  /// As it was written, for an error's line.
  var written: String {
    switch self {
    case .number(let value): numberText(value)
    case .word(let word): word
    case .text(let text): "\"\(text)\""
    case .symbol(let symbol): symbol
    }
  }

  private static let longSymbols = ["<=", ">=", "==", "!="]
  private static let symbols = Set("+-*/^()<>,.%".unicodeScalars)

  /// Takes an expression's text apart.
  static func tokens(of text: String) throws(ExpressionError) -> [ExpressionToken] {
    let scalars = Array(text.unicodeScalars)
    guard scalars.count <= Expression.longest else {
      throw ExpressionError(
        "\(quoted(text)): \(scalars.count) characters, expected at most \(Expression.longest)")
    }
    var tokens: [ExpressionToken] = []
    var position = 0
    func run(from start: Int, while belongs: (Unicode.Scalar) -> Bool) -> Int {
      scalars[start...].firstIndex { !belongs($0) } ?? scalars.count
    }
    while position < scalars.count {
      let scalar = scalars[position]
      let start = position
      if scalar.isBlank {
        position += 1
      } else if scalar.isDigit {
        position = endOfNumber(scalars, from: start)
        let digits = string(scalars[start..<position])
        guard let value = Double(digits), value.isFinite else {
          throw ExpressionError("\(quoted(digits)): expected a number below 1.8e308")
        }
        tokens.append(.number(value))
      } else if scalar.isLetter {
        position = run(from: start) { $0.isLetter || $0.isDigit }
        tokens.append(.word(string(scalars[start..<position])))
      } else if scalar == "\"" {
        position = run(from: start + 1) { $0 != "\"" }
        guard position < scalars.count, position > start + 1,
          scalars[start + 1..<position].allSatisfy(\.isHarmless)
        else {
          throw ExpressionError(
            "\(quoted(string(scalars[start...]))): expected a name and a closing \"")
        }
        tokens.append(.text(string(scalars[start + 1..<position])))
        position += 1
      } else if longSymbols.contains(string(scalars[start...].prefix(2))) {
        position += 2
        tokens.append(.symbol(string(scalars[start..<position])))
      } else if symbols.contains(scalar) {
        position += 1
        tokens.append(.symbol(String(Character(scalar))))
      } else {
        throw ExpressionError(
          "\(quoted(string(scalars[start...]))): expected a number, a figure or an operator")
      }
    }
    return tokens
  }

  /// The end of a number such as `12`, `0.5`, `1e-3` that begins at `start`.
  private static func endOfNumber(_ scalars: [Unicode.Scalar], from start: Int) -> Int {
    func isDigit(_ index: Int) -> Bool { index < scalars.count && scalars[index].isDigit }
    var end = start
    while isDigit(end) { end += 1 }
    if end < scalars.count, scalars[end] == ".", isDigit(end + 1) {
      end += 1
      while isDigit(end) { end += 1 }
    }
    guard end < scalars.count, scalars[end] == "e" || scalars[end] == "E" else { return end }
    let hasSign = end + 1 < scalars.count && (scalars[end + 1] == "-" || scalars[end + 1] == "+")
    var exponent = end + (hasSign ? 2 : 1)
    guard isDigit(exponent) else { return end }
    while isDigit(exponent) { exponent += 1 }
    return exponent
  }
}

extension Unicode.Scalar {
  var isDigit: Bool { ("0"..."9").contains(self) }
  /// Of a name: ASCII's letters and `_`.
  var isLetter: Bool {
    ("a"..."z").contains(self) || ("A"..."Z").contains(self) || self == "_"
  }
  var isBlank: Bool { self == " " || self == "\t" || self == "\n" }
}

/// The text that scalars make up.
func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
  var text = String.UnicodeScalarView()
  text.append(contentsOf: scalars)
  return String(text)
}
