import Channel

/// Figures of a network's layers in words, column by column; made once a change of the network and not
/// for every picture.
struct LayerFigures: Sendable {
  struct Column: Sendable {
    let heading: String
    /// Which columns go first where there is no room: those with the greatest.
    let rank: Int
    /// The figure of each layer.
    let texts: [String]
    /// Characters of the longest figure, of the heading and of the sum.
    let width: Int
    fileprivate let values: [Int?]
    fileprivate let text: @Sendable (Int) -> String

    /// A column of words, which have no sum.
    fileprivate init(_ heading: String, rank: Int, words: [String]) {
      (self.heading, self.rank, texts, values) = (heading, rank, words, [])
      text = String.init
      width = max(words.map(\.count).max() ?? 0, heading.count)
    }

    /// A column of numbers.
    fileprivate init(
      _ heading: String, rank: Int, values: [Int?], text: @escaping @Sendable (Int) -> String
    ) {
      (self.heading, self.rank, self.values, self.text) = (heading, rank, values, text)
      texts = values.map { $0.map(text) ?? "–" }
      let sum = LayerFigures.sum(values).map { text($0).count } ?? 0
      width = max(texts.map(\.count).max() ?? 0, heading.count, sum)
    }

    /// The sum over some layers; empty where there is none.
    func sum(of layers: [Int]) -> String {
      LayerFigures.sum(layers.map { values.indices.contains($0) ? values[$0] : nil }).map(text)
        ?? ""
    }
  }

  let columns: [Column]

  init(_ layers: [LayerDescription]) {
    columns = [
      Column("kind", rank: 6, words: layers.map { $0.isFrozen == true ? "frozen" : $0.kind }),
      Column("reads", rank: 3, words: layers.map { $0.inputs.map(String.init) ?? "–" }),
      Column("puts out", rank: 2, words: layers.map(\.outputShapeText)),
      Column("parameters", rank: 1, values: layers.map(\.parameters), text: countText),
      Column("multiply-adds", rank: 4, values: layers.map(\.multiplyAdds), text: countText),
      Column("memory", rank: 5, values: layers.map(\.memory)) { byteText(Double($0)) },
    ]
  }

  /// A sum that a log with impossible figures cannot make overflow; `nil` where nothing is known.
  static func sum(_ values: [Int?]) -> Int? {
    let known = values.compactMap(\.self)
    if known.isEmpty { return nil }
    return known.reduce(0) { sum, value in
      let (result, overflows) = sum.addingReportingOverflow(value)
      return overflows ? .max : result
    }
  }
}

extension LayerDescription {
  /// `32×28×28`.
  var outputShapeText: String { outputShape.map(String.init).joined(separator: "×") }
}
