import Foundation
import Training

/// How far an export is, in a line on standard error that is written over and over; nothing where that is
/// no terminal.
final class ExportProgress {
  private let total: Int
  private var lastLine = ContinuousClock.now
  private var calls = 0
  private var isLineOpen = false
  private let isStopped: () -> Bool

  /// - Parameters:
  ///   - total: bytes of the log.
  ///   - isStopped: whether to give up.
  init(total: Int, isStopped: @escaping () -> Bool) {
    self.total = max(total, 1)
    self.isStopped = isStopped
  }

  deinit { if isLineOpen { StandardStream.error.write("\r\u{1B}[K") } }

  /// Takes how many bytes were read; throws where it was asked to give up.
  func watch(_ bytes: Int) throws(RunError) {
    calls += 1
    guard calls % 100 == 0 else { return }
    if isStopped() { throw RunError(.other, "interrupted") }
    let now = ContinuousClock.now
    guard StandardStream.error.isTerminal, now - lastLine > .milliseconds(100) else { return }
    lastLine = now
    isLineOpen = true
    let share = min(Double(bytes) / Double(total), 1)
    StandardStream.error.write("\r\u{1B}[Kreading the log: \(Int(100 * share)) %")
  }
}
