import ArgumentParser
import Explorer
import Lessons
import Training

extension Contestants {
  /// The networks of a run that a lesson wants. What its options must not say was refused when the lesson
  /// was read.
  ///
  /// - Parameter machine: what computes; `nil` where nothing is to be computed.
  static func of(
    _ run: LessonRun, on machine: MachineOptions? = nil
  ) throws(Failure) -> [Contestant] {
    let words = (run.options ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    let shown = "options '\(harmless(run.options ?? ""))'"
    var options: RunOptions
    do {
      options = try RunOptions.parse(words)
    } catch  where RunOptions.exitCode(for: error) == .success {
      // They ask for help, whose text is no line.
      throw .usage("\(shown): expected options of a run")
    } catch {
      throw .usage("\(shown): \(RunOptions.message(for: error))")
    }
    if let machine { options.machine = machine }
    // A lesson says how far its runs go, and drops the learning rate by commands.
    options.schedule = options.schedule ?? .constant
    options.steps = 1_000_000
    // What one may go back to in a lesson is a few minutes old.
    options.timeLine = options.timeLine ?? 64
    var specifications: [NetworkSpecification] = []
    for network in run.networks {
      specifications.append(
        try NetworkSpecification("\(network.name) = \(network.specification)"))
    }
    return try make(specifications, options, match: .depth)
  }

  /// The first run of a lesson whose options or networks make no sense, in one line; `nil` where there is
  /// none.
  static func objection(to lesson: Lesson) -> String? {
    for (index, step) in lesson.steps.enumerated() {
      guard let run = step.newRun else { continue }
      do throws(Failure) {
        _ = try of(run)
      } catch {
        return step.line(index, error.message)
      }
    }
    return nil
  }
}
