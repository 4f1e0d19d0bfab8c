/// How well one class is recognised.
public struct ClassFigures: Sendable, Equatable {
  /// Images of the class.
  public let images: Int
  /// Share of the images taken for the class that are of it; `nil` where none was taken for it.
  public let precision: Double?
  /// Share of the class's images that were taken for it; `nil` where there are none.
  public let recall: Double?

  /// The harmonic mean of the two, 2·true / (2·true + false positives + false negatives); `nil` where there
  /// are neither images nor answers.
  public let f1: Double?

  /// Counts.
  ///
  /// - Parameter confusion: images by class (row) and answer (column), square.
  init(of label: Int, in confusion: [[Int]]) {
    let right = Double(confusion[label][label])
    images = confusion[label].reduce(0, +)
    let answers = confusion.reduce(0) { $0 + $1[label] }
    precision = answers > 0 ? right / Double(answers) : nil
    recall = images > 0 ? right / Double(images) : nil
    f1 = images + answers > 0 ? 2 * right / Double(images + answers) : nil
  }
}

extension TestReport {
  /// The figures of each class.
  public var classFigures: [ClassFigures] {
    confusion.indices.map { ClassFigures(of: $0, in: confusion) }
  }

  /// The mean of a figure over the classes that have it, each counting as much as any other; `nil` where
  /// none has it.
  public func mean(_ figure: (ClassFigures) -> Double?) -> Double? {
    let known = classFigures.compactMap(figure)
    return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
  }
}
