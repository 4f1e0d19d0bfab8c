/// Some of a dense block's connections, as a person writes them: `block2/3->7`, layer 7 reading layer 3;
/// `block2/*->7`, all that layer 7 reads; `block2/in->*`, all that read the block's input; `out` is the
/// transition or classifier behind the block.
public struct ConnectionPattern: Sendable, Hashable {
  /// Number of the block, from 1.
  public var block: Int
  /// 0 for the block's input, otherwise the layer whose maps are read, from 1; `nil` for all.
  public var source: Int?
  /// Who reads them; `nil` for all.
  public var reader: Reader?

  /// Who reads maps of a block.
  public enum Reader: Sendable, Hashable {
    /// A dense layer, from 1.
    case layer(Int)
    /// The transition or classifier behind the block.
    case output
  }

  /// Describes connections.
  public init(block: Int, source: Int?, reader: Reader?) {
    self.block = block
    self.source = source
    self.reader = reader
  }

  /// Reads what `text` writes; `nil` where it is none.
  public init?(text: String) {
    guard let match = text.wholeMatch(of: /block(\d+)\/(\*|in|\d+)->(\*|out|\d+)/),
      let block = Int(match.1)
    else { return nil }
    self.block = block
    switch match.2 {
    case "*": source = nil
    case "in": source = 0
    default:
      guard let number = Int(match.2) else { return nil }
      source = number
    }
    switch match.3 {
    case "*": reader = nil
    case "out": reader = .output
    default:
      guard let number = Int(match.3) else { return nil }
      reader = .layer(number)
    }
  }

  /// `block2/3->7`.
  public var text: String {
    let from = source.map { $0 == 0 ? "in" : "\($0)" } ?? "*"
    let to =
      switch reader {
      case .layer(let number)?: "\(number)"
      case .output?: "out"
      case nil: "*"
      }
    return "block\(block)/\(from)->\(to)"
  }
}

/// As its text.
extension ConnectionPattern: Codable {
  /// Reads the text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let pattern = ConnectionPattern(text: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "connections '\(text)': expected block2/3->7 or the like")
    }
    self = pattern
  }

  /// Writes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
