import Channel

/// The lines of a run, and where each branched off.
struct ForkTree: Sendable, Equatable {
  private struct Fork: Equatable {
    let name: String
    let parent: String
    /// The last step that it shares with its parent.
    var step: Int
  }

  /// In the order of their beginnings.
  private var forks: [Fork] = []

  /// All lines, that with which the run began first.
  var names: [String] { [ForkName.main] + forks.map(\.name) }

  mutating func add(_ name: String, from parent: String, at step: Int) {
    guard !names.contains(name) else { return }
    forks.append(Fork(name: name, parent: parent, step: step))
  }

  /// A line has gone back, and shares no more than that with those that branched off later.
  mutating func goBack(_ name: String, to step: Int) {
    // Itself too, where it has gone back behind its own beginning.
    for index in forks.indices where forks[index].parent == name || forks[index].name == name {
      forks[index].step = min(forks[index].step, step)
    }
  }

  /// Where a line branched off; `nil` of the one with which the run began.
  func origin(of name: String) -> (parent: String, step: Int)? {
    forks.first { $0.name == name }.map { ($0.parent, $0.step) }
  }

  /// The last step that two lines share.
  func sharedStep(_ left: String, _ right: String) -> Int {
    let (left, right) = (way(to: left), way(to: right))
    for (name, step) in left {
      if let other = right.first(where: { $0.name == name }) { return min(step, other.step) }
    }
    return 0
  }

  /// A line, its parent, that one's parent, …, each with the last step that is the line's own too.
  private func way(to name: String) -> [(name: String, step: Int)] {
    var way = [(name: name, step: Int.max)]
    while let last = way.last, let origin = origin(of: last.name) {
      way.append((origin.parent, min(last.step, origin.step)))
    }
    return way
  }
}
