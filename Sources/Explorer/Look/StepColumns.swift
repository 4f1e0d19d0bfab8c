extension Session {
  /// Steps of each of so many columns of a heat map: as many in each, from a multiple of that many on, so
  /// that a column stays what it is when steps are added.
  ///
  /// - Parameter newest: the last step that there is something of.
  func stepColumns(_ count: Int, newest: Int) -> [ClosedRange<Int>] {
    let steps = shownSteps
    guard count > 0, newest > 0 else { return [] }
    var width = (steps.count + count - 1) / count
    func start() -> Int { (steps.lowerBound - 1) / width * width + 1 }
    // The first column may begin before the steps that are shown.
    while (steps.upperBound - start()) / width >= count { width += 1 }
    return stride(from: start(), through: min(steps.upperBound, newest), by: width).map {
      $0...$0 + width - 1
    }
  }
}
