/// A paragraph or an item of a list.
public struct TextBlock: Sendable, Equatable {
  /// What a block is.
  public enum Kind: Sendable, Equatable {
    /// A paragraph.
    case paragraph
    /// An item of a list.
    case item
  }

  /// What it is.
  public let kind: Kind
  /// What it says.
  public let spans: [TextSpan]

  /// Makes a block.
  public init(_ kind: Kind, _ spans: [TextSpan]) {
    self.kind = kind
    self.spans = spans
  }

  /// The expressions in it, in the order in which they stand there.
  public var expressions: [Expression] { spans.flatMap(\.expressions) }
}

/// A part of a block. Of a file that was read, few of them are within each other.
public indirect enum TextSpan: Sendable, Equatable {
  /// Text as it stands there.
  case plain(String)
  /// `*text*`
  case emphasis([TextSpan])
  /// `**text**`
  case strong([TextSpan])
  /// `` `text` ``
  case code(String)
  /// `[text](url)`
  case link([TextSpan], url: String)
  /// `{expression}` or `{expression:format}`
  case figure(Expression, FigureFormat)

  /// The expressions in it.
  var expressions: [Expression] {
    switch self {
    case .plain, .code: []
    case .emphasis(let spans), .strong(let spans), .link(let spans, _):
      spans.flatMap(\.expressions)
    case .figure(let expression, _): [expression]
    }
  }
}
