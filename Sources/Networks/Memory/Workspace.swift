import KernelArguments

/// Memory that every layer uses in its turn, made once: panels for each worker, partial sums for
/// each group of images.
final class Workspace {
  /// How much a layer asks for, in floats; the workspace holds the largest of each.
  struct Demand {
    var inputPanel = 0
    var gradientPanel = 0
    var filterGradients = 0
    var sums = 0
    var moments = 0

    mutating func formUnion(_ other: Demand) {
      inputPanel = max(inputPanel, other.inputPanel)
      gradientPanel = max(gradientPanel, other.gradientPanel)
      filterGradients = max(filterGradients, other.filterGradients)
      sums = max(sums, other.sums)
      moments = max(moments, other.moments)
    }

    /// Floats in all.
    func count(workers: Int) -> Double {
      Double(workers) * (Double(inputPanel) + Double(gradientPanel)) + Double(filterGradients)
        + Double(sums) + Double(moments)
    }
  }

  let workers: Workers
  let kernels: KernelTable
  /// For each worker: inputs of a strip, and later in the same pass their gradient.
  let inputPanels: [FloatBuffer]
  /// For each worker: gradient of a strip's outputs.
  let gradientPanels: [FloatBuffer]
  /// `[group][filter]`, each group's part filled up to a multiple of 16.
  let filterGradients: FloatBuffer
  /// `[group][channel][2][lane]`.
  let sums: FloatBuffer
  /// `[group][channel][2]`.
  let moments: FloatBuffer

  init(_ demand: Demand, workers: Workers, kernels: KernelTable) {
    self.workers = workers
    self.kernels = kernels
    inputPanels = (0..<workers.count).map { _ in FloatBuffer(count: demand.inputPanel) }
    gradientPanels = (0..<workers.count).map { _ in FloatBuffer(count: demand.gradientPanel) }
    filterGradients = FloatBuffer(count: demand.filterGradients)
    sums = FloatBuffer(count: demand.sums)
    moments = FloatBuffer(count: demand.moments)
  }
}
