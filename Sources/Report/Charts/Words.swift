/// The sizes of letters in pictures.
enum FontSize {
  static let title = 14.0
  static let text = 12.0
  static let number = 11.0
}

/// Which part of a text stands at its place.
enum Anchor: String {
  case start, middle, end
}

extension Element {
  /// A line of text in a picture.
  ///
  /// - Parameters:
  ///   - position: of its first letter on the base line, or of what `anchor` says.
  ///   - isUpright: whether it runs from below to above.
  init(
    words: String, at position: Position, ink: Ink, size: Double, anchor: Anchor = .start,
    isBold: Bool = false, isUpright: Bool = false
  ) {
    let (x, y) = (position.x.coordinate, position.y.coordinate)
    self.init(
      "text",
      [
        "class": ink.rawValue, "x": x, "y": y, "fill": ink.color,
        "font-size": size == FontSize.text ? nil : size.coordinate,
        "font-weight": isBold ? "600" : nil,
        "text-anchor": anchor == .start ? nil : anchor.rawValue,
        "transform": isUpright ? "rotate(-90 \(x) \(y))" : nil,
      ], words)
  }

  /// A whole picture on white paper, which a screen reader reads as its title and its description.
  init(
    picture title: String, description: String, width: Double, height: Double, _ parts: [Element]
  ) {
    let (width, height) = (width.coordinate, height.coordinate)
    self.init(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "width": width, "height": height,
        "viewBox": "0 0 \(width) \(height)", "role": "img",
        "font-family": "Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif",
        "font-size": FontSize.text.coordinate, "style": "font-variant-numeric:tabular-nums",
      ],
      [
        Element("title", title.onOneLine), Element("desc", description.onOneLine),
        Element(
          "rect",
          ["class": "paper", "width": width, "height": height, "fill": Ink.paper.color]),
      ] + parts)
  }
}
