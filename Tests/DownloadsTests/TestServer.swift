import Dispatch
import Foundation
import Synchronization
import Testing

/// A server of HTTP on this machine that does what it is told, wrong things above all.
final class TestServer: Sendable {
  /// What was asked for.
  struct Request: Sendable {
    var path: String
    /// The first byte that is wanted.
    var start: Int
  }

  /// What is sent.
  enum Answer: Sendable {
    /// The content, from the byte on that was asked for.
    case content([UInt8])
    /// The content, whatever part of it was asked for.
    case wholeContent([UInt8])
    /// So many bytes of it, then the connection ends.
    case cut([UInt8], after: Int)
    /// So many bytes of it, then nothing more.
    case silence([UInt8], after: Int)
    /// So many bytes at a time, with as many milliseconds between.
    case slow([UInt8], bytes: Int, milliseconds: UInt32)
    /// A head that announces another length than what follows.
    case announced(Int, [UInt8])
    /// What calls itself compressed on its way.
    case encoded([UInt8])
    /// A status and nothing else.
    case status(Int)
    case redirection(String)
    /// Another part than the one that was asked for.
    case wrongRange([UInt8])
    /// No HTTP.
    case noise
    /// Nothing, not even a head.
    case closed
  }

  let port: UInt16
  private let listener: Int32
  private let requests = Mutex<[Request]>([])
  private let answer: @Sendable (Request, _ number: Int) -> Answer

  var address: String { "http://127.0.0.1:\(port)" }
  var seen: [Request] { requests.withLock(\.self) }

  /// - Parameter answer: takes a request and how many there were before it.
  init(_ answer: @escaping @Sendable (Request, _ number: Int) -> Answer) throws {
    self.answer = answer
    #if canImport(Glibc)
      listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isBound = withUnsafeMutablePointer(to: &place) { place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 16) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    try #require(isBound)
    port = UInt16(bigEndian: place.sin_port)
    // A thread, for tests fill the pool of queues.
    let thread = Thread { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        guard let self else {
          close(connection)
          return
        }
        Thread { self.serve(connection) }.start()
      }
    }
    thread.start()
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    var head: [UInt8] = []
    var byte: UInt8 = 0
    while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
      guard recv(connection, &byte, 1, 0) == 1, head.count < 10_000 else { return }
      head.append(byte)
    }
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
    let path = lines.first?.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
    let start = range?.split(separator: "=").last?.split(separator: "-").first.flatMap { Int($0) }
    let request = Request(path: path, start: start ?? 0)
    let number = requests.withLock { requests in
      requests.append(request)
      return requests.count - 1
    }
    send(answer(request, number), from: start, to: connection)
  }

  private func send(_ answer: Answer, from start: Int?, to connection: Int32) {
    func part(_ content: [UInt8]) -> [UInt8] {
      Array(content.dropFirst(min(start ?? 0, content.count)))
    }
    func begin(_ content: [UInt8]) -> Bool {
      let rest = part(content)
      guard let start else {
        return write("200 OK", ["Content-Length: \(rest.count)"], to: connection)
      }
      return write(
        "206 Partial Content",
        [
          "Content-Range: bytes \(start)-\(content.count - 1)/\(content.count)",
          "Content-Length: \(rest.count)",
        ], to: connection)
    }
    switch answer {
    case .content(let content):
      _ = begin(content) && write(part(content), to: connection)
    case .wholeContent(let content):
      _ =
        write("200 OK", ["Content-Length: \(content.count)"], to: connection)
        && write(content, to: connection)
    case .cut(let content, let count):
      _ = begin(content) && write(Array(part(content).prefix(count)), to: connection)
    case .silence(let content, let count):
      _ = begin(content) && write(Array(part(content).prefix(count)), to: connection)
      // Until the other side has had enough.
      var byte: UInt8 = 0
      _ = recv(connection, &byte, 1, 0)
    case .slow(let content, let bytes, let milliseconds):
      var rest = part(content)[...]
      guard begin(content) else { return }
      while !rest.isEmpty, write(Array(rest.prefix(bytes)), to: connection) {
        rest = rest.dropFirst(bytes)
        usleep(1000 * milliseconds)
      }
    case .announced(let length, let content):
      _ =
        write("200 OK", ["Content-Length: \(length)"], to: connection)
        && write(content, to: connection)
    case .encoded(let content):
      _ =
        write(
          "200 OK", ["Content-Encoding: x-gzip", "Content-Length: \(content.count)"],
          to: connection)
        && write(content, to: connection)
    case .status(let status):
      _ = write("\(status) Status", ["Content-Length: 0"], to: connection)
    case .redirection(let address):
      _ = write(
        "302 Found", ["Location: \(address)", "Content-Length: 0"], to: connection)
    case .wrongRange(let content):
      _ =
        write(
          "206 Partial Content",
          [
            "Content-Range: bytes 0-\(content.count - 1)/\(content.count)",
            "Content-Length: \(content.count)",
          ], to: connection) && write(content, to: connection)
    case .noise: _ = write(Array("\u{1B}[2J no HTTP at all\r\n\r\n".utf8), to: connection)
    case .closed: break
    }
  }

  private func write(_ status: String, _ fields: [String], to connection: Int32) -> Bool {
    let head = (["HTTP/1.1 \(status)"] + fields + ["Connection: close", "", ""])
    return write(Array(head.joined(separator: "\r\n").utf8), to: connection)
  }

  private func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes {
        Foundation.send(
          connection, $0.baseAddress?.advanced(by: done), bytes.count - done, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      done += count
    }
    return true
  }
}
