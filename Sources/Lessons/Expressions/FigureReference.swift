/// What an expression calls a figure: `ratio`, `deep.loss`, `gradient("block1.layer2.conv1", 20)`.
public struct FigureReference: Sendable, Hashable, CustomStringConvertible {
  /// Name of a network; `nil` of a lesson's own figure and of the run's first network.
  public let network: String?
  /// Name of the figure.
  public let name: String
  /// What stands in parentheses behind the name.
  public let arguments: [FigureArgument]

  /// Refers to a figure.
  public init(network: String? = nil, name: String, arguments: [FigureArgument] = []) {
    self.network = network
    self.name = name
    self.arguments = arguments
  }

  /// As an expression writes it.
  public var description: String {
    let texts = arguments.map { argument in
      if case .number(let value) = argument, name == MeasuredFigure.imagesSeen {
        return percentText(value) ?? argument.description
      }
      return argument.description
    }
    return (network.map { $0 + "." } ?? "") + name
      + (texts.isEmpty ? "" : "(\(texts.joined(separator: ", ")))")
  }
}

/// What a figure is asked of: a layer, a block, a step.
public enum FigureArgument: Sendable, Hashable, CustomStringConvertible {
  /// A number that is not negative; `80%` is 0.8.
  case number(Double)
  /// A word: `first`, `out`.
  case word(String)
  /// What stands in quotes, without them: a layer's name.
  case text(String)

  /// As an expression writes it.
  public var description: String {
    switch self {
    case .number(let value): numberText(value)
    case .word(let word): word
    case .text(let text): "\"\(text)\""
    }
  }
}

/// A number in as few digits as make it the same again: `2`, `0.05`, `1e-10`.
func numberText(_ value: Double) -> String {
  let text = "\(value)"
  if text.hasSuffix(".0") { return String(text.dropLast(2)) }
  // `1e-05` and `1e+20`: without what says nothing.
  guard let exponent = text.firstIndex(of: "e") else { return text }
  let digits = text[text.index(after: exponent)...]
  let sign = digits.hasPrefix("-") ? "-" : ""
  var mantissa = String(text[..<exponent])
  if mantissa.hasSuffix(".0") { mantissa.removeLast(2) }
  return mantissa + "e" + sign + digits.drop { $0 == "-" || $0 == "+" || $0 == "0" }
}

/// A share in per cent, where that is the same number again and no longer.
private func percentText(_ share: Double) -> String? {
  guard share <= 1 else { return nil }
  let percent = (share * 100 * 1e6).rounded() / 1e6
  return percent / 100 == share ? numberText(percent) + "%" : nil
}
