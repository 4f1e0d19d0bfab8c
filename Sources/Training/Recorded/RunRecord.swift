import Channel
import Foundation

/// What a run has come to, for a list of runs.
public struct RunRecord: Sendable {
  /// Where a run is in its life.
  public enum State: String, Sendable, Codable {
    /// Somebody writes it.
    case running
    /// All steps were done.
    case finished
    /// A person or a script stopped it.
    case stopped
    /// An error ended it.
    case failed
    /// It has no end, and nobody writes it.
    case killed
  }

  /// What one network has come to.
  public struct Network: Sendable {
    /// Its name among those that it is compared with; `nil` of one alone.
    public var label: String?
    /// What it is, for example `DenseNet-BC (22, k=8)`.
    public var name: String
    /// Trained values at the beginning.
    public var parameters: Int
    /// Updates so far.
    public var step = 0
    /// Training loss of the last step; `nil` where there is none, NaN where it was not finite.
    public var loss: Double?
    /// The highest accuracy of an evaluation, 0…1.
    public var bestAccuracy: Double?
    /// The accuracy of the last evaluation, 0…1.
    public var lastAccuracy: Double?
    /// Seconds from the run's beginning to the last step.
    public var seconds: Double?
  }

  /// The run itself.
  public let run: RecordedRun
  /// Where it is in its life.
  public private(set) var state = State.killed
  /// Its networks, one unless some are compared.
  public private(set) var networks: [Network]
  /// Bytes of the folder with all that is in it; of a log alone, its length.
  public private(set) var size: Int

  /// Updates of the network that is furthest.
  public var step: Int { networks.map(\.step).max() ?? 0 }

  /// Bytes at a log's end in which the last step of each network is looked for.
  private static let tail = 1 << 18

  /// Reads what a run has come to.
  public init(_ run: RecordedRun) throws(RunError) {
    self.run = run
    networks = run.started.networks.map {
      Network(label: $0.label, name: $0.name, parameters: $0.parameters)
    }
    let length = try run.reader().length
    size = run.folder.map(Self.size(of:)) ?? length
    var tested: [Network] = networks
    try run.forEachEvent(wanted: ["evaluation"]) { event, _ in
      guard case .evaluation(let evaluation) = event else { return }
      let best = tested[evaluation.network].bestAccuracy ?? 0
      tested[evaluation.network].bestAccuracy = max(best, evaluation.accuracy)
      tested[evaluation.network].lastAccuracy = evaluation.accuracy
    }
    networks = tested
    state = try end(length: length) ?? unfinishedState
  }

  /// Reads the log's end; returns how the run ended, if it did.
  private mutating func end(length: Int) throws(RunError) -> State? {
    let reader = try RunLogReader(run.log, from: length - Self.tail)
    var state: State?
    func lines() throws(RunError) -> RunLogReader.Line? { try reader.next() ?? reader.finish() }
    while let line = try lines() {
      state = nil
      switch line.event {
      case .step(let metrics) where networks.indices.contains(metrics.network):
        networks[metrics.network].step = metrics.step
        networks[metrics.network].loss = metrics.loss
        networks[metrics.network].seconds = metrics.seconds
      case .runEnded(let ended) where ended.network == nil:
        if networks.count == 1 { networks[0].step = ended.step }
        state =
          switch ended.reason {
          case .finished: .finished
          case .stopped: .stopped
          case .failed: .failed
          }
      default: break
      }
    }
    return state
  }

  private var unfinishedState: State {
    run.isBeingWritten ? .running : .killed
  }

  /// Bytes of a folder's files; links are not followed.
  private static func size(of folder: URL) -> Int {
    let keys: [URLResourceKey] = [.fileSizeKey, .isRegularFileKey]
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: keys)
    var size = 0
    for case let file as URL in files ?? FileManager.DirectoryEnumerator() {
      let values = try? file.resourceValues(forKeys: Set(keys))
      if values?.isRegularFile == true { size += values?.fileSize ?? 0 }
    }
    return size
  }
}
