import Foundation

/// Floats with a page behind them that nobody may touch: a kernel that reads too far stops the
/// test, even where it drops what it read.
final class GuardedMemory {
  /// The first of all floats that may be touched.
  let floats: UnsafeMutablePointer<Float>
  /// How many there are.
  let count: Int
  private let pages: UnsafeMutableRawPointer
  private let byteCount: Int

  /// - Parameter least: floats that are needed; more precede them to fill whole pages.
  init(least: Int) {
    let page = sysconf(Int32(_SC_PAGESIZE))
    let accessible = (least * 4 + page - 1) / page * page
    byteCount = accessible + page
    guard
      let pages = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0),
      pages != MAP_FAILED, mprotect(pages + accessible, page, PROT_NONE) == 0
    else { fatalError("no memory for \(byteCount) bytes: \(String(cString: strerror(errno)))") }
    self.pages = pages
    count = accessible / 4
    floats = pages.bindMemory(to: Float.self, capacity: count)
  }

  deinit { munmap(pages, byteCount) }
}
