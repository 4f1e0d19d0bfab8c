/// Checkpoints that a run can go back to, of each of its forks: close together where they are new, far
/// apart where they are old, the newest in memory, the others in files.
struct TimeLine {
  /// Where a checkpoint is.
  fileprivate enum Place {
    case memory(TrainingState)
    /// A file of the time line's own.
    case file(String)
    /// A file that someone else keeps.
    case kept(String)
  }

  fileprivate struct Entry {
    let step: Int
    /// Bytes, near enough.
    let size: Int
    var place: Place

    var isInMemory: Bool { if case .memory = place { true } else { false } }
    /// Whether it counts against the limits.
    var isOwn: Bool { if case .kept = place { false } else { true } }
  }

  /// Checkpoints that were put aside, for the run may come back to them.
  struct Segment {
    fileprivate var entries: [Entry] = []

    /// Bytes in memory.
    var size: Int { entries.reduce(0) { $1.isInMemory ? $0 + $1.size : $0 } }
  }

  /// What the time line needs done with files; paths are from the run's folder on.
  struct Files {
    var write: (TrainingState, _ fork: String) throws(RunError) -> String
    var read: (String) throws(RunError) -> TrainingState
    var remove: (String) -> Void
  }

  /// Steps between two checkpoints that are added, at least.
  static let leastInterval = 10
  /// Checkpoints of one fork at most.
  private static let capacity = 64

  /// Checkpoints in memory at most: what is older survives a program that is killed.
  private static let memoryCapacity = 16

  private let files: Files
  /// Bytes that all checkpoints may take, a quarter of them in memory.
  private let limit: Int
  /// By the names of the forks, in the order of their steps.
  private var entries: [String: [Entry]] = [:]
  /// Why a checkpoint could not be moved into a file, and is gone; until it is asked for.
  private var failure: RunError?

  init(limit: Int, files: Files) {
    self.limit = max(limit, 0)
    self.files = files
  }

  // MARK: Looking

  /// The steps that one can go back to.
  var steps: [String: [Int]] { entries.mapValues { $0.map(\.step) } }

  /// Those of a fork.
  func steps(of fork: String) -> [Int] { entries[fork, default: []].map(\.step) }

  /// Steps between two checkpoints of a size that are added: fewer are worth it where few can be kept.
  func interval(size: Int) -> Int {
    let count = min(max(limit / max(size, 1), 1), Self.capacity)
    return Self.leastInterval * ((Self.capacity + count - 1) / count)
  }

  /// The checkpoint at a step or the last one before it that can be read; `nil` where there is none. Those
  /// that cannot be read are forgotten.
  mutating func state(of fork: String, at step: Int) throws(RunError) -> TrainingState? {
    var failure: RunError?
    while let index = entries[fork]?.lastIndex(where: { $0.step <= step }),
      let place = entries[fork]?[index].place
    {
      switch place {
      case .memory(let state): return state
      case .file(let path), .kept(let path):
        do {
          return try files.read(path)
        } catch {
          failure = failure ?? error
          entries[fork]?.remove(at: index)
        }
      }
    }
    if let failure { throw failure }
    return nil
  }

  /// Why a checkpoint is gone that should have become a file; told once.
  mutating func takeFailure() -> RunError? {
    defer { failure = nil }
    return failure
  }

  // MARK: Adding

  /// Adds a checkpoint to the end of a fork; the older ones make room for it.
  mutating func add(_ state: TrainingState, to fork: String) {
    guard state.size <= limit else { return }
    insert(Entry(step: state.step, size: state.size, place: .memory(state)), into: fork)
    makeRoom(in: fork)
  }

  /// Adds a file that others keep: it costs nothing here.
  mutating func add(kept path: String, step: Int, to fork: String) {
    insert(Entry(step: step, size: 0, place: .kept(path)), into: fork)
  }

  /// Adds a file of the time line's own, of the program before.
  mutating func add(own path: String, step: Int, size: Int, to fork: String) {
    insert(Entry(step: step, size: size, place: .file(path)), into: fork)
  }

  /// Puts aside what a fork has behind a step, and in its place what was put aside before.
  mutating func swap(_ fork: String, after step: Int, _ segment: Segment) -> Segment {
    let line = entries[fork, default: []]
    entries[fork] = line.filter { $0.step <= step } + segment.entries
    return Segment(entries: line.filter { $0.step > step })
  }

  /// Forgets what was put aside.
  func forget(_ segments: [Segment]) {
    for entry in segments.flatMap(\.entries) { remove(entry) }
  }

  /// Moves what is in memory into files, so that the next program finds it.
  mutating func writeAll() {
    while moveOldestIntoFile() {}
    while sum(where: { !$0.isInMemory }) > limit, thinOut() {}
  }

  private mutating func insert(_ entry: Entry, into fork: String) {
    if let last = entries[fork]?.last, last.step == entry.step {
      remove(last)
      entries[fork]?.removeLast()
    }
    entries[fork, default: []].append(entry)
  }

  private func sum(where counts: (Entry) -> Bool) -> Int {
    entries.values.joined().reduce(0) { $1.isOwn && counts($1) ? $0 + $1.size : $0 }
  }

  private mutating func makeRoom(in fork: String) {
    while entries[fork, default: []].count(where: \.isOwn) > Self.capacity, thinOut(fork) {}
    while sum(where: { _ in true }) > limit, thinOut() {}
    while entries.values.joined().count(where: \.isInMemory) > Self.memoryCapacity
      || sum(where: \.isInMemory) > limit / 4, moveOldestIntoFile()
    {}
  }

  /// Takes the checkpoint away that is missed least: where the gap that it leaves is smallest, measured
  /// by its age. So distances grow with age. The first and the last of a fork go only where none else
  /// is left.
  ///
  /// - Parameter fork: where to look; `nil` for everywhere.
  /// - Returns: `false` where there was nothing to take.
  private mutating func thinOut(_ fork: String? = nil) -> Bool {
    var least: (cost: Double, fork: String, index: Int)?
    // In the order of their names, so that the same is taken in every run.
    for name in entries.keys.sorted() where fork.map({ $0 == name }) ?? true {
      let line = entries[name, default: []]
      for (index, entry) in line.enumerated() where entry.isOwn {
        let isEnd = index == 0 || index == line.count - 1
        let age = Double(line[line.count - 1].step - entry.step + 1)
        let cost =
          isEnd ? 1e9 + Double(index) : Double(line[index + 1].step - line[index - 1].step) / age
        if cost < least?.cost ?? .infinity { least = (cost, name, index) }
      }
    }
    guard let least, let entry = entries[least.fork]?.remove(at: least.index) else { return false }
    remove(entry)
    return true
  }

  /// `false` where nothing is in memory.
  private mutating func moveOldestIntoFile() -> Bool {
    let forks = entries.compactMap { fork, line in
      line.firstIndex(where: \.isInMemory).map { (step: line[$0].step, fork: fork, index: $0) }
    }
    guard let oldest = forks.min(by: { ($0.step, $0.fork) < ($1.step, $1.fork) }),
      case .memory(let state)? = entries[oldest.fork]?[oldest.index].place
    else { return false }
    do {
      entries[oldest.fork]?[oldest.index].place = .file(try files.write(state, oldest.fork))
    } catch {
      failure = error
      entries[oldest.fork]?.remove(at: oldest.index)
    }
    return true
  }

  private func remove(_ entry: Entry) {
    if case .file(let path) = entry.place { files.remove(path) }
  }
}
