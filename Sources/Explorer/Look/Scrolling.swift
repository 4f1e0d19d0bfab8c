/// The first of `count` rows or columns that is shown where there is room for `shown`: the cursor
/// stays in sight, in the middle where it can.
func firstShown(cursor: Int, count: Int, shown: Int) -> Int {
  min(max(cursor - shown / 2, 0), max(count - shown, 0))
}

extension Int {
  /// The index in a list after a move, the list running from above.
  func moved(_ move: CursorMove, count: Int, page: Int = 8) -> Int {
    let next =
      switch move {
      case .up, .left: self - 1
      case .down, .right: self + 1
      case .pageUp: self - page
      case .pageDown: self + page
      case .home: 0
      case .end: count - 1
      }
    return Swift.min(Swift.max(next, 0), Swift.max(count - 1, 0))
  }
}
