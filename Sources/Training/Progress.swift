import Networks
import Samples

/// How far a line of training has come: everything beside the network that its next steps follow from.
struct Progress: Equatable, Codable {
  /// Updates so far, those left out as not finite included.
  var step = 0
  var optimizer: SGD
  var batchSize: Int
  /// The position in the data.
  var order: SampleOrder
  /// Names of the layers whose weights stay as they are, sorted.
  var frozen: [String] = []
  /// Draws the next filters that surgery adds. Masks of dropout follow from the step.
  var surgeryGenerator: RandomGenerator
  /// Changes whose effect is told later.
  var followed = FollowedChanges()
  /// Whether the evaluation of the last step was due and given up.
  var owesEvaluation = false
  /// Accuracy on the test part, where it was measured of the network as it is.
  var testAccuracy: Double?
}
