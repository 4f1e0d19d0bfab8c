import Channel
import Networks

/// Changes of the network whose effect is not known yet, followed from step to step. It is a part of
/// `TrainingState`: a run that goes back, or forward again, follows what it followed then.
struct FollowedChanges: Equatable, Codable {
  /// Steps after growth at which the new maps are measured.
  static let stepsAfterGrowth = 50
  /// What each step keeps of the smoothed loss.
  private static let smoothing = 0.9
  /// Steps after which a loss can have recovered at the soonest, as many as the smoothed loss reaches
  /// back: the average over fewer is a matter of lucky batches.
  private static let leastSteps = 10

  /// New maps that are to be measured.
  private struct Growth: Equatable, Codable {
    let change: CommandApplied
    /// Outputs of the layers that make them, by name.
    let maps: [String: Range<Int>]
  }

  /// A loss of maps or connections from which the network has not recovered yet.
  private struct Removal: Equatable, Codable {
    let change: CommandApplied
    let smoothedLossBefore: Double
  }

  /// mₜ = 0.9 · mₜ₋₁ + 0.1 · lossₜ, from the first step's on. It goes on through a change: that it is
  /// no higher than before is as much as to say that the losses since, weighted in the same way, are so
  /// on average.
  private(set) var smoothedLoss: Double?
  private var growth: Growth?
  private var removals: [Removal] = []

  /// Follows a change of the structure. Maps of an earlier one are not where they were any more.
  mutating func structureChanged(
    by change: CommandApplied, from old: NetworkConfiguration, to new: NetworkConfiguration
  ) {
    let maps = new.denseMaps(newSince: old)
    growth = maps.isEmpty ? nil : Growth(change: change, maps: maps)
    if !old.denseMaps(newSince: new).isEmpty { somethingWasRemoved(by: change) }
  }

  /// Follows a loss of maps or connections; one from before the first step has nothing to be compared
  /// with.
  mutating func somethingWasRemoved(by change: CommandApplied) {
    guard let smoothedLoss else { return }
    removals.append(Removal(change: change, smoothedLossBefore: smoothedLoss))
  }

  /// Takes the loss of a step, a finite one, and tells what is known now.
  ///
  /// - Parameter mapsInUse: how many of some maps are in use; asked for only when they are due.
  mutating func advance(
    loss: Double, step: Int, mapsInUse: ([String: Range<Int>]) -> Int
  ) -> [ChangeEffect] {
    let smoothed = smoothedLoss.map { Self.smoothing * $0 + (1 - Self.smoothing) * loss } ?? loss
    smoothedLoss = smoothed
    var effects: [ChangeEffect] = []
    if let due = growth, step >= due.change.step + Self.stepsAfterGrowth {
      effects.append(
        ChangeEffect(
          step: step, command: due.change.command, commandStep: due.change.step,
          newMaps: due.maps.values.reduce(0) { $0 + $1.count }, newMapsInUse: mapsInUse(due.maps)))
      growth = nil
    }
    removals.removeAll { removal in
      let change = removal.change
      guard smoothed <= removal.smoothedLossBefore, step >= change.step + Self.leastSteps else {
        return false
      }
      effects.append(
        ChangeEffect(
          step: step, command: change.command, commandStep: change.step,
          recoveredAfter: step - change.step, lossBefore: change.lossBefore,
          lossAfter: change.lossAfter))
      return true
    }
    return effects
  }

  /// Why a run with a network cannot follow such changes after so many steps; `nil` if it can.
  func objection(_ configuration: NetworkConfiguration, step: Int) -> String? {
    let changes = [growth?.change].compactMap(\.self) + removals.map(\.change)
    if let change = changes.first(where: { !(0...step ~= $0.step) }) {
      return "followed: a change at step \(change.step): expected 0…\(step)"
    }
    let counts = configuration.denseMaps
    for (layer, maps) in growth?.maps ?? [:] {
      let count = counts[layer] ?? 0
      guard maps.lowerBound >= 0 && maps.upperBound <= count else {
        return "followed: maps \(maps) of \(layer): expected some of \(count)"
      }
    }
    return nil
  }
}
