import Foundation
import Networks
import Training

/// The weights of a checkpoint alone, for PyTorch.
public enum WeightsExport {
  /// Writes weights and running statistics under torchvision's names, as float32, with the network and the
  /// data set in the metadata, so that `evaluate` and `--weights` need no options for them.
  ///
  /// PyTorch's batch norms also count their batches (`num_batches_tracked`), which nothing here reads; they
  /// are in the file so that `load_state_dict` finds all that it expects.
  public static func write(
    _ checkpoint: Checkpoint, to path: String
  ) throws(RunError) -> StreamedFile {
    var tensors = checkpoint.tensors
    let suffix = ".running_mean"
    for name in checkpoint.tensors.keys where name.hasSuffix(suffix) {
      let counter = String(name.dropLast(suffix.count)) + ".num_batches_tracked"
      tensors[counter] = Tensor(shape: [], values: [Float(checkpoint.origin?.step ?? 0)])
    }
    let file = try StreamedFile(path)
    try file.write(SafetensorsFile(metadata: checkpoint.weightsMetadata, tensors: tensors).data)
    return file
  }
}
