/// What is wrong with a data set, in one line: the file, the value found, the value expected.
public struct DatasetError: Error, CustomStringConvertible, Equatable, Sendable {
  /// Whose fault it is; decides the exit code.
  public enum Kind: Sendable, Equatable {
    /// A file or folder is not there, or not allowed to be read (exit 66).
    case missing
    /// A file's content is not what it should be (exit 65).
    case malformed
    /// Reading began and failed: a broken disk, no memory (exit 74).
    case unreadable
    /// The data is right but what was asked of it isn't (exit 64).
    case usage
  }

  /// Whose fault it is.
  public let kind: Kind
  /// One line without control characters, whatever a file's name contains.
  public let description: String

  /// Makes an error; control characters in the description are shown as `�`.
  public init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description.replacingControlCharacters
  }

  static func malformed(_ path: String, _ finding: String) -> DatasetError {
    DatasetError(.malformed, "\(path): \(finding)")
  }
}

extension String {
  /// Whether a character is there that would move a terminal's cursor or worse.
  var hasControlCharacters: Bool {
    unicodeScalars.contains { $0.properties.isControl }
  }

  /// Safe to print, each control character shown as `�`.
  public var replacingControlCharacters: String {
    guard hasControlCharacters else { return self }
    var scalars = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      scalars.append(scalar.properties.isControl ? "\u{FFFD}" : scalar)
    }
    return String(scalars)
  }
}

extension Unicode.Scalar.Properties {
  /// C0 and C1 controls, and the separators that end a line or a paragraph.
  fileprivate var isControl: Bool {
    switch generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
