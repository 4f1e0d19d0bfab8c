import Foundation
import Report

/// Reports for tests.
enum Example {
  static let names = ["DenseNet", "ResNet", "Plain network"]

  /// Three curves that say little, drawn small.
  static let chart = Chart(
    title: "Test accuracy", caption: "After each epoch.", horizontal: Axis(title: "Step"),
    vertical: Axis(title: "Accuracy", unit: "%", range: 0...100),
    curves: names.enumerated().map { style, name in
      Curve(
        name: name,
        points: (0...3).map { epoch in
          .init(x: Double(epoch * 100), y: Double(10 + (25 - 5 * style) * epoch))
        }, style: style, kind: .lineWithMarkers)
    })

  static let table = Table(
    caption: "At the end", heads: ["Network", "Loss"],
    rows: [["DenseNet", "0.28"], ["ResNet", "0.34"]])

  static let report = Report(
    title: "Three networks", introduction: ["In lockstep."],
    sections: [
      Section(heading: "Curves", items: [.chart(chart), .chart(noise)]),
      Section(
        heading: "In numbers",
        items: [.table(table), .paragraph("Once more:"), .code("compare --steps 300")]),
    ])

  /// More points than pixels, in a band, on a logarithmic axis, with a gap.
  static let noise = Chart(
    title: "Loss", horizontal: Axis(title: "Step"),
    vertical: Axis(title: "Loss", isLogarithmic: true),
    curves: [
      Curve(
        name: "DenseNet",
        points: (0..<20_000).map { step in
          let loss = exp(-Double(step) / 9000)
          let raw = loss * (1 + 0.3 * sin(Double(step * step % 1000)))
          return .init(
            x: Double(step), y: 9000..<11_000 ~= step ? .nan : loss, low: raw, high: raw)
        }, style: 0, kind: .band)
    ])

  /// Texts that mean something in XML, HTML or Markdown, or that must not be there.
  static let texts = [
    "", " ", "<b>&amp;\"'", "a|b`c`*d*_e_[f](g)", "one\ntwo\r\nthree\tfour",
    "\u{0}\u{1B}[31m\u{7F}\u{9B}",
    "]]></svg><script>", "- 1. # ```\n````\n", "\u{FFFE}\u{FFFF}", "👩‍👩‍👧é漢字", "\\|\\",
    String(repeating: "long ", count: 400), String(repeating: "w", count: 2000),
  ]

  /// Numbers at which arithmetic breaks.
  static let numbers: [Double] = [
    .nan, .infinity, -.infinity, 1e308, -1e308, .greatestFiniteMagnitude, 1e300, -1e300,
    .leastNonzeroMagnitude,
    1e-300, .leastNormalMagnitude, -0.0, 0, 1, -1, 1e-12, 1e12, 0.1 + 0.2,
  ]
}
