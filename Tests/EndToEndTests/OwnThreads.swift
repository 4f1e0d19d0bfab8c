import Foundation
import Testing

/// Runs tests on threads of their own. They wait for processes most of the time: in the pool that tests share,
/// which has a thread for each processor, they would keep those waiting that compute.
struct OwnThreads: SuiteTrait, TestTrait, TestScoping {
  private static let threads = Threads()

  var isRecursive: Bool { true }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await withTaskExecutorPreference(Self.threads) { try await function() }
  }

  /// A few at a time, for each starts processes that compute.
  private final class Threads: TaskExecutor {
    private let operations = OperationQueue()

    init() { operations.maxConcurrentOperationCount = 3 }

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      operations.addOperation { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
  }
}

extension Trait where Self == OwnThreads {
  /// On threads of their own.
  static var onOwnThreads: OwnThreads { OwnThreads() }
}
