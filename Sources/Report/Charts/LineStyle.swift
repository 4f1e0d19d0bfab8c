/// How the lines of a chart are told apart: by colour, by dashes and by the shape of their markers, each
/// of which is enough.
///
/// The colours are those of Okabe and Ito (2008), which colour-blind readers tell apart; the orange is
/// darker, so that it has a contrast of 3 : 1 to white paper.
struct LineStyle {
  /// Of lines, markers and bands on white.
  var color: String
  /// Of words on white, with a contrast of 4.5 : 1.
  var wordColor: String
  /// Of lines and words on a dark page.
  var darkColor: String
  /// As SVG writes dashes and gaps; `nil` for a line without gaps.
  var dashes: String?
  /// A path from the middle of a marker.
  var marker: String

  static let all = [
    LineStyle(
      color: "#0072b2", wordColor: "#0072b2", darkColor: "#56b4e9", dashes: nil,
      marker: "m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z"),
    LineStyle(
      color: "#d55e00", wordColor: "#b85000", darkColor: "#d55e00", dashes: "7 2.5",
      marker: "m-3.2-3.2h6.4v6.4h-6.4z"),
    LineStyle(
      color: "#009e73", wordColor: "#007f5c", darkColor: "#009e73", dashes: "1.6 2.4",
      marker: "m0-4.4l4.2 7.4h-8.4z"),
    LineStyle(
      color: "#cc79a7", wordColor: "#a84f82", darkColor: "#cc79a7", dashes: "9 2.5 1.6 2.5",
      marker: "m0-4.6l4.6 4.6l-4.6 4.6l-4.6-4.6z"),
    LineStyle(
      color: "#1f2328", wordColor: "#1f2328", darkColor: "#f0f2f4", dashes: "4 2",
      marker: "m0 4.4l4.2-7.4h-8.4z"),
    LineStyle(
      color: "#b57d00", wordColor: "#8f6200", darkColor: "#e69f00", dashes: "12 2 1.6 2 1.6 2",
      marker: "m-1.4-4.2h2.8v2.8h2.8v2.8h-2.8v2.8h-2.8v-2.8h-2.8v-2.8h2.8z"),
  ]

  /// The place of a style in ``all``: others follow round and round.
  static func number(_ style: Int) -> Int {
    let rest = style % all.count
    return rest < 0 ? rest + all.count : rest
  }
}

/// The other colours of charts and pages.
enum Ink: String, CaseIterable {
  /// What is drawn on.
  case paper
  /// Titles and what is read first.
  case ink
  /// Numbers and what is read second.
  case soft
  /// Lines through the plot.
  case grid
  /// Lines around it.
  case frame

  /// On white.
  var color: String {
    switch self {
    case .paper: "#ffffff"
    case .ink: "#1f2328"
    case .soft: "#57606a"
    case .grid: "#e6e8eb"
    case .frame: "#8c959f"
    }
  }

  /// On a dark page.
  var darkColor: String {
    switch self {
    case .paper: "#14171b"
    case .ink: "#e8eaed"
    case .soft: "#a8b0b9"
    case .grid: "#2b3138"
    case .frame: "#6b747e"
    }
  }
}
