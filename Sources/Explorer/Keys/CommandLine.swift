/// A line of text that a person types, with its completions.
struct CommandLine: Sendable, Equatable {
  private(set) var text: String
  /// Which of the completions of `typed` stands in `text`; `nil` while the person types.
  private(set) var completion: Int?
  /// What was typed before completions were tried.
  private(set) var typed: String
  /// Lines that one has gone back in those typed before.
  private(set) var linesBack = 0

  init(_ text: String) {
    self.text = text
    typed = text
  }

  mutating func append(_ character: Character) { replace(with: text + String(character)) }

  /// Takes the last character away; `false` where there is none.
  mutating func removeLast() -> Bool {
    if text.isEmpty { return false }
    replace(with: String(text.dropLast()))
    return true
  }

  /// Takes the last word away.
  mutating func removeLastWord() {
    let trimmed = text.trimmingSuffix(while: { $0 == " " })
    replace(
      with: String(
        trimmed.prefix(
          upTo: trimmed.lastIndex(of: " ").map { trimmed.index(after: $0) } ?? trimmed.startIndex)))
  }

  mutating func replace(with text: String) {
    self.text = text
    typed = text
    completion = nil
  }

  /// Puts the next or previous completion into the line.
  mutating func complete(_ completions: [String], forward: Bool = true) {
    guard !completions.isEmpty else { return }
    let next =
      completion.map { $0 + (forward ? 1 : -1) } ?? (forward ? 0 : completions.count - 1)
    completion = (next + completions.count) % completions.count
    text = completions[completion ?? 0]
    // The only one is taken: what follows is typed or completed anew.
    if completions.count == 1 { replace(with: text) }
  }

  /// Puts an earlier line, or a later one, in place.
  mutating func recall(_ lines: [String], older: Bool) {
    let next = min(max(linesBack + (older ? 1 : -1), 0), lines.count)
    replace(with: next == 0 ? "" : lines[lines.count - next])
    linesBack = next
  }
}
