/// Which places can keep their gradients in the same memory. A place's gradient is needed from the
/// last operation that reads its maps, which in the backward pass comes first, to the first that
/// writes them: a bottleneck's for two operations only.
struct GradientLifetimes {
  /// Values of one image that each buffer holds.
  private(set) var buffers: [Int] = []
  /// Values of one image at all the places that share each buffer.
  private var users: [Double] = []
  /// Index of each place's buffer; the images have none.
  private(set) var buffer: [NetworkPlan.Place: Int] = [:]

  init(_ plan: NetworkPlan) {
    var lifetimes: [NetworkPlan.Place: ClosedRange<Int>] = [:]
    for (index, operation) in plan.operations.enumerated() {
      for place in [operation.target] + operation.readings.map(\.place) where place != .images {
        lifetimes[place] = (lifetimes[place]?.lowerBound ?? index)...index
      }
    }
    var taken: [[ClosedRange<Int>]] = []
    // The largest first, so that the smaller ones find room in what is there; by name where sizes
    // are equal, so that the result is always the same.
    let places = lifetimes.map { place, lifetime in
      (place, lifetime, plan.shapes[place].map { $0.channels * $0.pixels } ?? 0)
    }.sorted { ($1.2, $0.0.name) < ($0.2, $1.0.name) }
    for (place, lifetime, size) in places {
      let free = taken.indices.first { !taken[$0].contains { $0.overlaps(lifetime) } }
      let index = free ?? taken.count
      if free == nil {
        taken.append([])
        buffers.append(size)
        users.append(0)
      }
      taken[index].append(lifetime)
      users[index] += Double(size)
      buffer[place] = index
    }
  }

  /// Floats of shared memory that a value of a place counts for: 1, or less where places share.
  func share(of place: NetworkPlan.Place) -> Double {
    buffer[place].map { Double(buffers[$0]) / users[$0] } ?? 0
  }
}
