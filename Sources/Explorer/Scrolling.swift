/// The first of `count` rows or columns that is shown where there is room for `shown`: the cursor
/// stays in sight, in the middle where it can.
func firstShown(cursor: Int, count: Int, shown: Int) -> Int {
  min(max(cursor - shown / 2, 0), max(count - shown, 0))
}
