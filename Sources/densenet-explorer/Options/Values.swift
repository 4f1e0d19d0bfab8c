import ArgumentParser
import Channel
import Networks
import Samples
import Training

// The values that options take, as they are written on the command line.

/// `--checkpoint-every`: `500`, `2min` or `never`.
extension CheckpointRule.Interval: ExpressibleByArgument {
  /// Reads what stands on the command line.
  public init?(argument: String) {
    let interval: CheckpointRule.Interval? =
      if argument == "never" {
        .never
      } else if argument.hasSuffix("min") {
        Double(argument.dropLast(3)).map { .minutes($0) }
      } else {
        Int(argument).map { .steps($0) }
      }
    guard let interval, CheckpointRule(interval: interval).objection == nil else { return nil }
    self = interval
  }
}

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

extension Augmentation: ExpressibleByArgument {}
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

/// `--at`: what a script does after so many steps, `STEP:COMMAND`, or when a figure is reached,
/// `loss<0.5:COMMAND`; see `Command.textForms`.
enum ScriptLine: ExpressibleByArgument {
  case intervention(Intervention)
  case reaction(Reaction)

  init?(argument: String) {
    guard let colon = argument.firstIndex(of: ":"),
      let command = Command(text: String(argument[argument.index(after: colon)...]))
    else { return nil }
    let occasion = String(argument[..<colon])
    if let step = Int(occasion), step >= 0 {
      self = .intervention(Intervention(step: step, command: command))
    } else if let reaction = Reaction(condition: occasion, command: command) {
      self = .reaction(reaction)
    } else {
      return nil
    }
  }

  /// When it happens, as it is written.
  var occasion: String {
    switch self {
    case .intervention(let intervention): "\(intervention.step)"
    case .reaction(let reaction): reaction.condition
    }
  }

  var command: Command {
    switch self {
    case .intervention(let intervention): intervention.command
    case .reaction(let reaction): reaction.command
    }
  }
}
