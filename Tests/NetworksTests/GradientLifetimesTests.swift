import Testing

@testable import Networks

/// Which places keep their gradients in the same memory.
struct GradientLifetimesTests {
  @Test(arguments: Architecture.examples.keys.sorted())
  func whatIsNeededAtTheSameTimeLiesApart(name: String) throws {
    let plan = NetworkConfiguration(
      try #require(Architecture.examples[name]),
      input: ImageShape(channels: 3, height: 16, width: 16), classes: 10
    ).plan
    let lifetimes = GradientLifetimes(plan)
    #expect(lifetimes.buffer[.images] == nil)
    #expect(Set(lifetimes.buffer.keys) == Set(plan.shapes.keys).subtracting([.images]))
    for (place, buffer) in lifetimes.buffer {
      let shape = try #require(plan.shapes[place])
      #expect(lifetimes.buffers[buffer] >= shape.channels * shape.pixels)
    }
    // While an operation goes back, the gradients of what it reads and writes are all in use.
    var inUse: [NetworkPlan.Place: ClosedRange<Int>] = [:]
    for (index, operation) in plan.operations.enumerated() {
      for place in [operation.target] + operation.readings.map(\.place) where place != .images {
        inUse[place] = min(inUse[place]?.lowerBound ?? index, index)...index
      }
    }
    for (a, first) in inUse {
      for (b, second) in inUse where a != b && first.overlaps(second) {
        #expect(lifetimes.buffer[a] != lifetimes.buffer[b], "\(a.name) and \(b.name)")
      }
    }
  }

  /// However many bottlenecks there are, they need no more than the largest of them.
  @Test func bottlenecksShareMemory() throws {
    let plan = NetworkConfiguration(
      .denseNet(blocks: [6, 6], growthRate: 4),
      input: ImageShape(channels: 3, height: 16, width: 16), classes: 10
    ).plan
    let sizes = plan.shapes.mapValues { $0.channels * $0.pixels }
    let bottleneck = sizes.filter { $0.key.name.hasSuffix("bottleneck") }.values.max()
    let blocks = [0, 1].compactMap { sizes[.block($0)] }.reduce(0, +)
    #expect(GradientLifetimes(plan).buffers.reduce(0, +) <= blocks + (try #require(bottleneck)))
  }
}
