import KernelArguments

extension ConvolutionLayer {
  /// Vectors of outputs that are looked at, about.
  private static let wanted = 256

  /// How much of what the layer computes comes from each of its sources in the last forward pass:
  /// Cov(z_s, z) / Var(z), z_s being the part of the output z over the channels of source s, and both
  /// summed over the outputs. A transition's are taken after its pooling.
  ///
  /// Σ_o Cov(z_s, z) = Σ w · Σ (z − mean) · x over the weights w of the source and the inputs x that
  /// they meet; the inner sum is the gradient of the filters where that of the outputs is z − mean.
  /// Of large maps some rows stand for all, others for each group of images.
  ///
  /// - Returns: for each source a part, together 1; `nil` where the source comes after the layer, or
  ///   the outputs are the same everywhere.
  func contributions(of sources: [Range<Int>], _ pass: Pass) -> [Double?] {
    let size = target.shape
    let lanes = target.lanes
    let inputs = shape.inputs * shape.side * shape.side
    let rows = sampledRows(pass.batch)
    let means = means(of: rows, pass.batch)
    let panel = FloatBuffer(
      count: shape.inputs * shape.side * (size.width + shape.side - 1) * lanes)
    let windows = FloatBuffer(count: inputs * size.width * lanes)
    let outputs = FloatBuffer(count: shape.outputs * size.width * lanes)
    let gradient = FloatBuffer(count: shape.outputs * inputs)
    let input = Matrices(start: windows.start, channelStride: size.width)
    let output = Matrices(start: outputs.start, channelStride: size.width)
    for (group, row) in rows {
      let panel = Maps(
        start: panel.start, channelStride: shape.side * (size.width + shape.side - 1),
        rowStride: size.width + shape.side - 1)
      read(row, group: group, into: panel, pass.kernels)
      pass.kernels.gatherWindows(
        WindowGathering(
          panel: panel, inputs: shape.inputs, side: shape.side, stride: 1, columns: size.width,
          windows: input))
      center(row, group: group, around: means, into: outputs, pass.batch)
      pass.kernels.accumulateWeightGradient(
        WeightGradient(
          outputGradient: output, outputs: shape.outputs, input: input, inputs: inputs,
          columns: size.width, gradient: gradient.start, rowStride: inputs))
    }
    let parts = channelParts(gradient)
    let total = parts.reduce(0, +)
    guard total > 0 && total.isFinite else { return sources.map { _ in nil } }
    return sources.map {
      $0.upperBound <= parts.count ? parts[$0].reduce(0, +) / total : nil
    }
  }

  /// Rows of the target, group by group: of each group others, spread over the map.
  private func sampledRows(_ batch: Batch) -> [(group: Int, row: Int)] {
    let (height, groups) = (target.shape.height, batch.groups)
    let vectors = groups * target.shape.width
    let count = min(height, (Self.wanted + vectors - 1) / vectors)
    return (0..<groups).flatMap { group in
      (0..<count).map { (group, ($0 * groups + group) * height / (count * groups)) }
    }
  }

  /// Mean of each output over some rows.
  private func means(of rows: [(group: Int, row: Int)], _ batch: Batch) -> [Double] {
    var sums = [Double](repeating: 0, count: shape.outputs)
    var count = 0
    for (group, row) in rows {
      let live = batch.liveLanes(group)
      count += live * target.shape.width
      for output in 0..<shape.outputs {
        let values = values(output, row, group: group)
        for column in 0..<target.shape.width {
          for lane in 0..<live { sums[output] += Double(values[column * target.lanes + lane]) }
        }
      }
    }
    return sums.map { $0 / Double(count) }
  }

  /// Lays a row of z − mean out, with zeros where there is no image.
  private func center(
    _ row: Int, group: Int, around means: [Double], into buffer: FloatBuffer, _ batch: Batch
  ) {
    let (width, lanes) = (target.shape.width, target.lanes)
    let live = batch.liveLanes(group)
    for output in 0..<shape.outputs {
      let from = values(output, row, group: group)
      let to = buffer.start + output * width * lanes
      let mean = Float(means[output])
      for place in stride(from: 0, to: width * lanes, by: lanes) {
        for lane in 0..<live { to[place + lane] = from[place + lane] - mean }
        for lane in live..<lanes { to[place + lane] = 0 }
      }
    }
  }

  private func values(_ output: Int, _ row: Int, group: Int) -> UnsafeMutablePointer<Float> {
    target.values(group: group, from: shape.first + output, pixel: row * target.shape.width).start
  }

  /// Reads the inputs of a row of outputs.
  private func read(_ row: Int, group: Int, into panel: Maps, _ kernels: KernelTable) {
    let size = target.shape
    let border = shape.side / 2
    let strip = Strip(
      firstRow: row - border, rows: shape.side, height: size.height, width: size.width)
    switch shape.pooling {
    case .none:
      kernels.readPanel(
        source.reading(strip, border: border, trailing: border, group: group, into: panel))
    case .halved: kernels.readPooledPanel(source.reading(strip, group: group, into: panel))
    case .whole: kernels.readAverage(source.reading(source.whole, group: group, into: panel))
    }
  }

  /// Σ w · gradient over the weights of each input channel.
  private func channelParts(_ gradient: FloatBuffer) -> [Double] {
    let taps = shape.side * shape.side
    var parts = [Double](repeating: 0, count: shape.inputs)
    var index = 0
    for _ in 0..<shape.outputs {
      for input in 0..<shape.inputs {
        for _ in 0..<taps {
          parts[input] += Double(filters.values[index]) * Double(gradient[index])
          index += 1
        }
      }
    }
    return parts
  }
}
