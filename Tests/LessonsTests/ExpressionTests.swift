import Foundation
import Testing

@testable import Lessons

/// Expressions: what they are worth, what is none.
struct ExpressionTests {
  @Test(arguments: [
    ("1 + 2 * 3", 7), ("(1 + 2) * 3", 9), ("10 - 4 - 3", 3), ("24 / 4 / 2", 3), ("2^3^2", 512),
    ("(2^3)^2", 64), ("-2^2", -4), ("(-2)^2", 4), ("2^-1", 0.5), ("2 * -3", -6), ("--4", 4),
    ("1e-3", 0.001), ("1.5E+2", 150), ("20%", 0.2), ("50 % * 4", 2), ("7%", 0.07),
    ("abs(-3)", 3), ("min(3, 1, 2)", 1), ("max(3, 1 + 4, 2)", 5), ("sqrt(9)", 3),
    ("log10(1000)", 3), ("ln(1)", 0), ("round(2.5)", 3), ("1 / 0", .infinity),
    ("x + deep.y * 2", 21), ("gradient(first, 20) - gradient(\"a.b\")", 1),
  ])
  func values(text: String, expected: Double) throws {
    let expression = try Expression(text)
    #expect(expression.kind == .number)
    let value = try expression.value(figures)
    #expect(value == expected || abs(value - expected) < 1e-12)
  }

  @Test(arguments: [
    ("0.1 < x < 10", true), ("0.1 < x < 0.5", false), ("3 > 2 >= 2 == 2 != 1", true),
    ("1 < 3 < 2", false), ("not x < 0.5 and x < 2", true), ("not (x > 0.5 or x > 5)", false),
    ("x < 0 or x < 2 and x > 5", false), ("(x < 0 or x < 2) and x > 5", false),
    ("x < 2 or x < 0 and x > 5", true), ("not not 1 < 2", true), ("20% == 0.2", true),
    ("sqrt(-1) < 1 or sqrt(-1) >= 1 or 0/0 == 0/0", false), ("min(sqrt(-1), 1) <= 1", false),
    ("1 <= 1 and 1 >= 1 and not 1 > 1", true), ("images > 1e300", true),
  ])
  func conditions(text: String, expected: Bool) throws {
    let expression = try Expression(text)
    #expect(expression.kind == .condition)
    #expect(try expression.holds(figures) == expected)
  }

  @Test(arguments: [
    ("1 and 2", "\"1 and 2\": \"1\" beside 'and', expected conditions"),
    ("1 < 2 and 3", "\"1 < 2 and 3\": \"3\" beside 'and', expected conditions"),
    ("not 1", "\"not 1\": \"1\" beside 'not', expected conditions"),
    ("-(1 < 2)", "\"-(1 < 2)\": \"1 < 2\" beside '-', expected numbers"),
    ("(1 < 2) + 3", "\"(1 < 2) + 3\": \"1 < 2\" beside '+', expected numbers"),
    ("(1 < 2) == (2 < 3)", "\"(1 < 2) == (2 < 3)\": \"1 < 2\" beside '==', expected numbers"),
    ("abs(1 < 2)", "\"abs(1 < 2)\": \"1 < 2\" beside 'abs', expected numbers"),
    ("abs(1, 2)", "\"abs(1, 2)\": 2 for abs, expected 1"),
    ("min(1)", "\"min(1)\": 1 for min, expected at least 2"),
    ("abs", "\"abs\": expected ( behind abs"),
    ("", "\"\": expected a number, a figure or ( at the end"),
    ("1 +", "\"1 +\": expected a number, a figure or ( at the end"),
    ("1 * )", "\"1 * )\": expected a number, a figure or ( in place of \")\""),
    ("(1", "\"(1\": expected a closing )"),
    ("1 2", "\"1 2\": expected an operator in place of \"2\""),
    ("2x", "\"2x\": expected an operator in place of \"x\""),
    ("x = 2", "\"= 2\": expected a number, a figure or an operator"),
    ("x%", "\"x%\": expected an operator in place of \"%\""),
    ("deep.", "\"deep.\": expected a figure's name behind \"deep.\""),
    ("f(", "\"f(\": expected a number, a word or a name in quotes behind \"f(\""),
    ("f(1", "\"f(1\": expected a closing )"),
    ("f(\"a\nb\")", "\"\"a?b\")\": expected a name and a closing \""),
    ("f(\"a)", "\"\"a)\": expected a name and a closing \""),
    ("1e999", "\"1e999\": expected a number below 1.8e308"),
    ("and", "\"and\": expected a number, a figure or ( in place of \"and\""),
    ("é", "\"é\": expected a number, a figure or an operator"),
  ])
  func whatIsNone(text: String, message: String) {
    #expect(throws: ExpressionError(message)) { try Expression(text) }
  }

  @Test(arguments: [
    "1 + 2 * 3", "(1 + 2) * 3", "1 - (2 - 3)", "1 - 2 - 3", "1 / (2 / 3)", "2^3^2", "(2^3)^2",
    "-2^2", "(-2)^2", "2^-x", "--x", "-(1 + 2)", "a * -b", "0.1 < x <= 10", "not a < b",
    "not (a < b and c < d)", "a < b or c < d and e < f", "(a < b or c < d) and e < f",
    "a < b and (c < d and e < f)", "20% * deep.loss(3)", "1e-10", "images_seen(7%)", "1e20",
    "min(a, b + 1)", "reuse(1, 0, out) / gradient(\"block1.layer2.conv1\", 20)", "0.0001",
  ])
  func textIsTheSameExpressionAgain(text: String) throws {
    #expect(try Expression(text).description == text)
    #expect(try Expression(Expression(text).description) == Expression(text))
  }

  @Test func whatIsNotKnownIsSaid() throws {
    let expression = try Expression("x + deep.gradient(first)")
    #expect(throws: EvaluationError.unknown(expression.figures[1])) {
      try expression.value(figures)
    }
    #expect(
      "\(EvaluationError.unknown(expression.figures[1]))" == "deep.gradient(first) is not known")
    // Also where it would not decide.
    #expect(throws: EvaluationError.self) { try Expression("x > 0 or q > 1").holds(figures) }
    #expect(throws: EvaluationError.self) { try Expression("1").holds(figures) }
    #expect(throws: EvaluationError.self) { try Expression("1 < 2").value(figures) }
    #expect(
      try Expression("x + y.x + x + f(1)").figures.map(\.description) == ["x", "y.x", "f(1)"])
  }

  /// Hostile nesting, in all ways there are: on a stack as small as a dispatch queue's.
  @Test(arguments: [
    ("(", "1", ")"), ("-", "1", ""), ("2^", "1", ""), ("abs(", "1", ")"), ("1+(", "1", ")"),
    ("not ", "1 < 2", ""), ("1 < (", "1", ")"), ("", "1", "+1"), ("", "1 < 2", " or 1 < 2"),
    ("1<2 or 1<2 and not (1<2 or not (", "1<2", "))"), ("1<2 or 1<2 and 1 < 1+1*-(", "1", ")"),
  ])
  func deepOnesAreRefused(opening: String, core: String, closing: String) {
    for levels in [20, 49, 98, 500, 5000] {
      let text =
        String(repeating: opening, count: levels) + core + String(repeating: closing, count: levels)
      let isRefused = onSmallStack {
        guard let expression = try? Expression(text) else { return true }
        _ = expression.description
        _ = expression.figures
        _ = try? expression.value { _ in 1 }
        _ = try? expression.holds { _ in 1 }
        return expression != expression
      }
      if levels >= 500 { #expect(isRefused) }
    }
    #expect(
      (try? Expression(String(repeating: "(", count: 99) + "1" + String(repeating: ")", count: 99)))
        != nil)
  }

  private func figures(_ reference: FigureReference) -> Double? {
    switch reference.description {
    case "x": 1
    case "images": .infinity
    case "deep.y": 10
    case "gradient(first, 20)": 3
    case "gradient(\"a.b\")": 2
    default: nil
    }
  }
}

/// What an action gives on a thread with 512 KiB of stack.
func onSmallStack<Result: Sendable>(_ action: @escaping @Sendable () -> Result) -> Result {
  let box = Box<Result>()
  let thread = Thread { box.fill(action()) }
  thread.stackSize = 512 << 10
  thread.start()
  return box.wait()
}

private final class Box<Value: Sendable>: @unchecked Sendable {
  private let filled = DispatchSemaphore(value: 0)
  private var value: Value?

  func fill(_ value: Value) {
    self.value = value
    filled.signal()
  }

  func wait() -> Value {
    filled.wait()
    return value!
  }
}
