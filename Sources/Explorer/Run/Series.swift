/// A value of each step, kept in bounded memory: when there are too many stretches, neighbours are
/// joined, so that each always knows its least, mean and greatest value.
struct Series: Sendable, Equatable {
  /// The values of some neighbouring steps.
  struct Stretch: Sendable, Equatable {
    private(set) var minimum = Float.infinity
    private(set) var maximum = -Float.infinity
    private var sum = 0.0
    /// Finite values.
    private(set) var count: Int32 = 0
    /// Values that were not finite.
    private var brokenCount: Int32 = 0

    /// The mean; NaN if any value was not finite, `nil` if there was none.
    var mean: Double? {
      if brokenCount > 0 { return .nan }
      guard count > 0 else { return nil }
      // Least and greatest are rounded; of a single value all three are the same.
      return Swift.min(Swift.max(sum / Double(count), Double(minimum)), Double(maximum))
    }

    mutating func add(_ value: Double) {
      guard value.isFinite else {
        brokenCount += 1
        return
      }
      minimum = min(minimum, Float(value))
      maximum = max(maximum, Float(value))
      sum += value
      count += 1
    }

    mutating func join(_ other: Stretch) {
      minimum = min(minimum, other.minimum)
      maximum = max(maximum, other.maximum)
      sum += other.sum
      count += other.count
      brokenCount += other.brokenCount
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
        var stretch = stretches[index]
        if index + 1 < stretches.count { stretch.join(stretches[index + 1]) }
        return stretch
      }
      stepsPerStretch *= 2
    }
    let index = (step - 1) / stepsPerStretch
    while stretches.count <= index { stretches.append(Stretch()) }
    stretches[index].add(value)
  }

  /// Forgets the values after a step. A stretch that reaches over it stays whole.
  mutating func remove(after step: Int) {
    let kept = max((step + stepsPerStretch - 1) / stepsPerStretch, 0)
    if kept < stretches.count { stretches.removeSubrange(kept...) }
  }

  /// The stretch of a step and the steps that it spans; of a series with gaps, the last one before it
  /// that has a value.
  func stretch(at step: Int) -> (steps: ClosedRange<Int>, Stretch)? {
    guard step >= 1, !stretches.isEmpty else { return nil }
    let start = min((step - 1) / stepsPerStretch, stretches.count - 1)
    guard let index = stretches[...start].lastIndex(where: { $0.mean != nil }) else { return nil }
    let first = index * stepsPerStretch + 1
    return (first...first + stepsPerStretch - 1, stretches[index])
  }

  /// The value of a step, or the mean of its stretch.
  func value(at step: Int) -> Double? { stretch(at: step)?.1.mean }

  /// What happened in some steps, joined.
  func joined(_ steps: ClosedRange<Int>) -> Stretch {
    let first = max((steps.lowerBound - 1) / stepsPerStretch, 0)
    let last = min((steps.upperBound - 1) / stepsPerStretch, stretches.count - 1)
    var joined = Stretch()
    if first <= last { for index in first...last { joined.join(stretches[index]) } }
    return joined
  }

  /// The stretches that reach into some steps, with the middle of each.
  func points(in steps: ClosedRange<Int>) -> [(middle: Double, stretch: Stretch)] {
    let first = max((steps.lowerBound - 1) / stepsPerStretch, 0)
    let last = min((steps.upperBound - 1) / stepsPerStretch, stretches.count - 1)
    guard first <= last else { return [] }
    return (first...last).map {
      (Double($0 * stepsPerStretch) + Double(stepsPerStretch + 1) / 2, stretches[$0])
    }
  }
}
