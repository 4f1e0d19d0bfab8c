import Foundation

/// What was measured against what a lesson says: claims, questions and texts, step by step.
public struct LessonCheck: Sendable, Equatable {
  /// The lesson.
  public let lesson: Lesson
  /// What is not so, one line each, in the order in which it was found.
  public private(set) var failures: [String] = []

  /// Begins with nothing checked.
  public init(_ lesson: Lesson) { self.lesson = lesson }

  /// Checks what is said and asked before a step, by what is known then. Steps are counted from 0.
  public mutating func checkBefore(step index: Int, _ figures: LessonFigures) {
    guard lesson.steps.indices.contains(index) else { return }
    let step = lesson.steps[index]
    check(step.before + (step.question?.texts ?? []), step: index, figures)
  }

  /// Checks what a step defines, claims and asks, and what is said after it, by what is known then:
  /// with its own figures, which `LessonFigures.define` adds.
  public mutating func checkAfter(step index: Int, _ figures: LessonFigures) {
    guard lesson.steps.indices.contains(index) else { return }
    let step = lesson.steps[index]
    for definition in step.figures {
      do throws(EvaluationError) {
        _ = try definition.expression.value(figures.value(of:))
      } catch {
        fail(index, "figure \(definition.name) = \(definition.expression): \(error)")
      }
    }
    for claim in step.claims {
      do throws(EvaluationError) {
        if try claim.holds(figures.value(of:)) { continue }
        fail(index, "claim \(claim) is not so: \(Self.measured([claim], figures))")
      } catch {
        fail(index, "claim \(claim): \(error)")
      }
    }
    if let question = step.question { check(question, step: index, figures) }
    check(step.after, step: index, figures)
  }

  private mutating func check(_ question: Question, step: Int, _ figures: LessonFigures) {
    let text = quoted(question.text.plainText(figures.value(of:)))
    do throws(AnswerError) {
      _ = try Answer(to: question, figures.value(of:))
    } catch .notMeasured(let error) {
      fail(step, "question \(text): \(error)")
    } catch {
      fail(step, "question \(text): \(error): \(Self.measured(question.expressions, figures))")
    }
  }

  /// Finds gaps in texts.
  private mutating func check(_ texts: [TextBlock], step: Int, _ figures: LessonFigures) {
    for expression in texts.flatMap(\.expressions) {
      do throws(EvaluationError) {
        if try !expression.value(figures.value(of:)).isNaN { continue }
        fail(
          step, "text {\(expression)} is not a number: \(Self.measured([expression], figures))")
      } catch {
        fail(step, "text {\(expression)}: \(error)")
      }
    }
  }

  private mutating func fail(_ step: Int, _ message: String) {
    failures.append("step \(step + 1) \(quoted(lesson.steps[step].title)): \(message)")
  }

  /// The figures of expressions, each once, and what they are.
  private static func measured(_ expressions: [Expression], _ figures: LessonFigures) -> String {
    var seen: Set<FigureReference> = []
    let values = expressions.flatMap(\.figures).filter { seen.insert($0).inserted }.map {
      "\($0) = \(figures.value(of: $0).map(precise) ?? "not known")"
    }
    return values.isEmpty ? "it names no figure" : values.joined(separator: ", ")
  }

  /// A value in digits enough to tell why a bound was missed.
  private static func precise(_ value: Double) -> String {
    if value.isNaN || value.isInfinite { return FigureFormat.readable.text(value) }
    return numberText(Double(String(format: "%.6g", value)) ?? value)
  }
}
