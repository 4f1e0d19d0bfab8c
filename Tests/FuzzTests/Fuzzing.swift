import Foundation
import Testing

/// Gives one reader a row of cases and says what came of them.
///
/// `Scripts/fuzz-readers` sets `FUZZ_CASES`, `FUZZ_SEED`, `FUZZ_CASE` (that one alone, to repeat it) and
/// `FUZZ_PLACE`, a file that says at which case a program was that came to a sudden end. Without it the cases
/// are a few of what the script tries.
struct Fuzzing {
  /// What a reader made of a case.
  enum Outcome {
    /// It was accepted, and used.
    case accepted
    /// It was refused with this error.
    case refused(String)
  }

  private let reader: String
  private let usualCases: Int
  private let mebibytes: Int
  private let accepted: ClosedRange<Double>
  /// Whether the script runs it, and nothing else.
  static var isAlone: Bool { ProcessInfo.processInfo.environment["FUZZ_CASES"] != nil }
  /// Longer than any case takes on any machine.
  private static let longestCase = Duration.seconds(30)

  /// - Parameters:
  ///   - reader: its name, that of the test.
  ///   - cases: how many are tried unless the script says it.
  ///   - mebibytes: resident memory that all of them may take, which is looked at where the script runs this
  ///     reader alone.
  ///   - accepted: share of cases that get through the reader: with fewer, mutations are too wild to reach
  ///     what lies behind the first checks, with more, too tame to be refused.
  init(
    _ reader: String, cases: Int, mebibytes: Int, accepted: ClosedRange<Double> = 0.05...0.98
  ) {
    self.reader = reader
    usualCases = cases
    self.mebibytes = mebibytes
    self.accepted = accepted
  }

  /// Goes through the cases.
  ///
  /// - Parameter body: makes a case of the dice, gives it to the reader and uses what is accepted.
  func run(_ body: (inout Dice, _ number: Int) throws -> Outcome) throws {
    let environment = ProcessInfo.processInfo.environment
    func number(_ name: String) -> Int? { environment[name].flatMap { Int($0) } }
    let seed = UInt64(number("FUZZ_SEED") ?? 1)
    let cases = number("FUZZ_CASES")
    let range = number("FUZZ_CASE").map { $0..<$0 + 1 } ?? 0..<(cases ?? usualCases)
    let place = environment["FUZZ_PLACE"].map { open($0, O_WRONLY | O_CREAT | O_TRUNC, 0o644) }
    defer { if let place { close(place) } }
    if cases != nil { Memory.forgetGreatest() }
    var (taken, refused) = (0, 0)
    let clock = ContinuousClock()
    let start = clock.now
    for number in range {
      if let place { note(number, at: place) }
      var dice = Dice(seed: seed, case: number)
      let begun = clock.now
      switch try body(&dice, number) {
      case .accepted: taken += 1
      case .refused(let line):
        refused += 1
        if !line.isOneHarmlessLine {
          Issue.record(
            "\(reader), case \(number): the error is no harmless line: \(line.debugDescription)")
        }
      }
      if clock.now - begun > Self.longestCase {
        Issue.record("\(reader), case \(number): took \(clock.now - begun)")
      }
    }
    if range.count >= 200 {
      let share = Double(taken) / Double(range.count)
      #expect(accepted ~= share, "\(reader): a share of \(share) was accepted")
    }
    guard cases != nil else { return }
    let greatest = Memory.greatestMebibytes
    let isLimited = environment["FUZZ_SANITIZED"] == nil
    #expect(
      !isLimited || greatest <= mebibytes,
      "\(reader): \(greatest) MiB, expected at most \(mebibytes)")
    let seconds = (clock.now - start) / .seconds(1)
    print(
      "fuzzed \(reader) \(range.count) \(taken) \(refused) \(Int(seconds.rounded())) \(greatest) "
        + "\(mebibytes)")
  }

  /// Written before each case, for a trap leaves no time for it afterwards.
  private func note(_ number: Int, at place: Int32) {
    let text = Array("\(reader) \(number)\n".utf8)
    pwrite(place, text, text.count, 0)
  }
}

/// Resident memory of this process, as Linux tells it.
private enum Memory {
  /// The greatest since `forgetGreatest`.
  static var greatestMebibytes: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return (line?.split(separator: " ").dropFirst().first).flatMap { Int($0) }.map { $0 / 1024 }
      ?? 0
  }

  static func forgetGreatest() {
    guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
    try? file.write(contentsOf: Data("5".utf8))
  }
}

extension StringProtocol {
  /// Whether a terminal can be shown it as one line: something, and nothing that moves its cursor.
  var isOneHarmlessLine: Bool { !isEmpty && !hasControls }

  /// Whether there is a character of C0 or C1, or one that ends a line.
  var hasControls: Bool {
    unicodeScalars.contains { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: true
      default: false
      }
    }
  }
}
