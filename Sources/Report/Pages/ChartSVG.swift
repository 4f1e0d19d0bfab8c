extension Chart {
  /// The chart as a file of its own: an SVG picture on white paper, with its title, its axes and its
  /// legend. The caption belongs to the text around it; here it is heard but not seen.
  ///
  /// - Parameters:
  ///   - width: in pixels, at least 240.
  ///   - height: in pixels, at least 200.
  public func svg(width: Int = 480, height: Int = 330) -> String {
    let (width, height) = (min(max(width, 240), 10_000), min(max(height, 200), 10_000))
    return element(width: Double(width), height: Double(height)).markup + "\n"
  }

  /// The same as part of a page.
  func element(width: Double, height: Double) -> Element {
    Element(
      picture: title, description: description, width: width, height: height,
      ChartPicture(self, width: width, height: height).elements)
  }
}
