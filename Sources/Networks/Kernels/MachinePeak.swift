/// What a machine can do at most with some instructions and threads, measured.
public struct MachinePeak: Sendable, Equatable {
  /// Multiplications and additions per second in the 12 sums of a product's inner loop, a fused one
  /// counted as two, of all threads together. (SSE2 has registers for fewer sums than that.)
  public var operationsPerSecond: Double
  /// Bytes per second that all threads together read from memory.
  public var bytesPerSecond: Double

  /// The best of several measurements of one machine, between which other programs may have run.
  public init(best measurements: [MachinePeak]) {
    operationsPerSecond = measurements.map(\.operationsPerSecond).max() ?? 0
    bytesPerSecond = measurements.map(\.bytesPerSecond).max() ?? 0
  }

  /// Measures for about a second.
  ///
  /// - Parameter batchCapacity: the most images of a batch, on which it depends which kernels compute.
  public init(_ instructionSet: InstructionSet, batchCapacity: Int, threads: Int) {
    let kernels = instructionSet.kernels(batchCapacity: batchCapacity)
    let workers = Workers(count: threads)
    let clock = ContinuousClock()
    // The shortest of many short times: the machine may have other work.
    func shortest(of count: Int, _ body: (_ worker: Int, _ turn: Int) -> Void) -> Double {
      (0..<count).map { turn in
        clock.measure { workers.forEach(threads) { item, _ in body(item, turn) } } / .seconds(1)
      }.min() ?? 1
    }
    let rounds = 500_000
    let seconds = shortest(of: 64) { _, _ in
      // The result is finite whatever the machine: the comparison keeps the loop from vanishing.
      precondition(kernels.multiplyRegisters(rounds).isFinite)
    }
    operationsPerSecond = Double(threads * rounds * 12 * 2 * kernels.lanes) / seconds
    // All of them together are more than a cache of this machine is likely to hold, read in turn.
    let parts = 4
    let buffers = (0..<threads * parts).map { _ in
      FloatBuffer(count: (256 << 20) / 4 / threads / parts)
    }
    // Pages that nobody has written are one and the same page of zeros, which caches hold.
    for buffer in buffers { buffer.fill(1) }
    let read = shortest(of: 8 * parts) { worker, turn in
      let buffer = buffers[turn % parts * threads + worker]
      precondition(kernels.sumOfSquares(buffer.start, buffer.paddedCount) > 0)
    }
    bytesPerSecond = Double(threads * buffers[0].paddedCount * 4) / read
  }
}
