import ArgumentParser
import Channel
import Networks
import Training

// The values that options take, as they are written on the command line.

/// `--instruction-set`.
enum InstructionSetChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, baseline, avx2, avx512
}

/// `--architecture`.
enum ArchitectureChoice: String, ExpressibleByArgument, CaseIterable {
  case densenet, resnet, plain, densenet121, densenet169, densenet201, densenet161

  /// The depth of torchvision's network; `nil` of the others.
  var imagenetDepth: Int? { Int(rawValue.dropFirst("densenet".count)) }
}

extension Stem: ExpressibleByArgument {}
extension Initialization: ExpressibleByArgument {}
extension Normalization: ExpressibleByArgument {}
extension Activation: ExpressibleByArgument {}
extension Schedule: ExpressibleByArgument {}
extension MapCriterion: ExpressibleByArgument {}

/// `--blocks`: dense layers of each block, `3,3,3`.
struct Blocks: ExpressibleByArgument {
  let layers: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    layers = parts.compactMap { Int($0) }
    guard layers.count == parts.count else { return nil }
  }
}

/// `--at`: a scripted intervention, `STEP:COMMAND`; see `Command.textForms`.
struct ScriptedIntervention: ExpressibleByArgument {
  let intervention: Intervention

  init?(argument: String) {
    guard let colon = argument.firstIndex(of: ":"), let step = Int(argument[..<colon]), step >= 0,
      let command = Command(text: String(argument[argument.index(after: colon)...]))
    else { return nil }
    intervention = Intervention(step: step, command: command)
  }
}
