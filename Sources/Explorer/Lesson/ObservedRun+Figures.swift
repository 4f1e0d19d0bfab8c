import Channel
import Lessons

extension ObservedRun {
  /// A figure that lessons speak of, as the run has measured it; `nil` where it has not. What each means
  /// stands in `Lessons/README.md`.
  func figure(_ reference: FigureReference) -> Double? {
    if let knob = Knob(rawValue: reference.name) { return snapshot.knobs[knob] }
    let arguments = Arguments(reference.arguments)
    return switch reference.name {
    case "loss": history.mean(of: history.loss, upTo: arguments.step(0))
    case "accuracy": history.mean(of: history.accuracy, upTo: arguments.step(0))
    case "test_loss": history.evaluations.last?.loss
    case "test_accuracy": history.evaluations.last?.accuracy
    case "step": Double(step)
    case "parameters": network.map { Double($0.parameters) }
    case "multiply_adds": Scores(self, at: step).multiplyAdds.map(Double.init)
    case "memory": Scores(self, at: step).memory.map(Double.init)
    case "layers": Double(layers.count)
    case "gradient": layerMean(.gradientNorm, arguments)
    case "update_ratio": layerMean(.updateRatio, arguments)
    case "weight_norm": layerMean(.weightNorm, arguments)
    case "output_gradient": newest(.outputGradient, arguments)
    case "dead": newest(.deadShare, arguments)
    case "inputs": layer(arguments)?.inputs.map(Double.init)
    case "outputs": layer(arguments)?.outputShape.first.map(Double.init)
    case "layer_parameters": layer(arguments).map { Double($0.parameters) }
    case "reuse": reuse(arguments)?.value
    case "reuse_share": reuse(arguments)?.share
    case "shortcut_share": shortcutShare(arguments)
    case "images_seen": arguments.number(0).map(imagesSeen)
    case "loss_before": lastChange?.batchLosses.first
    case "loss_after": lastChange?.batchLosses.last
    case "accuracy_before": lastCut?.testAccuracies.first
    case "accuracy_after": lastCut?.testAccuracies.last
    case "new_maps": lastEffect(\.newMaps)
    case "new_maps_in_use": lastEffect(\.newMapsInUse)
    case "recovered_after": lastEffect(\.recoveredAfter)
    case "connections": Double(connections)
    case "connections_cut": Double(network?.cuts?.count ?? 0)
    default: nil
    }
  }

  private func series(_ measure: LayerMeasure, _ arguments: Arguments) -> Series? {
    guard let series = history.layers[measure],
      let layer = layer(arguments, count: series.count)
    else { return nil }
    return series[layer]
  }

  private func layerMean(_ measure: LayerMeasure, _ arguments: Arguments) -> Double? {
    series(measure, arguments).flatMap { history.mean(of: $0, upTo: arguments.step(1)) }
  }

  private func newest(_ measure: LayerMeasure, _ arguments: Arguments) -> Double? {
    series(measure, arguments)?.value(at: max(step, 1))
  }

  private func layer(_ arguments: Arguments) -> LayerDescription? {
    layer(arguments, count: layers.count).map { layers[$0] }
  }

  private func layer(_ arguments: Arguments, count: Int) -> Int? {
    arguments.arguments.first.flatMap { layer($0, count: count) }
  }

  /// Index of a layer, one of so many: `first`, `last`, `middle`, a number from 1 or a name.
  func layer(_ argument: FigureArgument, count: Int) -> Int? {
    let layer: Int? =
      switch argument {
      case .word("first"): 0
      case .word("last"): count - 1
      case .word("middle"): count / 2
      case .word: nil
      case .number(let number): Int(exactly: number).map { $0 - 1 }
      case .text(let name): layerNames.layer(named: name)
      }
    return layer.flatMap { (0..<count).contains($0) ? $0 : nil }
  }

  private func reuse(_ arguments: Arguments) -> (value: Double, share: Double)? {
    guard let number = arguments.whole(0), let source = arguments.whole(1),
      let block = reuse.first(where: { $0.block == number })
    else { return nil }
    let reader = arguments.isWord(2, "out") ? block.matrix.count : arguments.whole(2) ?? 0
    guard block.matrix.indices.contains(reader - 1) else { return nil }
    let row = block.matrix[reader - 1]
    guard row.indices.contains(source), let value = row[source] else { return nil }
    let greatest = row.compactMap(\.self).max() ?? 0
    return (value, greatest > 0 ? value / greatest : .nan)
  }

  private func shortcutShare(_ arguments: Arguments) -> Double? {
    guard let number = arguments.whole(0), let blocks = shortcuts?.blocks,
      blocks.indices.contains(number - 1)
    else { return nil }
    return blocks[number - 1].share
  }

  /// Training images until an evaluation's accuracy was so high; infinite where none was.
  func imagesSeen(until accuracy: Double) -> Double {
    history.seen.images(until: accuracy, at: step) ?? .infinity
  }

  private var lastChange: Mark? { history.changes.last { $0.batchLosses.count == 2 } }

  private var lastCut: Mark? { history.changes.last { $0.testAccuracies.count == 2 } }

  private func lastEffect(_ figure: (ChangeEffect) -> Int?) -> Double? {
    for mark in history.changes.reversed() {
      for effect in mark.effects.reversed() {
        if let value = figure(effect) { return Double(value) }
      }
    }
    return nil
  }

  /// Of all dense blocks: every layer reads what stands before it, and what follows a block reads all.
  private var connections: Int {
    reuse.reduce(0) { sum, block in
      sum + block.matrix.reduce(0) { $0 + $1.count { $0 != nil } }
    }
  }
}

/// What stands in a figure's parentheses.
private struct Arguments {
  let arguments: [FigureArgument]

  init(_ arguments: [FigureArgument]) { self.arguments = arguments }

  func number(_ index: Int) -> Double? {
    guard arguments.indices.contains(index), case .number(let value) = arguments[index] else {
      return nil
    }
    return value
  }

  func whole(_ index: Int) -> Int? { number(index).flatMap { Int(exactly: $0) } }

  /// A step; `nil` for the newest.
  func step(_ index: Int) -> Int? { whole(index) }

  func isWord(_ index: Int, _ word: String) -> Bool {
    arguments.indices.contains(index) && arguments[index] == .word(word)
  }
}
