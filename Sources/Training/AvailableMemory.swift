import Foundation

/// Bytes that a run may still take: what Linux says is available, within a container's limit where
/// there is one; elsewhere the machine's memory.
func availableMemory() -> Int {
  var available = Int(clamping: ProcessInfo.processInfo.physicalMemory)
  if let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8),
    let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
    let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
  {
    available = min(available, kilobytes * 1024)
  }
  func number(_ path: String) -> Int? {
    (try? String(contentsOfFile: path, encoding: .utf8)).flatMap {
      Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }
  if let limit = number("/sys/fs/cgroup/memory.max"),
    let used = number("/sys/fs/cgroup/memory.current")
  {
    available = min(available, max(limit - used, 0))
  }
  return available
}

/// Why so many bytes cannot be had, for the middle of a sentence; `nil` where they can.
public func memoryObjection(_ required: Int) -> String? {
  let available = availableMemory()
  guard required > available else { return nil }
  return "needs \(gibibytes(required)) of memory and \(gibibytes(available)) are available"
}

/// Bytes in words that a person can compare: `3.2 GiB`.
public func gibibytes(_ bytes: Int) -> String {
  bytes == Int.max
    ? "more than any machine has" : String(format: "%.1f GiB", Double(bytes) / 0x1p30)
}
