/// An element of XML, which HTML reads too: what is written is well-formed and escaped, whatever the
/// texts are.
struct Element {
  private enum Content {
    case nothing
    case text(String)
    case elements([Element])
  }

  private let name: String
  private let attributes: KeyValuePairs<String, String?>
  private let content: Content

  /// An element that never has content. Attributes that are `nil` are left out.
  init(_ name: String, _ attributes: KeyValuePairs<String, String?>) {
    self.init(name: name, attributes: attributes, content: .nothing)
  }

  /// An element around a text.
  init(_ name: String, _ attributes: KeyValuePairs<String, String?>, _ text: String) {
    self.init(name: name, attributes: attributes, content: .text(text))
  }

  /// An element around others.
  init(_ name: String, _ attributes: KeyValuePairs<String, String?>, _ elements: [Element]) {
    self.init(name: name, attributes: attributes, content: .elements(elements))
  }

  /// An element without attributes around a text.
  init(_ name: String, _ text: String) { self.init(name, [:], text) }

  /// An element without attributes around others.
  init(_ name: String, _ elements: [Element]) { self.init(name, [:], elements) }

  private init(name: String, attributes: KeyValuePairs<String, String?>, content: Content) {
    self.name = name
    self.attributes = attributes
    self.content = content
  }

  /// The markup, several children on lines of their own.
  var markup: String {
    let start = attributes.reduce(into: "<\(name)") { start, attribute in
      if let value = attribute.value {
        start += " \(attribute.key)=\"\(value.onOneLine.escapedForXML)\""
      }
    }
    switch content {
    case .nothing: return start + "/>"
    case .text(let text): return "\(start)>\(text.escapedForXML)</\(name)>"
    case .elements(let elements):
      let lines = elements.map(\.markup).joined(separator: "\n")
      return elements.count > 1 ? "\(start)>\n\(lines)\n</\(name)>" : "\(start)>\(lines)</\(name)>"
    }
  }
}
