import Dispatch
import Synchronization

/// Runs the parts of a step on several threads. A part must write only what belongs to it, so that
/// the result does not depend on which thread took it.
struct Workers {
  /// Threads that work at the same time.
  let count: Int

  /// Whether so many groups of images keep all threads busy to the end when each goes through the
  /// network by itself.
  func canTakeGroups(_ groups: Int) -> Bool { groups >= 2 * count }

  /// Calls `body` once for each item, and returns when all are done. `worker` tells calls apart
  /// that run at the same time.
  func forEach(_ items: Int, _ body: (_ item: Int, _ worker: Int) -> Void) {
    let workers = min(count, items)
    guard workers > 1 else {
      for item in 0..<items { body(item, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      // Safe: `concurrentPerform` returns only when every call has, so `body` and what it captures
      // outlive all of them; and its calls share nothing that they write, as asked for above.
      nonisolated(unsafe) let body = body
      let next = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        while true {
          let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard item < items else { return }
          body(item, worker)
        }
      }
    }
  }
}
