import Networks
import Testing

/// The same bits whatever the number of threads, for each family and instruction set.
struct DeterminismTests {
  @Test(arguments: Architecture.examples.keys.sorted(), InstructionSet.available)
  func threadsDoNotChangeAnyBit(name: String, instructionSet: InstructionSet) throws {
    try expectSameBits(try #require(Architecture.examples[name]), instructionSet, batch: 37)
  }

  /// A batch of which workers take several groups at a time.
  @Test(arguments: InstructionSet.available)
  func norInALargeBatch(instructionSet: InstructionSet) throws {
    try expectSameBits(.denseNet(dropout: 0.2), instructionSet, batch: 139)
  }

  private func expectSameBits(
    _ architecture: Architecture, _ instructionSet: InstructionSet, batch: Int
  ) throws {
    let example = Example(
      architecture, input: ImageShape(channels: 2, height: 12, width: 9), batch: batch)
    let runs = [1, 2, 3, 8].map { threads in
      let network = example.network(instructionSet, threads: threads)
      let losses = (0..<3).map { step in
        network.maskSeed = UInt32(step)
        let loss = network.forward(.training).loss
        network.backward()
        network.update(sgd)
        return loss
      }
      return (losses, network.gradientNorms(), network.state())
    }
    #expect(runs.allSatisfy { $0 == runs[0] })
    #expect(runs[0].2 != example.state)
    #expect(runs[0].0.allSatisfy { $0.isFinite })
  }

  /// With few threads each group of images goes through the whole network, with many one operation
  /// follows the other.
  @Test(arguments: Architecture.examples.keys.sorted(), InstructionSet.available)
  func evaluationIsTheSameEitherWay(name: String, instructionSet: InstructionSet) throws {
    for batch in [5, 37] {
      let example = Example(
        try #require(Architecture.examples[name]),
        input: ImageShape(channels: 2, height: 13, width: 10), batch: batch)
      let logits = [1, 2, 8].map { threads in
        let network = example.network(instructionSet, threads: threads)
        _ = network.forward(.evaluation)
        return network.logits()
      }
      #expect(logits.allSatisfy { $0 == logits[0] })
      #expect(logits[0].joined().contains { $0 != 0 })
    }
  }

  /// What evaluation keeps from batch to batch does not outlive the weights.
  @Test func evaluationFollowsEveryUpdate() {
    let example = Example(batch: 67)
    let network = example.network(threads: 2)
    var losses: Set<Double> = []
    for _ in 0..<3 {
      let loss = network.forward(.evaluation).loss
      #expect(network.forward(.evaluation).loss == loss)
      let fresh = example.network(threads: 2, state: network.state())
      #expect(fresh.forward(.evaluation).loss == loss)
      losses.insert(loss)
      _ = network.forward(.training)
      network.backward()
      network.update(sgd)
    }
    #expect(losses.count == 3)
  }

  /// Groups that share memory are found all the same, neither of the first nor of the last.
  @Test func theLayerIsFoundWhereEvaluationStopsBeingFinite() {
    var example = Example(batch: 67)
    let network = example.network(threads: 2)
    #expect(network.forward(.evaluation).loss.isFinite && network.firstNotFinite() == nil)
    let values = example.images.count / example.labels.count
    example.images[20 * values + 3] = .nan
    network.load(images: example.images, labels: example.labels)
    #expect(!network.forward(.evaluation).loss.isFinite)
    #expect(network.firstNotFinite() == .output(layer: "features.conv0"))
    #expect(network.logits()[19].allSatisfy { $0.isFinite })
    #expect(network.logits()[20].contains { !$0.isFinite })
  }
}
