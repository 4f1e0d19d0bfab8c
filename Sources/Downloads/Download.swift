import Foundation
import Samples

/// Fetching a file: from whichever of its addresses has it, again where the network fails, going on where an
/// earlier attempt ended, and believed only when its checksum is right.
public struct Download: Sendable {
  /// How patient it is.
  public struct Policy: Sendable {
    /// Attempts in a row that brought nothing, for each address.
    public var attempts = 4
    /// Seconds before the second attempt; twice as many before each that follows.
    public var pause = 1.0
    /// Seconds without a byte after which an attempt is given up.
    public var patience = 30.0

    /// The usual patience.
    public init() {}
  }

  /// However little each brings.
  private static let mostAttempts = 1000

  private let source: PublishedDataset.File
  private let folder: String
  private let policy: Policy

  /// - Parameter folder: where the file goes; what has come of it stands there as `NAME.part`.
  public init(_ source: PublishedDataset.File, to folder: String, policy: Policy = Policy()) {
    self.source = source
    self.folder = folder
    self.policy = policy
  }

  private var path: String { folder + "/" + source.name }

  /// Fetches it, unless it is there.
  ///
  /// - Parameters:
  ///   - progress: is told how many bytes there are, now and then.
  ///   - notice: is told in a line what went wrong before something is tried anew.
  /// - Throws: one line that says why it could not be had, and what can be done.
  public func run(
    progress: (Int) -> Void = { _ in }, notice: (String) -> Void = { _ in }
  ) throws(DatasetError) {
    if FileManager.default.fileExists(atPath: path), (try? check(path)) != nil { return }
    let part = path + ".part"
    var failures: [String] = []
    var isWrong = false
    for address in source.addresses {
      guard let url = URL(string: address), ["http", "https"].contains(url.scheme),
        let host = url.host
      else {
        throw DatasetError(.usage, "'\(address)': expected an address with http:// or https://")
      }
      // A beginning from before, or from elsewhere, may have been wrong: then once more from nothing.
      for isLastTry in [false, true] {
        let file = try PartialFile(part, expectedLength: source.length)
        if let reason = try attempts(url, file, host, progress, notice) {
          failures.append("\(host): \(reason)")
          break
        }
        do {
          try finish(part)
          return
        } catch {
          guard error.kind == .malformed else { throw error }
          unlink(part)
          isWrong = true
          if isLastTry { failures.append("\(host): \(finding(error))") }
          if !isLastTry { notice("\(source.name): \(finding(error)); trying once more") }
        }
      }
    }
    throw DatasetError(
      isWrong ? .malformed : .unreadable,
      "\(source.name) cannot be fetched from \(failures.joined(separator: ", nor from ")). "
        + "A copy from elsewhere can be put into \(folder); then repeat the command")
  }

  /// Tries one address until the file is whole.
  ///
  /// - Returns: why that cannot be; `nil` where it is.
  private func attempts(
    _ url: URL, _ file: PartialFile, _ host: String, _ progress: (Int) -> Void,
    _ notice: (String) -> Void
  ) throws(DatasetError) -> String? {
    var inVain = 0
    let beginning = file.length
    for _ in 0..<Self.mostAttempts where file.length < source.length {
      let before = file.length
      let end = Transfer.run(url, into: file, patience: policy.patience, progress: progress)
      let reason: String
      switch end {
      case .complete where file.length == source.length: return nil
      case .complete: reason = "ended after \(file.length) of \(source.length) bytes"
      case .refused(let why): return why
      case .unwritable(let why):
        throw DatasetError(.unreadable, "\(file.path): cannot be written: \(why)")
      // Waiting for a network that was not there at all helps nobody.
      case .unreachable(let why) where file.length <= beginning: return why
      case .broken(let why), .unreachable(let why): reason = why
      }
      inVain = file.length > before ? 0 : inVain + 1
      if inVain >= policy.attempts { return reason }
      notice("\(source.name) from \(host): \(reason); trying again")
      Thread.sleep(forTimeInterval: policy.pause * Double(1 << max(inVain - 1, 0)))
    }
    return file.length == source.length ? nil : "too many attempts"
  }

  /// Gives the file its name, if it is what it should be.
  private func finish(_ part: String) throws(DatasetError) {
    try check(part)
    guard rename(part, path) == 0 else {
      throw DatasetError(
        .unreadable, "\(path): cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  private func check(_ path: String) throws(DatasetError) {
    let found = try ChecksumList.checksum(of: path)
    guard found == source.checksum else {
      throw DatasetError(.malformed, "\(path): SHA-256 \(found), expected \(source.checksum)")
    }
  }

  /// What an error says of the file, without its name.
  private func finding(_ error: DatasetError) -> String {
    error.description.firstRange(of: ": ").map { String(error.description[$0.upperBound...]) }
      ?? error.description
  }
}
