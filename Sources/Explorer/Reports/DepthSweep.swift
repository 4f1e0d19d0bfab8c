import Channel
import Foundation
import Report
import Screen

/// What kinds of networks have learned at several depths: trainability against depth.
public struct DepthSweep: Sendable {
  private struct Result: Sendable {
    var depth: Int
    var label: String
    var name: String
    var scores: Scores
    /// Loss of guessing among the classes, ln of their number.
    var chance: Double

    /// Whether it was stopped before its last step.
    var wasStopped: Bool { scores.run.ended?.reason == .stopped }

    /// Whether it has failed before its last step.
    var hasFailed: Bool { scores.run.ended?.reason == .failed }

    /// The loss, where it says something: one that has failed would leave no room for the others.
    var shownLoss: Double? { hasFailed ? nil : scores.loss.flatMap { $0.isFinite ? $0 : nil } }

    /// Whether it has learned something: a loss clearly below that of guessing.
    var hasLearned: Bool {
      let isLow = scores.loss.map { $0.isFinite && $0 < DepthSweep.learnedShare * chance } ?? false
      return isLow && !hasFailed
    }

    /// The same in words.
    var learns: String {
      if wasStopped { return "stopped at step \(scores.run.step)" }
      return hasLearned ? "yes" : hasFailed ? "no: failed at step \(scores.run.step)" : "no"
    }
  }

  /// A network whose loss is above so much of that of guessing counts as one that has not learned.
  private static let learnedShare = 0.9

  private var results: [Result] = []

  /// The depths that were asked for.
  private let depths: [Int]

  /// A sweep without results.
  ///
  /// - Parameter depths: those that are to come.
  public init(depths: [Int]) { self.depths = depths }

  /// Adds the comparison at a depth.
  ///
  /// - Parameter depth: as it was asked for; each kind has the nearest that fits it.
  public mutating func add(_ record: ComparisonRecord, depth: Int) {
    for run in record.networks {
      let classes = run.started?.dataset.classes.count ?? 1
      results.append(
        Result(
          depth: depth, label: run.label, name: run.network?.name ?? "",
          scores: Scores(run, at: run.step), chance: log(Double(max(classes, 2)))))
    }
  }

  /// What the sweep lacks, in one sentence; `nil` of one that came to its end.
  private var gap: String? {
    let stopped = results.first(where: \.wasStopped).map { "stopped at depth \($0.depth)" }
    let missing = depths.filter { depth in !results.contains { $0.depth == depth } }
    if stopped == nil && missing.isEmpty { return nil }
    let words = [
      stopped, missing.isEmpty ? nil : "nothing is known of depth \(self.words(missing))",
    ]
    return "The sweep did not come to its end: "
      + words.compactMap(\.self).joined(separator: ", ") + "."
  }

  private func words(_ depths: [Int]) -> String { depths.map(String.init).joined(separator: ", ") }

  private var labels: [String] {
    var seen: Set<String> = []
    return results.map(\.label).filter { seen.insert($0).inserted }
  }

  /// At which depths each kind has learned and at which not, a sentence each.
  public var conclusions: [String] {
    let sentences = labels.compactMap { label -> String? in
      let own = results.filter { $0.label == label && !$0.wasStopped }
      if own.isEmpty { return nil }
      let (learned, others) = (own.filter(\.hasLearned), own.filter { !$0.hasLearned })
      if others.isEmpty { return "\(label) has learned at every depth." }
      if learned.isEmpty { return "\(label) has learned at no depth." }
      return "\(label) has learned at depth \(words(learned.map(\.depth))), and not at "
        + "\(words(others.map(\.depth)))."
    }
    return [gap].compactMap(\.self) + sentences + [
      "A loss above \(Int(100 * Self.learnedShare)) % of that of guessing, "
        + "\(decimal(results.first?.chance ?? 0)), counts as nothing learned."
    ]
  }

  /// Columns of the table.
  public static let heads =
    ["network", "depth", "loss", "accuracy", "test accuracy", "gradient first:last", "learns"]

  /// Rows of the table.
  public var rows: [[String]] {
    results.map { result in
      let scores = result.scores
      return [
        result.name, "\(result.depth)", scores.loss.map(decimal) ?? "–",
        scores.accuracy.map(percent) ?? "–", scores.test.map { percent($0.accuracy) } ?? "–",
        scores.gradientRatio.map(scientific) ?? "–", result.learns,
      ]
    }
  }

  /// Loss against depth, drawn with characters.
  public func picture(columns: Int, rows: Int, hasUnicode: Bool) -> String {
    let losses = results.compactMap(\.shownLoss)
    guard let low = losses.min(), let high = losses.max(), let first = results.map(\.depth).min(),
      let last = results.map(\.depth).max(), first < last
    else { return "" }
    var grid = Grid(size: Grid.Size(rows: rows, columns: columns))
    let display = Display(colorDepth: .monochrome, glyphs: hasUnicode ? .braille : .ascii)
    let marks = ["o", "x", "+", "*", "#", "@"] as [Character]
    let (labelArea, plot) = Area(grid.size).inset(bottom: 2).split(left: 7)
    var chart = LineChart(
      curves: [], extent: Double(first)...Double(last), range: low...max(high, low + 1e-6))
    for (index, label) in labels.enumerated() {
      let points = results.filter { $0.label == label }.compactMap { result in
        result.shownLoss.map { LineChart.Point(Double(result.depth), $0) }
      }
      chart.curves.append(.init(points: points, style: Style(), asciiMark: "."))
      chart.signs += points.map {
        ($0.position, $0.mean, marks[index % marks.count], Style())
      }
    }
    chart.draw(in: plot, of: &grid, display: display)
    grid.writeRight(decimal(high), in: labelArea.inset(right: 1))
    grid.writeRight(decimal(low), in: labelArea.inset(right: 1), row: plot.rows - 1)
    let below = Area(grid.size).inset(top: rows - 2)
    for depth in Set(results.map(\.depth)) {
      let column = 7 + chart.column(of: Double(depth), columns: plot.columns)
      grid.write("\(depth)", in: below, column: max(min(column, columns - 4), 0))
    }
    grid.write(
      "loss against depth: "
        + labels.enumerated().map { "\(marks[$0.offset % marks.count]) \($0.element)" }
        .joined(separator: "  "), in: below, row: 1)
    return grid.text
  }

  /// The report: charts against depth, the table, the command.
  ///
  /// - Parameters:
  ///   - command: what repeats it.
  ///   - settings: of the networks of the first depth, as the run's folder keeps them.
  public func report(command: String, settings: String) -> Report {
    func chart(_ title: String, _ axis: Axis, _ value: (Result) -> Double?) -> Item {
      .chart(
        Chart(
          title: title, horizontal: Axis(title: "depth"), vertical: axis,
          curves: labels.enumerated().map { index, label in
            Curve(
              name: label,
              points: results.filter { $0.label == label }.map {
                Curve.Point(x: Double($0.depth), y: value($0) ?? .nan)
              }, style: index, kind: .lineWithMarkers)
          }))
    }
    let steps = results.map(\.scores.step).max() ?? 0
    return Report(
      title: "Trainability against depth: \(labels.joined(separator: ", "))",
      introduction: [
        "What each network has learned in \(steps) steps; at each depth all see the same batches.",
        conclusions.joined(separator: " "),
      ],
      sections: [
        Section(
          heading: "By depth",
          items: [
            chart(
              "Training loss", Axis(title: "loss, mean of the last \(RunHistory.recentSteps) steps")
            ) { $0.shownLoss },
            chart("Test accuracy", Axis(title: "accuracy", unit: "%")) {
              $0.scores.test.map { 100 * $0.accuracy }
            },
            chart(
              "First layer's gradient to the last's",
              Axis(title: "gradient norm, first ÷ last", isLogarithmic: true)
            ) { $0.scores.gradientRatio },
          ]),
        Section(
          heading: "Results",
          items: [.table(Table(caption: "", heads: Self.heads, rows: rows, textColumns: 1))]),
        .toRepeatIt(
          command, settings: settings, of: "of depth \(results.first?.depth ?? 0), "),
      ])
  }
}
