import Foundation

/// How long pictures took: taking in the news, drawing and writing.
struct PictureTimes {
  private var milliseconds: [Double] = []

  mutating func add(_ duration: Duration) {
    milliseconds.append(duration / .milliseconds(1))
    // A long run needs no more for its percentiles.
    if milliseconds.count > 100_000 { milliseconds.removeFirst(50_000) }
  }

  /// One line with the median, the 99th percentile and the greatest.
  var summary: String {
    let sorted = milliseconds.sorted()
    guard let most = sorted.last else { return "no pictures" }
    let (median, high) = (sorted[sorted.count / 2], sorted[sorted.count * 99 / 100])
    return String(
      format: "%d pictures: median %.2f ms, 99th percentile %.2f ms, at most %.2f ms",
      sorted.count, median, high, most)
  }
}
