/// Names of the lines that a run follows from one of its checkpoints on.
public enum ForkName {
  /// The line that a run begins with.
  public static let main = "main"

  /// Whether a text can name a fork, and with it a folder: 1 to 40 letters of ASCII, digits, `-`, `_`.
  public static func isName(_ text: String) -> Bool {
    text.wholeMatch(of: /[A-Za-z0-9_-]{1,40}/) != nil
  }
}
