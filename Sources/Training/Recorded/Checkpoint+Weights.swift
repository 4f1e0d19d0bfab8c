import Foundation
import Networks

extension Checkpoint {
  /// The metadata of a file with these weights alone, which `init(contentsOf:)` reads; empty where the
  /// file names no network.
  public var weightsMetadata: [String: String] {
    guard let origin else { return [:] }
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let architecture = try? encoder.encode(origin.configuration.architecture) else {
      return [:]
    }
    let input = origin.configuration.input
    return [
      "format": Self.weightsFormat, "architecture": String(decoding: architecture, as: UTF8.self),
      "input": "\(input.channels),\(input.height),\(input.width)",
      "classes": "\(origin.configuration.classes)", "dataset": origin.dataset,
      "step": "\(origin.step)",
    ]
  }

  /// The format's name of files with weights alone.
  private static let weightsFormat = "densenet-explorer-checkpoint/1"
}
