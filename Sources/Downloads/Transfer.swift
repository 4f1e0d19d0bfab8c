import Dispatch
import Foundation
import Samples
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// One request to a server, whose answer goes into a file.
///
/// Foundation's URL session does the talking: it is part of the toolchain, where a library of its own would
/// have to be installed, and knows proxies and certificates.
final class Transfer: NSObject, URLSessionDataDelegate, Sendable {
  /// How a request ended.
  enum End: Equatable {
    /// The server sent all that it said it would.
    case complete
    /// What it says will be no better next time.
    case refused(String)
    /// What may be better next time.
    case broken(String)
    /// Nobody is there, or there is no network.
    case unreachable(String)
    /// The file cannot be written.
    case unwritable(String)
  }

  private static let mostRedirections = 5

  private let file: PartialFile
  private let isOver = DispatchSemaphore(value: 0)
  private let state = Mutex(State())

  private struct State {
    var end: End?
    var redirections = 0
    var lastSign = ContinuousClock.now
  }

  private init(_ file: PartialFile) { self.file = file }

  /// Asks for what a file misses and waits for the end.
  ///
  /// - Parameters:
  ///   - patience: seconds without a byte after which the request is given up.
  ///   - progress: is told the file's length now and then.
  static func run(
    _ address: URL, into file: PartialFile, patience: Double, progress: (Int) -> Void
  ) -> End {
    var request = URLRequest(url: address)
    // A file that is compressed is wanted as it is.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    request.setValue("densenet-explorer", forHTTPHeaderField: "User-Agent")
    if file.length > 0 {
      request.setValue("bytes=\(file.length)-", forHTTPHeaderField: "Range")
    }
    let configuration = URLSessionConfiguration.ephemeral
    configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
    // Longer than the patience here, which knows what it waited for.
    configuration.timeoutIntervalForRequest = 2 * patience + 10
    let transfer = Transfer(file)
    let session = URLSession(configuration: configuration, delegate: transfer, delegateQueue: nil)
    let task = session.dataTask(with: request)
    task.resume()
    while transfer.isOver.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
      progress(file.length)
      let silence = ContinuousClock.now - transfer.state.withLock(\.lastSign)
      if silence > .seconds(patience) {
        transfer.give(.broken("silent for \(Int(patience.rounded(.up))) s"))
        task.cancel()
        break
      }
    }
    session.invalidateAndCancel()
    progress(file.length)
    return transfer.state.withLock { $0.end ?? .broken("no answer") }
  }

  /// The first word about the end counts.
  private func give(_ end: End) { state.withLock { $0.end = $0.end ?? end } }

  private var isGiven: Bool { state.withLock { $0.end != nil } }

  func urlSession(
    _ session: URLSession, task: URLSessionTask,
    willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
    completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    let count = state.withLock { state in
      state.redirections += 1
      return state.redirections
    }
    let wasSecure = task.currentRequest?.url?.scheme == "https"
    if count > Self.mostRedirections {
      give(.refused("more than \(Self.mostRedirections) redirections"))
      completionHandler(nil)
    } else if wasSecure && request.url?.scheme != "https" {
      give(.refused("a redirection from https to \(request.url?.scheme ?? "nothing")"))
      completionHandler(nil)
    } else {
      completionHandler(request)
    }
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    state.withLock { $0.lastSign = .now }
    if let end = objection(to: response) { give(end) }
    completionHandler(isGiven ? .cancel : .allow)
  }

  /// What keeps an answer from being what was asked for; `nil` where the file takes what follows.
  private func objection(to response: URLResponse) -> End? {
    guard let answer = response as? HTTPURLResponse else { return .refused("no HTTP") }
    let length = answer.value(forHTTPHeaderField: "Content-Length").flatMap { Int($0) }
    // The session would decompress it, and nothing could say any more whether it is the published file.
    let encoding = answer.value(forHTTPHeaderField: "Content-Encoding") ?? "identity"
    guard encoding.lowercased() == "identity" else {
      return .refused("the encoding '\(encoding.prefix(20))', expected the file as it is")
    }
    switch answer.statusCode {
    case 200:
      // From the beginning, whatever was asked for.
      guard length == nil || length == file.expectedLength else {
        return .refused("\(length ?? 0) bytes, expected \(file.expectedLength)")
      }
      return file.begin(at: 0) ? nil : .unwritable(file.failure)
    case 206:
      // As in "bytes 200-999/1000".
      let range = answer.value(forHTTPHeaderField: "Content-Range") ?? ""
      guard range.hasPrefix("bytes \(file.length)-"), range.hasSuffix("/\(file.expectedLength)")
      else {
        _ = file.begin(at: 0)
        return .broken("'\(range.prefix(80))', expected bytes from \(file.length) on")
      }
      return nil
    case 416:
      _ = file.begin(at: 0)
      return .broken("HTTP status 416")
    case 408, 425, 429, 500...599: return .broken("HTTP status \(answer.statusCode)")
    default: return .refused("HTTP status \(answer.statusCode)")
    }
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard !isGiven else { return }
    state.withLock { $0.lastSign = .now }
    guard file.length + data.count <= file.expectedLength else {
      give(.refused("more than the \(file.expectedLength) bytes that were expected"))
      dataTask.cancel()
      return
    }
    if !file.append(data) {
      give(.unwritable(file.failure))
      dataTask.cancel()
    }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    give(error.map(Self.end) ?? .complete)
    isOver.signal()
  }

  private static func end(_ error: any Error) -> End {
    switch (error as? URLError)?.code {
    case .cannotFindHost?, .dnsLookupFailed?:
      .unreachable("the host's name cannot be looked up (is there a network?)")
    case .cannotConnectToHost?: .unreachable("the host cannot be reached (is there a network?)")
    case .notConnectedToInternet?: .unreachable("there is no network")
    case .timedOut?: .broken("the host does not answer")
    case .networkConnectionLost?: .broken("the connection was lost")
    case .secureConnectionFailed?, .serverCertificateUntrusted?, .serverCertificateHasBadDate?:
      .refused("the host's certificate is not trusted")
    default: .broken(error.localizedDescription)
    }
  }
}
