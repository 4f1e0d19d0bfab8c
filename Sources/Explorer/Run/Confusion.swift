import Channel

/// Which classes the network took for which at an evaluation.
struct Confusion: Sendable, Equatable {
  /// Images of a class that got another's name.
  struct Mistake: Sendable, Equatable {
    let label: Int
    let answer: Int
    let count: Int
  }

  /// Updates before the evaluation.
  let step: Int
  /// `counts[class][answer]`, square: what was not counted is 0.
  let counts: [[Int]]
  let names: [String]
  /// Images of each class.
  let totals: [Int]
  /// All mistakes, the most frequent one first.
  let mistakes: [Mistake]

  /// - Parameter classes: names of the classes, as far as they are known.
  /// - Returns: `nil` where the evaluation did not count answers.
  init?(_ evaluation: Evaluation, classes: [String]) {
    guard let given = evaluation.confusion else { return nil }
    let size = max(given.count, given.map(\.count).max() ?? 0)
    guard size > 0 else { return nil }
    step = evaluation.step
    let counts = (0..<size).map { label in
      (0..<size).map { answer in
        given.indices.contains(label) && given[label].indices.contains(answer)
          ? min(max(given[label][answer], 0), Int(Int32.max)) : 0
      }
    }
    self.counts = counts
    totals = counts.map { $0.reduce(0, +) }
    names = (0..<size).map { classes.indices.contains($0) ? classes[$0] : "class \($0)" }
    mistakes = counts.indices.flatMap { label in
      counts.indices.compactMap { answer in
        label != answer && counts[label][answer] > 0
          ? Mistake(label: label, answer: answer, count: counts[label][answer]) : nil
      }
    }.sorted { $0.count > $1.count }
  }

  var size: Int { counts.count }

  /// Share of a class that got an answer; `nil` for a class without images.
  func share(_ label: Int, _ answer: Int) -> Double? {
    totals[label] > 0 ? Double(counts[label][answer]) / Double(totals[label]) : nil
  }

  /// `sneaker taken for sandal: 31 of 1000 (3.1 %)`.
  func sentence(_ label: Int, _ answer: Int) -> String {
    "\(what(label, answer)): \(figures(label, answer))"
  }

  /// `sneaker taken for sandal`.
  func what(_ label: Int, _ answer: Int) -> String {
    label == answer ? "\(names[label]) recognised" : "\(names[label]) taken for \(names[answer])"
  }

  /// `31 of 1000 (3.1 %)`.
  func figures(_ label: Int, _ answer: Int) -> String {
    let share = share(label, answer).map { " (\(percent($0)))" } ?? ""
    return "\(counts[label][answer]) of \(totals[label])\(share)"
  }
}
