import Dispatch
import Foundation

/// Whether whoever started the program wants it to ignore a signal, as `nohup` does.
private func isIgnored(_ number: Int32) -> Bool {
  let before = signal(number, SIG_IGN)
  signal(number, before)
  return unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}

/// Runs `body` while signals that ask the program to end go to `handler`, on another thread.
func withStopSignals(
  _ handler: @escaping @Sendable (Int32) -> Void, during body: () throws -> Void
) rethrows {
  let queue = DispatchQueue(label: "densenet-explorer.signals")
  let sources = [SIGINT, SIGTERM, SIGQUIT, SIGHUP].filter { !isIgnored($0) }.map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler { handler(number) }
    source.resume()
    return source
  }
  defer {
    for source in sources { source.cancel() }
  }
  try body()
}
