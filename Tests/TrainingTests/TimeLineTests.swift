import Networks
import Samples
import Synchronization
import Testing

@testable import Training

/// Which checkpoints are kept, and where.
struct TimeLineTests {
  /// Files that are names in a set.
  private final class Files: Sendable {
    private let names = Mutex<Set<String>>([])
    private let isFull: Bool

    init(isFull: Bool = false) { self.isFull = isFull }

    var count: Int { names.withLock(\.count) }

    var timeLineFiles: TimeLine.Files {
      TimeLine.Files(
        write: { (state, fork) throws(RunError) in
          if self.isFull { throw RunError(.inputOutput, "no space left") }
          self.names.withLock { _ = $0.insert("\(fork)/\(state.step)") }
          return "\(fork)/\(state.step)"
        },
        read: { (path) throws(RunError) in
          guard self.names.withLock({ $0.contains(path) }),
            let step = path.split(separator: "/").last.flatMap({ Int($0) })
          else { throw RunError(.missing, path) }
          return Self.state(step)
        },
        remove: { path in self.names.withLock { _ = $0.remove(path) } })
    }

    static let configuration = NetworkConfiguration(
      .tinyDenseNet, input: ImageShape(channels: 1, height: 8, width: 8), classes: 10)

    static func state(_ step: Int) -> TrainingState {
      TrainingState(
        progress: Progress(
          step: step,
          optimizer: SGD(learningRate: 1, momentum: 0, isNesterov: false, weightDecay: 0),
          batchSize: 1, order: SampleOrder(count: 1, seed: 1),
          surgeryGenerator: RandomGenerator(seed: 1)),
        configuration: configuration,
        network: NetworkState(parameters: [:], momenta: [:], statistics: [:]), cuts: [])
    }
  }

  private let size = Files.state(0).size
  /// Room for all.
  private let limit = 1 << 30

  /// Adds a checkpoint every ten steps.
  private func fill(_ timeLine: inout TimeLine, _ fork: String, _ steps: ClosedRange<Int>) {
    for step in stride(from: steps.lowerBound, through: steps.upperBound, by: 10) {
      timeLine.add(Files.state(step), to: fork)
    }
  }

  @Test func distancesGrowWithAge() throws {
    let files = Files()
    var timeLine = TimeLine(limit: limit, files: files.timeLineFiles)
    fill(&timeLine, "main", 0...20_000)
    let steps = timeLine.steps(of: "main")
    #expect(steps.count == 64 && steps.first == 0 && steps.last == 20_000)
    let gaps = zip(steps, steps.dropFirst()).map { $1 - $0 }
    let ages = steps.dropLast().map { 20_000 - $0 }
    #expect(gaps.last == 10)
    // Nowhere more than a quarter of the age, and not so much less that the past has no room.
    for (gap, age) in zip(gaps, ages) { #expect(Double(gap) <= max(0.25 * Double(age), 10)) }
    #expect(gaps.prefix(8).reduce(0, +) > 6000)
    // The newest are in memory, the others in files, which go when their checkpoint goes.
    #expect(files.count == 64 - 16)
    for step in steps { #expect(try timeLine.state(of: "main", at: step)?.step == step) }
    #expect(try timeLine.state(of: "main", at: 19_995)?.step == 19_990)
    #expect(try timeLine.state(of: "other", at: 10) == nil)
  }

  @Test func allForksTogetherStayWithinTheLimit() throws {
    let files = Files()
    var timeLine = TimeLine(limit: 8 * size, files: files.timeLineFiles)
    fill(&timeLine, "main", 0...400)
    fill(&timeLine, "a", 200...900)
    timeLine.add(kept: "main/400", step: 400, to: "main")
    let counts = (timeLine.steps(of: "main").count, timeLine.steps(of: "a").count)
    // A file that others keep costs nothing.
    #expect(counts.0 + counts.1 <= 9 && counts.0 > 1 && counts.1 > 1)
    #expect(timeLine.steps(of: "main").last == 400 && timeLine.steps(of: "a").last == 900)
    #expect(files.count <= 8 && timeLine.interval(size: size) == 80)
    timeLine.writeAll()
    #expect(files.count == counts.0 - 1 + counts.1)
  }

  @Test func whatIsBehindAStepGoesAsideAndComesBack() throws {
    let files = Files()
    var timeLine = TimeLine(limit: limit, files: files.timeLineFiles)
    fill(&timeLine, "main", 0...500)
    let steps = timeLine.steps(of: "main")
    let aside = timeLine.swap("main", after: 255, TimeLine.Segment())
    #expect(timeLine.steps(of: "main").last == 250 && aside.size > 0)
    // Nothing is lost while the run may come back.
    #expect(files.count == 35)
    timeLine.add(Files.state(260), to: "main")
    let other = timeLine.swap("main", after: 255, aside)
    #expect(timeLine.steps(of: "main") == steps)
    timeLine.forget([other])
    timeLine.forget([timeLine.swap("main", after: 0, TimeLine.Segment())])
    #expect(timeLine.steps(of: "main") == [0] && files.count <= 1)
  }

  @Test func aFullDiskLosesTheOldAndSaysSo() throws {
    var timeLine = TimeLine(limit: limit, files: Files(isFull: true).timeLineFiles)
    fill(&timeLine, "main", 0...300)
    #expect(timeLine.steps(of: "main") == Array(stride(from: 150, through: 300, by: 10)))
    #expect(timeLine.takeFailure()?.description == "no space left" && timeLine.takeFailure() == nil)
  }

  @Test func withoutRoomNothingIsKept() throws {
    var timeLine = TimeLine(limit: size - 1, files: Files().timeLineFiles)
    timeLine.add(Files.state(10), to: "main")
    #expect(timeLine.steps(of: "main").isEmpty)
  }
}
