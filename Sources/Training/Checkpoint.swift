import Foundation
import Networks

/// A network's weights as a file, with torchvision's names and what is needed to build the network
/// again.
public struct Checkpoint: Sendable, Equatable {
  /// The format's name, as the file's metadata have it.
  static let format = "densenet-explorer-checkpoint/1"

  /// The network.
  public var configuration: NetworkConfiguration
  /// Name of the data set that it was trained on.
  public var dataset: String
  /// Updates before it.
  public var step: Int
  /// Weights and running statistics.
  public var state: NetworkState

  /// A checkpoint's file.
  var file: SafetensorsFile {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = .sortedKeys
    let architecture = (try? encoder.encode(configuration.architecture)) ?? Data()
    let input = configuration.input
    return SafetensorsFile(
      metadata: [
        "format": Self.format, "architecture": String(decoding: architecture, as: UTF8.self),
        "input": "\(input.channels),\(input.height),\(input.width)",
        "classes": "\(configuration.classes)", "dataset": dataset, "step": "\(step)",
      ], tensors: state.tensors)
  }
}
