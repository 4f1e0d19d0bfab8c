import Channel
import Report

/// What networks that are compared have come to, for a report.
public struct ComparisonRecord: Sendable {
  private(set) var networks: [ObservedRun] = []

  /// A record of nothing yet.
  public init() {}

  /// Whether there is anything to report.
  public var hasBegun: Bool { networks.contains(where: \.hasBegun) }

  init(_ networks: [ObservedRun]) { self.networks = networks }

  /// Takes in the next event of the comparison's log.
  public mutating func receive(_ event: RunEvent) {
    if case .runStarted(let started) = event {
      networks = started.networks.map { network in
        var own = started
        own.networks = [network]
        var run = ObservedRun()
        run.receive(RunChannel.News(events: [.runStarted(own)]))
        return run
      }
      return
    }
    let news = RunChannel.News(events: [event])
    if let network = event.network {
      if networks.indices.contains(network) { networks[network].receive(news) }
    } else {
      // One that has failed alone has ended in its own way.
      for index in networks.indices where networks[index].ended == nil {
        networks[index].receive(news)
      }
    }
  }

  /// The report: charts, table, settings, the command.
  ///
  /// - Parameters:
  ///   - command: what repeats it.
  ///   - settings: of all networks, as the run's folder keeps them.
  public func report(command: String, settings: String) -> Report {
    let started = networks.first?.started
    let names = networks.map(\.label).joined(separator: ", ")
    let steps = networks.map(\.step).max() ?? 0
    return Report(
      title: "\(names) on \(started?.dataset.name ?? "")",
      introduction: [
        "\(networks.count) networks, trained in lockstep on the same batches from seed "
          + "\(started?.seed ?? 0): \(steps) steps of \(started?.batchSize ?? 0) images"
          + (isStopped
            ? ", of \(started?.optimizer.steps ?? 0); the comparison was stopped." : "."),
        networks.map { "\($0.label) is \($0.network?.name ?? "")" }.joined(separator: "; ") + ".",
      ],
      sections: [
        Section(heading: "Results", items: [.table(table)]),
        Section(heading: "Learning", items: [.chart(lossChart), .chart(accuracyChart)]),
        Section(heading: "Gradients", items: [.chart(profileChart), .chart(ratioChart)]),
        .toRepeatIt(command, settings: settings),
      ])
  }

  private var isStopped: Bool { networks.contains { $0.ended?.reason == .stopped } }

  // MARK: Parts

  var table: Table {
    Table(
      caption: "At the last step: loss, accuracy and gradients are means of the last "
        + "\(RunHistory.recentSteps) steps. Images to an accuracy are as fine as the evaluations are.",
      heads: ["network"] + ScoreFigure.all.map { $0.name.replacing(" %", with: "\u{A0}%") },
      rows: networks.map { run in
        let scores = Scores(run, at: run.step)
        return [run.label] + ScoreFigure.all.map { $0.text(scores) }
      })
  }

  func curves(
    _ kind: Curve.Kind, _ points: (ObservedRun) -> [Curve.Point]
  ) -> [Curve] {
    networks.enumerated().map { index, run in
      Curve(name: run.label, points: points(run), style: index, kind: kind)
    }
  }

  var stepAxis: Axis { Axis(title: "step") }

  var lossChart: Chart {
    Chart(
      title: "Training loss",
      caption:
        "Lines are smoothed (\(Smoothing().share) of the old value is kept); the pale band is each "
        + "step.",
      horizontal: stepAxis, vertical: Axis(title: "loss"),
      curves: curves(.band) { run in
        let steps = 1...max(run.step, 1)
        let raw = ChartQuantity.loss.points(run.history, steps: steps)
        let line = Smoothing().line(in: steps) { ChartQuantity.loss.points(run.history, steps: $0) }
        return zip(raw, line).map {
          Curve.Point(x: $0.position, y: $1.mean, low: $0.minimum, high: $0.maximum)
        }
      })
  }

  var accuracyChart: Chart {
    Chart(
      title: "Test accuracy", horizontal: stepAxis, vertical: Axis(title: "accuracy", unit: "%"),
      curves: curves(.lineWithMarkers) { run in
        run.history.evaluations.map { Curve.Point(x: Double($0.step), y: 100 * $0.accuracy) }
      })
  }

  var profileChart: Chart {
    Chart(
      title: "Gradients by depth",
      caption: "Norm of the loss's gradient by each layer's weights, mean of the last "
        + "\(RunHistory.recentSteps) steps.",
      horizontal: Axis(title: "relative depth, 0 the first layer", range: 0...1),
      vertical: Axis(title: "gradient norm", isLogarithmic: true),
      curves: curves(.lineWithMarkers) { run in
        run.history.profile(.gradientNorm, at: run.step).map {
          Curve.Point(x: $0.depth, y: $0.value)
        }
      })
  }

  var ratioChart: Chart {
    Chart(
      title: "First layer's gradient to the last's",
      caption: "1 where both get as much; mean of \(RunHistory.recentSteps) steps.",
      horizontal: stepAxis,
      vertical: Axis(title: "gradient norm, first ÷ last", isLogarithmic: true),
      curves: curves(.line) { run in
        run.history.ratios(.gradientNorm, in: 1...max(run.step, 1)).map {
          Curve.Point(x: $0.middle, y: $0.ratio)
        }
      })
  }
}

extension Section {
  /// How a report ends.
  static func toRepeatIt(_ command: String, settings: String, of what: String = "") -> Section {
    Section(
      heading: "To repeat it",
      items: [
        .code(command),
        .paragraph(
          "The settings, \(what)with every default written out, as config.json keeps them:"),
        .code(settings),
      ])
  }
}

extension ExplorerState {
  /// What the networks that are compared have come to.
  public var comparisonRecord: ComparisonRecord {
    ComparisonRecord(session.networks.map(\.live))
  }
}
