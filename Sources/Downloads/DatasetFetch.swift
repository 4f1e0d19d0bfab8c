import Foundation
import Samples

/// Fetching a data set: its files, one after the other, then its folder at once.
///
/// Everything goes into `NAME.part` beside the folder that is to be, where the next attempt goes on; the
/// folder itself is there only when all is right.
public struct DatasetFetch: Sendable {
  private let dataset: PublishedDataset
  private let root: String
  private let policy: Download.Policy

  /// - Parameters:
  ///   - root: the folder of data sets.
  ///   - mirror: the address of a folder that has the files, in place of the usual addresses.
  public init(
    _ dataset: PublishedDataset, root: String = FetchedFolder.root, mirror: String? = nil,
    policy: Download.Policy = Download.Policy()
  ) {
    self.dataset = mirror.map { dataset.from($0) } ?? dataset
    self.root = root
    self.policy = policy
  }

  /// Where the data set goes.
  public var folder: String { root + "/" + dataset.name }

  /// Whether it is there.
  public var isThere: Bool { FileManager.default.fileExists(atPath: folder) }

  /// Fetches it, unless it is there.
  ///
  /// - Parameters:
  ///   - progress: is told a file's name, its bytes so far and all of them.
  ///   - notice: is told in a line what is done, or what went wrong before it is tried anew.
  public func run(
    progress: (_ file: String, _ done: Int, _ length: Int) -> Void = { _, _, _ in },
    notice: (String) -> Void = { _ in }
  ) throws(DatasetError) {
    guard !isThere else { return }
    let staging = folder + ".part"
    do {
      try FileManager.default.createDirectory(
        atPath: staging, withIntermediateDirectories: true)
    } catch {
      throw DatasetError(
        .unreadable, "\(staging): cannot be made: \(String(cString: strerror(errno)))")
    }
    // Two at the same time would write into each other's files. The lock goes with its file's descriptor.
    let lock = open(staging + "/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    defer { if lock >= 0 { close(lock) } }
    guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw DatasetError(
        .unreadable, "\(staging): another fetch is under way there, expected it to end first")
    }
    for file in dataset.files {
      try Download(file, to: staging, policy: policy).run(
        progress: { progress(file.name, $0, file.length) }, notice: notice)
    }
    try unpack(in: staging, notice)
    try finish(staging)
  }

  private func unpack(in staging: String, _ notice: (String) -> Void) throws(DatasetError) {
    guard !dataset.members.isEmpty else { return }
    for file in dataset.files {
      notice("unpacking \(file.name)")
      try TarArchive.extract(
        staging + "/" + file.name, files: dataset.members, into: staging)
    }
  }

  /// Writes the checksums, for `datasets verify`, and gives the folder its name.
  private func finish(_ staging: String) throws(DatasetError) {
    let names = dataset.members.isEmpty ? dataset.files.map(\.name) : dataset.members
    var entries: [ChecksumList.Entry] = []
    for name in names {
      entries.append(
        ChecksumList.Entry(
          name: name, checksum: try ChecksumList.checksum(of: staging + "/" + name)))
    }
    do {
      let list = staging + "/" + ChecksumList.fileName
      try Data(ChecksumList(entries).text.utf8).write(to: URL(fileURLWithPath: list))
      if !dataset.members.isEmpty {
        for file in dataset.files {
          try FileManager.default.removeItem(atPath: staging + "/" + file.name)
        }
      }
      try? FileManager.default.removeItem(atPath: staging + "/.lock")
      try FileManager.default.moveItem(atPath: staging, toPath: folder)
    } catch {
      throw DatasetError(
        .unreadable, "\(folder): cannot be written: \(error.localizedDescription)")
    }
  }
}

extension PublishedDataset {
  /// The same files from elsewhere.
  fileprivate func from(_ mirror: String) -> PublishedDataset {
    let base = mirror.hasSuffix("/") ? mirror : mirror + "/"
    return PublishedDataset(
      name: name, summary: summary,
      files: files.map {
        File(
          name: $0.name, addresses: [base + $0.name], length: $0.length, checksum: $0.checksum)
      }, members: members)
  }
}
