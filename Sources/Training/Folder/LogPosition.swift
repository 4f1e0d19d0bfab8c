import Channel

/// Where a run's log stood when a checkpoint was written: a run that goes on from there goes on writing there.
struct LogPosition: Codable, Equatable, Comparable {
  /// Lines of `run.jsonl`.
  var log = 0
  /// Lines of `plan.txt`.
  var plan = 0
  /// Name of the line of training that was followed.
  var fork = ForkName.main
  /// Names of all lines, in the order of their beginnings.
  var forks = [ForkName.main]

  static func < (left: LogPosition, right: LogPosition) -> Bool { left.log < right.log }

  /// Why no log can stand there; `nil` where one can.
  var objection: String? {
    let isSound =
      log >= 0 && plan >= 0 && forks.first == ForkName.main && forks.contains(fork)
      && forks.allSatisfy(ForkName.isName) && Set(forks).count == forks.count
    return isSound ? nil : "the log's position: expected lines from 0 on, and names of forks"
  }
}
