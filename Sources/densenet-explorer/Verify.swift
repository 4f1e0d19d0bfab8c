import ArgumentParser
import Foundation
import Networks
import Training

/// `verify`: the engine against PyTorch's numbers.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Hold the engine against PyTorch's numbers.",
    discussion: """
      Reads reference files (see Tests/NetworksTests/Reference/README.md), does what each says, and \
      compares every tensor. A line for each file: the worst tensor, its relative error, the error \
      that PyTorch itself makes in float32, pass or fail. A file passes where no error is over the \
      larger of 2e-5 and 5 times PyTorch's.
      """)

  @Argument(help: ArgumentHelp("Reference files.", valueName: "file"))
  var files: [String]

  @Flag(help: "A line for each tensor too.")
  var allTensors = false

  @OptionGroup var machine: MachineOptions

  func run() throws {
    let instructionSet = try machine.instructions()
    let threads = try machine.threadCount()
    var first: Failure?
    for path in files {
      do throws(RunError) {
        let isPass = try verify(path, instructionSet, threads: threads)
        if !isPass { first = first ?? Failure("", code: .failure) }
      } catch {
        // The other files are verified all the same.
        let failure = Failure(error)
        failure.report()
        first = first ?? Failure("", code: failure.code)
      }
    }
    if let first { throw first }
  }

  private func verify(
    _ path: String, _ instructionSet: InstructionSet, threads: Int
  ) throws(RunError) -> Bool {
    let content = try InputFile.content(path)
    let file: ReferenceFile
    do {
      file = try ReferenceFile(content)
    } catch {
      throw RunError(.data, "\(path): \(error)")
    }
    let required = file.configuration.memoryRequired(
      batchCapacity: file.batchSize, instructionSet: instructionSet, threads: threads)
    if let objection = memoryObjection(required) {
      throw RunError(.other, "\(path): this network \(objection)")
    }
    let errors: [(tensor: String, error: Double)]
    do {
      errors = try file.errors(instructionSet, threads: threads)
    } catch {
      throw RunError(.data, "\(path): initial.\(error)")
    }
    let worst = errors[0]
    let isPass = worst.error <= file.bound
    var lines = [
      "\(harmless(path)): \(harmless(worst.tensor)) \(scientific(worst.error)), PyTorch's float32 "
        + "\(scientific(file.float32Error)), bound \(scientific(file.bound)): "
        + (isPass ? "pass" : "fail")
    ]
    if allTensors {
      lines += errors.sorted { $0.tensor < $1.tensor }.map { tensor, error in
        "  \(scientific(error))\(error <= file.bound ? "  " : " !") \(harmless(tensor))"
      }
    }
    try StandardStream.output.writeOrFail(lines.joined(separator: "\n"))
    return isPass
  }

  private func scientific(_ value: Double) -> String { String(format: "%.2e", value) }
}
