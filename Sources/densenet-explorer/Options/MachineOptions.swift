import ArgumentParser
import Foundation
import Networks

/// What computes.
struct MachineOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("Threads that compute. (default: one per processor)", valueName: "threads"))
  var threads: Int?

  @Option(help: "Instructions that the kernels use; auto is the fastest that the machine has.")
  var instructionSet = InstructionSetChoice.auto

  /// The number of threads, checked.
  func threadCount() throws(Failure) -> Int {
    try check("--threads", threads ?? 1, in: 1...256)
    return threads ?? ProcessInfo.processInfo.activeProcessorCount
  }

  /// The instructions that were asked for; the machine must have them.
  func instructions() throws(Failure) -> InstructionSet {
    let instructions = InstructionSet(rawValue: instructionSet.rawValue) ?? .best
    guard instructions.isAvailable else {
      let available = InstructionSet.available.map(\.rawValue)
      throw .usage(
        "--instruction-set \(instructionSet.rawValue): this machine does not have it, "
          + "expected auto or \(available.joined(separator: " or "))")
    }
    return instructions
  }
}
