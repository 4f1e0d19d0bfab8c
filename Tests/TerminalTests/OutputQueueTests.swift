import Foundation
import Testing

@testable import Terminal

/// Terminals that are slow or stopped.
@MainActor
struct OutputQueueTests {
  private let controller: FileHandle
  private let terminal: FileHandle

  init() throws {
    var (controller, terminal): (Int32, Int32) = (-1, -1)
    try #require(openpty(&controller, &terminal, nil, nil, nil) == 0)
    _ = fcntl(controller, F_SETFL, O_NONBLOCK)
    var modes = termios()
    tcgetattr(terminal, &modes)
    cfmakeraw(&modes)
    tcsetattr(terminal, TCSANOW, &modes)
    self.controller = FileHandle(fileDescriptor: controller, closeOnDealloc: true)
    self.terminal = FileHandle(fileDescriptor: terminal, closeOnDealloc: true)
  }

  /// What the terminal shows of what it was sent.
  private func read() -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = Foundation.read(controller.fileDescriptor, &buffer, buffer.count),
      count > 0
    {
      bytes += buffer.prefix(count)
    }
    return bytes
  }

  @Test func aTerminalThatTakesNothingKeepsNobodyWaitingAndLosesNothing() {
    let output = OutputQueue(terminal: terminal.fileDescriptor)
    defer { output.close() }
    let frames = (0..<5).map { frame in (0..<50_000).map { UInt8(truncatingIfNeeded: $0 * frame) } }
    for frame in frames { output.write(frame) }
    #expect(!output.isEmpty)
    var received = read()
    while !output.isEmpty {
      output.flush()
      received += read()
    }
    received += read()
    #expect(received == frames.flatMap(\.self))
  }

  @Test func whatWaitsIsDroppedAtTheEnd() {
    let output = OutputQueue(terminal: terminal.fileDescriptor)
    defer { output.close() }
    #expect(output.finish(withinMilliseconds: 1))
    output.write(Array(repeating: 65, count: 100_000))
    #expect(!output.finish(withinMilliseconds: 1))
    #expect(output.isEmpty)
    _ = read()
    output.write([66])
    #expect(output.isEmpty && read().last == 66)
  }

  /// Other programs that have the terminal must be able to wait for it as before.
  @Test func theTerminalOfOthersStaysAsItWas() {
    let before = fcntl(terminal.fileDescriptor, F_GETFL)
    let output = OutputQueue(terminal: terminal.fileDescriptor)
    output.write([65])
    #expect(fcntl(terminal.fileDescriptor, F_GETFL) == before && before & O_NONBLOCK == 0)
    output.close()
  }

  @Test func aTerminalThatHasGoneEndsNothing() throws {
    let output = OutputQueue(terminal: terminal.fileDescriptor)
    defer { output.close() }
    try controller.close()
    output.write([65, 66])
    #expect(output.isEmpty)
  }
}
