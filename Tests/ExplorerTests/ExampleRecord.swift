import Channel

@testable import Explorer

/// The log of the invented networks that are compared, as one file has it.
enum ExampleRecord {
  /// - Parameters:
  ///   - steps: of each network.
  ///   - broken: the step from which on the third network's numbers are not finite.
  static func record(steps: Int = 60, brokenFrom broken: Int = .max) -> ComparisonRecord {
    var record = ComparisonRecord()
    for event in log(steps: steps, brokenFrom: broken) { record.receive(event) }
    return record
  }

  static func log(steps: Int, brokenFrom broken: Int = .max) -> [RunEvent] {
    guard case .runStarted(var started) = ExampleComparison.started(0) else { return [] }
    started.networks = ExampleComparison.names.indices.map(ExampleComparison.description)
    let logs = started.networks.indices.map { network in
      ExampleComparison.events(
        network, steps: steps, brokenFrom: network == 2 ? broken : .max
      ).dropFirst().map { $0.of(network: network, in: ExampleComparison.names[network]) }
    }
    let end = RunEnded(step: steps, reason: .finished, message: "Finished after \(steps) steps.")
    // In lockstep, but who says something first is no matter.
    return [.runStarted(started)] + logs.flatMap(\.self) + [.runEnded(end)]
  }
}
