import Channel
import Report

// What a run's log says, as charts; of a comparison, its networks on the same axes.
extension ComparisonRecord {
  /// Every chart and a name for it that can be a file's: loss, accuracy, what the learning rate was, and how
  /// gradients, updates and weights lie over the depth.
  public var charts: [(name: String, chart: Chart)] {
    var charts = [("loss", lossChart), ("accuracy", isAlone ? bothAccuracies : accuracyChart)]
    charts.append(("learning-rate", rateChart))
    charts.append(("gradients", isAlone ? profilesOverTime : profileChart))
    charts.append(("gradient-ratio", ratioChart))
    charts.append(("updates", depthChart(.updateRatio, "Updates by depth")))
    charts.append(("weights", depthChart(.weightNorm, "Weights by depth")))
    return charts
  }

  /// All charts on one sheet, with a table of what has been reached.
  public var sheet: Report {
    let started = networks.first?.started
    let names = networks.map(\.label).joined(separator: ", ")
    let steps = networks.map(\.step).max() ?? 0
    return Report(
      title: "\(names) on \(started?.dataset.name ?? "")",
      introduction: [
        "\(counted(steps, "step")) of \(counted(started?.batchSize ?? 0, "image")), seed \(started?.seed ?? 0). "
          + (networks.compactMap(\.ended?.message).first ?? "The log has no end.")
      ],
      sections: [
        Section(heading: "", items: charts.map { .chart($0.chart) }),
        Section(heading: "Results", items: [.table(table)]),
      ])
  }

  private var isAlone: Bool { networks.count == 1 }

  private var bothAccuracies: Chart {
    guard let run = networks.first else { return accuracyChart }
    let steps = 1...max(run.step, 1)
    let training = Smoothing().line(in: steps) {
      ChartQuantity.accuracy.points(run.history, steps: $0)
    }
    var chart = accuracyChart
    chart.title = "Accuracy"
    chart.caption = "Of training smoothed (\(Smoothing().share) of the old value is kept)."
    chart.curves =
      [
        Curve(
          name: "training", points: training.map { Curve.Point(x: $0.position, y: 100 * $0.mean) },
          style: 0)
      ] + chart.curves.map { Curve(name: "test", points: $0.points, style: 1, kind: $0.kind) }
    return chart
  }

  private var rateChart: Chart {
    Chart(
      title: "Learning rate", horizontal: stepAxis, vertical: Axis(title: "learning rate"),
      curves: curves(.line) { run in
        ChartQuantity.learningRate.points(run.history, steps: 1...max(run.step, 1)).map {
          Curve.Point(x: $0.position, y: $0.mean)
        }
      })
  }

  /// The gradients of one network at several steps.
  private var profilesOverTime: Chart {
    guard let run = networks.first else { return profileChart }
    let last = max(run.step, 1)
    var steps: [Int] = []
    for step in [min(RunHistory.recentSteps, last), last / 4, last / 2, last / 4 * 3, last]
    where step > steps.last ?? 0 { steps.append(step) }
    var chart = profileChart
    chart.curves = steps.enumerated().map { style, step in
      Curve(
        name: "step \(step)",
        points: run.history.profile(.gradientNorm, at: step).map {
          Curve.Point(x: $0.depth, y: $0.value)
        }, style: style, kind: .lineWithMarkers)
    }
    chart.caption =
      "Norm of the loss's gradient by each layer's weights, means of "
      + "\(RunHistory.recentSteps) steps."
    return chart
  }

  private func depthChart(_ measure: LayerMeasure, _ title: String) -> Chart {
    Chart(
      title: title, caption: "Mean of the last \(RunHistory.recentSteps) steps.",
      horizontal: Axis(title: "relative depth, 0 the first layer", range: 0...1),
      vertical: Axis(title: measure.title, isLogarithmic: true),
      curves: curves(.lineWithMarkers) { run in
        run.history.profile(measure, at: run.step).map { Curve.Point(x: $0.depth, y: $0.value) }
      })
  }
}
