import Networks
import Testing

/// The same bits whatever the number of threads, for each family and instruction set.
struct DeterminismTests {
  @Test(arguments: Architecture.examples.keys.sorted(), InstructionSet.available)
  func threadsDoNotChangeAnyBit(name: String, instructionSet: InstructionSet) throws {
    let example = Example(
      try #require(Architecture.examples[name]),
      input: ImageShape(channels: 2, height: 12, width: 9), batch: 37)
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
}
