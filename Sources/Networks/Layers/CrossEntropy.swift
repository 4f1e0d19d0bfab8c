import Foundation
import KernelArguments

/// Softmax and cross-entropy over the classifier's outputs, which lie as maps of one pixel:
/// `[group][class][lane]`.
struct CrossEntropy {
  /// Sum over the batch's images, divided by their number.
  var loss = 0.0
  /// Images whose largest output is that of their class.
  var correct = 0

  /// Measures the outputs and leaves `(softmax − target) / count` in the outputs' gradient, where
  /// they have one.
  init(outputs: FeatureMaps, labels: [Int], batch: Batch) {
    let classes = outputs.shape.channels
    let lanes = outputs.lanes
    var probabilities = [Double](repeating: 0, count: classes)
    for group in 0..<batch.groups {
      let values = outputs.values(group: group).start
      let gradients = outputs.hasGradients ? outputs.gradients(group: group).start : nil
      for lane in 0..<lanes {
        guard lane < batch.liveLanes(group) else {
          if let gradients {
            for index in 0..<classes { gradients[index * lanes + lane] = 0 }
          }
          continue
        }
        let label = labels[group * lanes + lane]
        var best = 0
        for index in 0..<classes {
          if values[index * lanes + lane] > values[best * lanes + lane] { best = index }
        }
        let largest = Double(values[best * lanes + lane])
        var sum = 0.0
        for index in 0..<classes {
          probabilities[index] = exp(Double(values[index * lanes + lane]) - largest)
          sum += probabilities[index]
        }
        loss += log(sum) + largest - Double(values[label * lanes + lane])
        if best == label { correct += 1 }
        guard let gradients else { continue }
        for index in 0..<classes {
          let target = index == label ? 1.0 : 0
          gradients[index * lanes + lane] = Float(
            (probabilities[index] / sum - target) / Double(batch.count))
        }
      }
    }
    loss /= Double(batch.count)
  }
}
