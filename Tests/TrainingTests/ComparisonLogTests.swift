import Channel
import Foundation
import Testing

@testable import Training

/// What the log of several networks says of their end.
struct ComparisonLogTests {
  /// An error that is a sentence gets no second full stop.
  @Test(arguments: ["no space is left", "No space is left."])
  func aNetworkThatFailedIsSaid(error: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let log = ComparisonLog(
      try RunFolder(folder, settings: ["nothing"]), names: ["a", "b"], observer: { _, _ in })
    let end = RunEnded(step: 5, reason: .finished, message: "Finished after 5 steps.")
    let result = try log.end([.success(end), .failure(RunError(.inputOutput, error))])
    let message = try result.get().message
    #expect(message.lowercased() == "a: finished after 5 steps. b failed: no space is left.")
  }
}
