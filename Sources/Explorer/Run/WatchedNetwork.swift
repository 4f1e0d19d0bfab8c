/// One of the networks of a run, and how it stands with the person who steers it.
struct WatchedNetwork: Sendable {
  /// As it is now.
  var live = ObservedRun()
  /// As it was when the person froze the picture.
  var frozen: ObservedRun?
  /// Whether the person wants it to stand still.
  var wantsPause = false
  /// Whether it has stood still since then.
  var isPaused = false

  /// What is shown of it, unless the time line is open.
  var shown: ObservedRun { frozen ?? live }
}
