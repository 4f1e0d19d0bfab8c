/// A piece of text in one style, with figures filled in.
public struct RenderedSpan: Sendable, Equatable {
  /// What it says.
  public var text: String
  /// Whether it is emphasised.
  public var isEmphasized = false
  /// Whether it is strong.
  public var isStrong = false
  /// Whether it is code.
  public var isCode = false
  /// Where it leads; `nil` of what is no link.
  public var url: String?

  /// Makes a piece.
  public init(
    _ text: String, isEmphasized: Bool = false, isStrong: Bool = false, isCode: Bool = false,
    url: String? = nil
  ) {
    self.text = text
    self.isEmphasized = isEmphasized
    self.isStrong = isStrong
    self.isCode = isCode
    self.url = url
  }

  fileprivate func hasStyle(of other: RenderedSpan) -> Bool {
    var sameText = other
    sameText.text = text
    return self == sameText
  }
}

extension TextBlock {
  /// What stands where a figure is not known, or not yet.
  public static let gap = "—"

  /// The block with figures filled in, as one line that a screen breaks where it likes. Neighbours
  /// differ in style.
  public func rendered(_ figures: (FigureReference) -> Double?) -> [RenderedSpan] {
    var rendered: [RenderedSpan] = []
    for span in spans { span.render(into: &rendered, RenderedSpan(""), figures) }
    return rendered
  }

  /// The text alone, with figures filled in.
  public func plainText(_ figures: (FigureReference) -> Double?) -> String {
    rendered(figures).map(\.text).joined()
  }
}

extension TextSpan {
  fileprivate func render(
    into rendered: inout [RenderedSpan], _ style: RenderedSpan,
    _ figures: (FigureReference) -> Double?
  ) {
    var style = style
    switch self {
    case .plain(let text): style.text = text
    case .code(let text):
      style.text = text
      style.isCode = true
    case .figure(let expression, let format): style.text = format.text(of: expression, figures)
    case .emphasis(let spans), .strong(let spans), .link(let spans, _):
      switch self {
      case .emphasis: style.isEmphasized = true
      case .strong: style.isStrong = true
      case .link(_, let url): style.url = url
      default: break
      }
      for span in spans { span.render(into: &rendered, style, figures) }
      return
    }
    if rendered.last?.hasStyle(of: style) ?? false {
      rendered[rendered.count - 1].text += style.text
    } else {
      rendered.append(style)
    }
  }
}

extension FigureFormat {
  /// An expression's value as a text shows it; a gap where a figure is not known.
  func text(of expression: Expression, _ figures: (FigureReference) -> Double?) -> String {
    do throws(EvaluationError) {
      return text(try expression.value(figures))
    } catch {
      return TextBlock.gap
    }
  }
}
