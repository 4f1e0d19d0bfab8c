import Foundation

/// When a run writes checkpoints by itself, and how many of them stay.
public struct CheckpointRule: Sendable, Equatable, Codable {
  /// How often one is written.
  public enum Interval: Sendable, Equatable, Codable {
    case never
    case steps(Int)
    case minutes(Double)
  }

  /// How often one is written.
  public var interval: Interval
  /// How many stay, the newest.
  public var count: Int
  /// Mebibytes that they may take; the newest stays however large it is.
  public var mebibytes: Int

  /// Describes a rule: every two minutes, three of them, in a gibibyte.
  public init(interval: Interval = .minutes(2), count: Int = 3, mebibytes: Int = 1024) {
    self.interval = interval
    self.count = count
    self.mebibytes = mebibytes
  }
}

extension CheckpointRule {
  /// How many may stay.
  public static let counts = 1...1000
  /// Mebibytes that they may be given.
  public static let spaces = 1...1_000_000

  /// Why no run can have such a rule; `nil` if one can.
  public var objection: String? {
    switch interval {
    case .never: break
    case .steps(let count) where !(1...1_000_000_000 ~= count):
      return "checkpoints every \(count) steps: expected 1…1000000000"
    case .minutes(let minutes) where !(minutes > 0 && minutes <= 100_000):
      return "checkpoints every \(minutes) minutes: expected a number over 0, at most 100000"
    case .steps, .minutes: break
    }
    guard Self.counts ~= count else { return "\(count) checkpoints: expected 1…1000" }
    return Self.spaces ~= mebibytes
      ? nil : "\(mebibytes) mebibytes of checkpoints: expected 1…1000000"
  }
}

/// The checkpoints that a run writes by itself.
struct AutomaticCheckpoints {
  private let rule: CheckpointRule
  /// From the run's folder on, the oldest first.
  private var files: [(path: String, size: Int)] = []
  private var lastStep: Int?
  private var lastTime: ContinuousClock.Instant
  /// Before this, none is written, however much is due: writing may take a twentieth of the time.
  private var rest: ContinuousClock.Instant
  /// Whether one is due because a person has changed the run.
  var isDue = false
  /// Whether it was said that one could not be written.
  var isFailureTold = false
  /// The best accuracy on the test part so far, by the names of the forks.
  var bestAccuracy: [String: Double] = [:]

  init(_ rule: CheckpointRule, now: ContinuousClock.Instant) {
    self.rule = rule
    (lastTime, rest) = (now, now)
  }

  /// Whether there are any.
  var isOn: Bool { rule.interval != .never }

  /// Whether one is due after a step.
  mutating func isDue(after step: Int, at now: ContinuousClock.Instant) -> Bool {
    switch rule.interval {
    case .never: return false
    case .steps(let count):
      // A run that goes on counts from where it does.
      let last = lastStep ?? step - step % count
      lastStep = min(last, step)
      if step - last >= count { return true }
    case .minutes(let minutes):
      if now - lastTime >= .seconds(60 * minutes) { return true }
    }
    return isDue && now >= rest
  }

  /// Notes that one was written; returns those that are to be removed for it.
  mutating func add(
    _ path: String, size: Int, step: Int, begun: ContinuousClock.Instant,
    ended: ContinuousClock.Instant
  ) -> [String] {
    (lastStep, lastTime, isDue, isFailureTold) = (step, ended, false, false)
    rest = ended + (ended - begun) * 20
    files.removeAll { $0.path == path }
    files.append((path, size))
    var removed: [String] = []
    while files.count > 1,
      files.count > rule.count || files.reduce(0, { $0 + $1.size }) > rule.mebibytes << 20
    {
      removed.append(files.removeFirst().path)
    }
    return removed
  }

  /// Notes one of the program before.
  mutating func takeUp(_ path: String, size: Int) { files.append((path, size)) }

  /// Notes that one could not be written: the next attempt is as far away as if it had been.
  mutating func noteFailure(after step: Int, at now: ContinuousClock.Instant) {
    (lastStep, lastTime) = (step, now)
    rest = now + .seconds(60)
  }
}
