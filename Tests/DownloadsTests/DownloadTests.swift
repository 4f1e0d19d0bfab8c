import Downloads
import Foundation
import Samples
import Synchronization
import Testing

/// Downloads from a server that fails in every way.
@Suite(.serialized)
struct DownloadTests {
  private static let content = (0..<100_000).map { UInt8(truncatingIfNeeded: ($0 * $0) >> 3) }
  private static let checksum = content.withUnsafeBytes { bytes in
    var digest = SHA256()
    digest.update(bytes)
    return digest.hexadecimal
  }

  /// What became of a download.
  private struct Outcome {
    var error: DatasetError?
    var content: [UInt8]?
    /// What is left of a file that is not whole.
    var part: [UInt8]?
    var notices: [String] = []
    var progress: [Int] = []
  }

  private func fetch(
    _ servers: TestServer..., beginning: [UInt8]? = nil, addresses: [String]? = nil,
    expecting checksum: String = checksum, patience: Double = 5
  ) throws -> Outcome {
    // Whatever proxy there is, it is not asked for this machine.
    setenv("no_proxy", "127.0.0.1", 1)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("file.gz")
    let part = folder.appendingPathComponent("file.gz.part")
    if let beginning { try Data(beginning).write(to: part) }
    var policy = Download.Policy()
    (policy.attempts, policy.pause, policy.patience) = (3, 0.001, patience)
    let source = PublishedDataset.File(
      name: "file.gz", addresses: addresses ?? servers.map { $0.address + "/file.gz" },
      length: Self.content.count, checksum: checksum)
    var outcome = Outcome()
    do throws(DatasetError) {
      try Download(source, to: folder.path, policy: policy).run {
        outcome.progress.append($0)
      } notice: {
        outcome.notices.append($0)
      }
    } catch {
      outcome.error = DatasetError(
        error.kind, error.description.replacing(folder.path, with: "FOLDER"))
    }
    outcome.content = (try? Data(contentsOf: file)).map { [UInt8]($0) }
    outcome.part = (try? Data(contentsOf: part)).map { [UInt8]($0) }
    return outcome
  }

  /// The file is there, right, and nothing else.
  private func expectSuccess(
    _ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.error == nil, sourceLocation: sourceLocation)
    #expect(outcome.content == Self.content, sourceLocation: sourceLocation)
    #expect(outcome.part == nil, sourceLocation: sourceLocation)
    #expect(outcome.progress.last == Self.content.count, sourceLocation: sourceLocation)
  }

  @Test func aFileIsFetched() throws {
    let server = try TestServer { _, _ in .content(Self.content) }
    let outcome = try fetch(server)
    expectSuccess(outcome)
    #expect(server.seen.map(\.path) == ["/file.gz"] && outcome.notices.isEmpty)
  }

  @Test func aBeginningIsGoneOnWith() throws {
    let server = try TestServer { _, _ in .content(Self.content) }
    expectSuccess(try fetch(server, beginning: Array(Self.content.prefix(60_000))))
    #expect(server.seen.map(\.start) == [60_000])
  }

  @Test func aWholeBeginningNeedsNoServer() throws {
    let outcome = try fetch(beginning: Self.content, addresses: ["http://127.0.0.1:1/file.gz"])
    #expect(outcome.error == nil && outcome.content == Self.content)
  }

  @Test func aConnectionThatIsCutIsTakenUpAgain() throws {
    let server = try TestServer { _, number in
      number < 3 ? .cut(Self.content, after: 20_000) : .content(Self.content)
    }
    let outcome = try fetch(server)
    expectSuccess(outcome)
    #expect(outcome.notices.count == 3)
    #expect(server.seen.map(\.start) == server.seen.map(\.start).sorted())
    #expect(server.seen.last?.start ?? 0 > 0)
  }

  @Test func silenceIsGivenUp() throws {
    let server = try TestServer { _, number in
      number == 0 ? .silence(Self.content, after: 30_000) : .content(Self.content)
    }
    let outcome = try fetch(server, patience: 0.5)
    expectSuccess(outcome)
    #expect(outcome.notices.first?.contains("silent for 1 s; trying again") == true)
  }

  /// Slow is not silent.
  @Test func slownessIsBorne() throws {
    let server = try TestServer { _, _ in .slow(Self.content, bytes: 10_000, milliseconds: 120) }
    let outcome = try fetch(server, patience: 0.9)
    expectSuccess(outcome)
    #expect(outcome.notices.isEmpty && server.seen.count == 1)
    #expect(outcome.progress == outcome.progress.sorted() && outcome.progress.count > 3)
  }

  @Test func serversThatAreBusyAreAskedAgain() throws {
    let server = try TestServer { _, number in
      [.status(503), .status(429), .content(Self.content)][min(number, 2)]
    }
    let outcome = try fetch(server)
    expectSuccess(outcome)
    #expect(outcome.notices.map { $0.contains("HTTP status") } == [true, true])
  }

  @Test func redirectionsAreFollowed() throws {
    let server = try TestServer { request, _ in
      request.path == "/other" ? .content(Self.content) : .redirection("/other")
    }
    expectSuccess(try fetch(server))
    #expect(server.seen.map(\.path) == ["/file.gz", "/other"])
  }

  /// One address after the other, each with its reason; the second has the file.
  @Test(
    arguments: [
      (.status(404), "HTTP status 404"), (.status(403), "HTTP status 403"),
      (.announced(99_999, Array(content.prefix(99_999))), "99999 bytes, expected 100000"),
      (.announced(200_000, content + content), "200000 bytes, expected 100000"),
      (.encoded(content), "the encoding 'x-gzip', expected the file as it is"),
      (.redirection("/file.gz"), "more than 5 redirections"),
    ] as [(TestServer.Answer, String)])
  func whatWillBeNoBetterIsSoughtElsewhere(answer: TestServer.Answer, reason: String) throws {
    let bad = try TestServer { _, _ in answer }
    let good = try TestServer { _, _ in .content(Self.content) }
    expectSuccess(try fetch(bad, good))
    let outcome = try fetch(bad)
    #expect(
      outcome.error
        == DatasetError(
          .unreadable,
          "file.gz cannot be fetched from 127.0.0.1: \(reason). A copy from elsewhere can be put "
            + "into FOLDER; then repeat the command"))
    #expect(outcome.content == nil)
  }

  /// Whatever keeps on failing ends, in one line.
  @Test(
    arguments: [
      .closed, .noise, .status(500), .cut(content, after: 0), .silence(content, after: 0),
    ] as [TestServer.Answer])
  func whatKeepsFailingEnds(_ answer: TestServer.Answer) throws {
    let server = try TestServer { _, _ in answer }
    let outcome = try fetch(server, beginning: [9, 9], patience: 0.3)
    let error = try #require(outcome.error)
    #expect(error.description.hasPrefix("file.gz cannot be fetched from 127.0.0.1: "))
    #expect(!error.description.contains("\u{1B}") && !error.description.contains("\n"))
    #expect(outcome.content == nil && server.seen.count < 12)
  }

  /// Wrong bytes are noticed and never taken up; a wrong beginning costs one more try.
  @Test func onlyRightBytesAreBelieved() throws {
    var wrong = Self.content
    wrong[50_000] ^= 1
    let server = try TestServer { [wrong] _, _ in .content(wrong) }
    let outcome = try fetch(server)
    #expect(outcome.error?.kind == .malformed)
    #expect(outcome.error?.description.contains("SHA-256 ") == true)
    #expect(outcome.error?.description.contains(", expected \(Self.checksum)") == true)
    #expect(outcome.content == nil && outcome.part == nil && server.seen.count == 2)

    let good = try TestServer { _, _ in .content(Self.content) }
    let healed = try fetch(good, beginning: Array(wrong.prefix(70_000)))
    expectSuccess(healed)
    #expect(good.seen.map(\.start) == [70_000, 0] && healed.notices.count == 1)
    expectSuccess(try fetch(good, beginning: Self.content + [1]))
    expectSuccess(try fetch(server, good))
  }

  /// A server that knows no ranges sends all, or the wrong one: all is taken from the beginning.
  @Test(arguments: [.wholeContent(content), .wrongRange(content)] as [TestServer.Answer])
  func serversWithoutRangesBeginAnew(_ answer: TestServer.Answer) throws {
    let server = try TestServer { _, _ in answer }
    expectSuccess(try fetch(server, beginning: [1, 2, 3]))
  }

  @Test func nobodyThereIsSaid() throws {
    // Port 1 is nobody's.
    let outcome = try fetch(addresses: ["http://127.0.0.1:1/file.gz"])
    let error = try #require(outcome.error)
    #expect(error.kind == .unreadable)
    #expect(
      error.description.contains(
        "127.0.0.1: the host cannot be reached (is there a network?). A copy "))
    let nameless = try fetch(addresses: ["http://nobody.invalid/file.gz"])
    #expect(nameless.error?.description.contains("nobody.invalid: the host") == true)
    for address in ["", "ftp://host/file.gz", "http://", "file:///etc/passwd"] {
      #expect(try fetch(addresses: [address]).error?.kind == .usage)
    }
  }
}
