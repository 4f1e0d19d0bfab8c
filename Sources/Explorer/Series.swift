/// A value of each step, kept in bounded memory: when there are too many stretches, neighbours are
/// joined, so that each always knows its least, mean and greatest value.
struct Series: Sendable, Equatable {
  /// The values of some neighbouring steps.
  struct Stretch: Sendable, Equatable {
    var minimum = Double.infinity
    var maximum = -Double.infinity
    var sum = 0.0
    /// Finite values.
    var count = 0
    /// Values that were not finite.
    var brokenCount = 0

    /// The mean; NaN if any value was not finite, `nil` if there was none.
    var mean: Double? {
      if brokenCount > 0 { return .nan }
      return count > 0 ? sum / Double(count) : nil
    }

    mutating func add(_ value: Double) {
      guard value.isFinite else {
        brokenCount += 1
        return
      }
      minimum = min(minimum, value)
      maximum = max(maximum, value)
      sum += value
      count += 1
    }

    func joined(_ other: Stretch) -> Stretch {
      Stretch(
        minimum: min(minimum, other.minimum), maximum: max(maximum, other.maximum),
        sum: sum + other.sum, count: count + other.count,
        brokenCount: brokenCount + other.brokenCount)
    }
  }

  /// Steps that each stretch spans; stretch i holds the steps i·n + 1 … (i + 1)·n.
  private(set) var stepsPerStretch = 1
  /// From the first step on.
  private(set) var stretches: [Stretch] = []
  private let capacity: Int

  /// - Parameter capacity: stretches that are kept at most; even.
  init(capacity: Int) { self.capacity = max(capacity / 2 * 2, 2) }

  /// Adds the value of a step, counted from 1.
  mutating func add(step: Int, _ value: Double) {
    guard step >= 1 else { return }
    while (step - 1) / stepsPerStretch >= capacity {
      stretches = stride(from: 0, to: stretches.count, by: 2).map { index in
        index + 1 < stretches.count
          ? stretches[index].joined(stretches[index + 1]) : stretches[index]
      }
      stepsPerStretch *= 2
    }
    let index = (step - 1) / stepsPerStretch
    while stretches.count <= index { stretches.append(Stretch()) }
    stretches[index].add(value)
  }

  /// The stretch of a step and the steps that it spans.
  func stretch(at step: Int) -> (steps: ClosedRange<Int>, Stretch)? {
    let index = (step - 1) / stepsPerStretch
    guard step >= 1, stretches.indices.contains(index) else { return nil }
    let first = index * stepsPerStretch + 1
    return (first...first + stepsPerStretch - 1, stretches[index])
  }

  /// What happened in some steps, joined.
  func joined(_ steps: ClosedRange<Int>) -> Stretch {
    let first = max((steps.lowerBound - 1) / stepsPerStretch, 0)
    let last = min((steps.upperBound - 1) / stepsPerStretch, stretches.count - 1)
    guard first <= last else { return Stretch() }
    return stretches[first...last].reduce(Stretch()) { $0.joined($1) }
  }
}
