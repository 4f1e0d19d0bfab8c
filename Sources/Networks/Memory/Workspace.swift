import KernelArguments

/// Memory that every layer uses in its turn, made once: for each worker what it computes in, and
/// partial sums for each portion of a batch.
final class Workspace {
  /// How much a layer asks for, in floats; the workspace holds the largest of each.
  struct Demand {
    var scratch = 0
    var packedFilters = 0
    var filterGradients = 0
    var sums = 0
    var moments = 0

    mutating func formUnion(_ other: Demand) {
      scratch = max(scratch, other.scratch)
      packedFilters = max(packedFilters, other.packedFilters)
      filterGradients = max(filterGradients, other.filterGradients)
      sums = max(sums, other.sums)
      moments = max(moments, other.moments)
    }

    /// Floats in all.
    func count(workers: Int) -> Double {
      Double(workers) * Double(scratch) + Double(packedFilters) + Double(filterGradients)
        + Double(sums) + Double(moments)
    }
  }

  let workers: Workers
  let kernels: KernelTable
  /// For each worker.
  let scratch: [FloatBuffer]
  /// Filters of one layer in the order of its products, or those of its transposed convolution.
  let packedFilters: FloatBuffer
  /// `[portion][filter]`, then `[portion][bias]`, each part filled up to a multiple of 16.
  let filterGradients: FloatBuffer
  /// `[slot][channel][2][lane]`.
  let sums: FloatBuffer
  /// `[slot][channel][2]`.
  let moments: FloatBuffer

  init(_ demand: Demand, workers: Workers, kernels: KernelTable) {
    self.workers = workers
    self.kernels = kernels
    scratch = (0..<workers.count).map { _ in FloatBuffer(count: demand.scratch) }
    packedFilters = FloatBuffer(count: demand.packedFilters)
    filterGradients = FloatBuffer(count: demand.filterGradients)
    sums = FloatBuffer(count: demand.sums)
    moments = FloatBuffer(count: demand.moments)
  }
}

/// Memory of one worker, dealt out in areas.
struct Scratch {
  private var place: UnsafeMutablePointer<Float>

  init(_ memory: FloatBuffer) { place = memory.start }

  /// The next area of so many floats, a multiple of 16.
  mutating func area(_ count: Int) -> UnsafeMutablePointer<Float> {
    defer { place += FloatBuffer.padded(count) }
    return place
  }
}
