import Foundation

/// How a text shows a figure.
public enum FigureFormat: Sendable, Equatable {
  /// `{figure}`: three significant digits; of numbers from 100 on all digits before the point.
  case readable
  /// `{figure:2}`: so many decimals.
  case decimals(Int)
  /// `{share:%}` or `{share:%1}`: in per cent, readable or with so many decimals.
  case percent(decimals: Int?)

  /// Most decimals that can be asked for.
  public static let mostDecimals = 10

  /// Reads what stands behind the colon.
  init?(_ text: String) {
    let isPercent = text.hasPrefix("%")
    let digits = isPercent ? text.dropFirst() : text[...]
    if isPercent, digits.isEmpty {
      self = .percent(decimals: nil)
    } else if let decimals = wholeNumber(digits, in: 0...Self.mostDecimals) {
      self = isPercent ? .percent(decimals: decimals) : .decimals(decimals)
    } else {
      return nil
    }
  }

  /// A figure as a person reads it: `0.0123`, `1,234,567`, `3.2e-5`, `never` where it is infinite.
  public func text(_ value: Double) -> String {
    if value.isNaN { return "not a number" }
    if value.isInfinite { return value > 0 ? "never" : "minus infinite" }
    switch self {
    case .readable: return Self.readable(value)
    case .decimals(let decimals): return Self.fixed(value, decimals)
    case .percent(let decimals):
      let percent = 100 * value
      // The greatest numbers have no hundredfold.
      guard percent.isFinite else { return Self.readable(value) }
      return (decimals.map { Self.fixed(percent, $0) } ?? Self.readable(percent)) + " %"
    }
  }

  private static func readable(_ value: Double) -> String {
    let size = value.magnitude
    if value == value.rounded(), size < 1e15 { return fixed(value, 0) }
    if size < 1e-3 || size >= 1e6 { return scientific(value) }
    let text = String(format: "%.3g", value)
    // From 1000 on `%g` writes an exponent.
    return size >= 999.5 ? fixed(value, 0) : text
  }

  private static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.magnitude < 1e15 else { return scientific(value) }
    let text = String(format: "%.\(decimals)f", value)
    // Nothing is less than nothing: a sign in front of zeros is none.
    let isZero = text.allSatisfy { "-0.".contains($0) }
    let unsigned = text.drop { $0 == "-" }
    return (text.hasPrefix("-") && !isZero ? "-" : "") + grouped(unsigned)
  }

  private static func scientific(_ value: Double) -> String {
    let parts = String(format: "%.2e", value).split(separator: "e", maxSplits: 1)
    guard parts.count == 2, let exponent = Int(parts[1]) else { return numberText(value) }
    var mantissa = String(parts[0])
    while mantissa.hasSuffix("0") { mantissa.removeLast() }
    if mantissa.hasSuffix(".") { mantissa.removeLast() }
    return "\(mantissa)e\(exponent)"
  }

  /// With commas between thousands.
  private static func grouped(_ text: Substring) -> String {
    let whole = text.prefix { $0 != "." }
    var groups: [Substring] = []
    var rest = whole
    while rest.count > 3 {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    groups.insert(rest, at: 0)
    return groups.joined(separator: ",") + text.dropFirst(whole.count)
  }
}

/// A whole number of nothing but digits, in a range.
func wholeNumber(_ text: some StringProtocol, in range: ClosedRange<Int>) -> Int? {
  guard text.unicodeScalars.allSatisfy(\.isDigit), let number = Int(text) else { return nil }
  return range.contains(number) ? number : nil
}
