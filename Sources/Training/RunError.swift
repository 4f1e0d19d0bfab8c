import Samples

/// What ended or prevented a run, in one line.
public struct RunError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Whose fault it was; the command line turns it into an exit code.
  public enum Kind: Sendable, Equatable {
    /// Settings that don't fit together or don't fit the data.
    case usage
    /// Data that can't be used.
    case data
    /// Data that isn't there.
    case missing
    /// A file or folder that can't be read or written.
    case inputOutput
    /// Anything else, for example too little memory.
    case other
  }

  /// Whose fault it was.
  public var kind: Kind
  /// What was wrong, the value, what would be right: one line without control characters, whatever a file or
  /// its name contains.
  public let description: String

  /// Describes an error; control characters in the description are shown as `�`.
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description.replacingControlCharacters
  }
}
