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
  /// Commands that it has been sent.
  var commandsSent = 0
  /// Whether nothing that it was sent is under way.
  var hasAnswered: Bool { live.snapshot.commandsDone >= commandsSent || live.ended != nil }

  /// What is shown of it, unless the time line is open.
  var shown: ObservedRun { frozen ?? live }
}
