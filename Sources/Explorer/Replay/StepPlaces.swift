/// Where steps stand in a log: of many, every second, fourth, … one.
struct StepPlaces: Sendable {
  private struct Place: Sendable {
    /// The byte at which the next step's line begins.
    var place: Int
    /// Updates before it.
    var step: Int
  }

  private var places: [Place] = []
  /// Only places after steps that this divides are kept.
  private var spacing = 1
  private static let most = 2048

  /// Adds the place behind all that a step brought.
  mutating func add(_ place: Int, after step: Int) {
    if let last = places.last, step / spacing <= last.step / spacing { return }
    places.append(Place(place: place, step: step))
    guard places.count > Self.most else { return }
    spacing *= 2
    var last = -1
    places.removeAll { place in
      defer { last = place.step / spacing }
      return place.step / spacing == last
    }
  }

  /// The last place that is not behind a step.
  ///
  /// - Parameter unit: preferred are places after steps that this divides, where the joined values of histories
  ///   can be parted.
  func last(upTo step: Int, inUnitsOf unit: Int) -> (place: Int, step: Int)? {
    let fitting = places.prefix { $0.step <= step }
    let found = fitting.last { $0.step % max(unit, 1) == 0 } ?? fitting.first
    return found.map { ($0.place, $0.step) }
  }
}
