import KernelArguments

/// How a convolution cuts its maps into strips, so that what a worker touches at a time stays in a
/// core's second cache.
struct PanelGeometry {
  /// Half of a common core's second cache (512 KB), in floats; the rest is for maps and filters.
  private static let budget = 256 * 1024 / 4 * 3 / 2

  let inputs: Int
  let outputs: Int
  /// Rows and columns of a filter, odd.
  let side: Int
  /// Pixels of the input from one output to the next.
  let stride: Int
  /// Size of the convolution's input and output; channels aside.
  let inputSize: ImageShape
  let outputSize: ImageShape
  let lanes: Int
  /// Output rows of a strip.
  let rows: Int

  /// Zeros around the map.
  var border: Int { side / 2 }

  init(
    inputs: Int, outputs: Int, side: Int, stride: Int, inputSize: ImageShape,
    outputSize: ImageShape, lanes: Int
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.side = side
    self.stride = stride
    self.inputSize = inputSize
    self.outputSize = outputSize
    self.lanes = lanes
    let row = Double(inputs + outputs) * Double(inputSize.width + side - 1) * Double(lanes)
    let fitting = (Double(Self.budget) / row - Double(side - 1)) / Double(stride)
    rows = min(outputSize.height, max(1, Int(fitting.rounded(.down))))
  }

  /// The strips of the output from the top to the bottom.
  var strips: [Strip] {
    Swift.stride(from: 0, to: outputSize.height, by: rows).map {
      Strip(
        firstRow: $0, rows: min(rows, outputSize.height - $0), height: outputSize.height,
        width: outputSize.width)
    }
  }

  /// Rows of the input, borders included, that a strip of the output is computed from.
  func inputRows(of strip: Strip) -> Strip {
    Strip(
      firstRow: strip.firstRow * stride - border, rows: (strip.rows - 1) * stride + side,
      height: inputSize.height, width: inputSize.width)
  }

  /// Rows of the input whose gradient a strip of the output completes.
  func ownRows(of strip: Strip) -> Strip {
    let first = strip.firstRow * stride
    let isLast = strip.firstRow + strip.rows == strip.height
    return Strip(
      firstRow: first, rows: isLast ? inputSize.height - first : strip.rows * stride,
      height: inputSize.height, width: inputSize.width)
  }

  /// Adds the border's rows to a strip.
  func bordered(_ strip: Strip) -> Strip {
    Strip(
      firstRow: strip.firstRow - border, rows: strip.rows + 2 * border, height: strip.height,
      width: strip.width)
  }

  private var panelColumns: Int { inputSize.width + 2 * border }
  private var panelRows: Int { rows * stride + 2 * border }

  /// An odd number of vectors lies between two channels, so that they do not compete for the same
  /// places in the caches.
  private var channelStride: Int { panelRows * panelColumns | 1 }

  /// Views memory as a panel with its border.
  func panel(_ memory: FloatBuffer) -> Maps {
    Maps(start: memory.start, channelStride: channelStride, rowStride: panelColumns)
  }

  /// The same panel from the first pixel inside of the border on.
  func interior(_ panel: Maps) -> Maps {
    Maps(
      start: panel.start + (border * panelColumns + border) * lanes,
      channelStride: channelStride, rowStride: panelColumns)
  }

  /// Views memory as a strip of the input without a border.
  func strip(_ memory: FloatBuffer) -> Maps {
    Maps(
      start: memory.start, channelStride: rows * stride * inputSize.width | 1,
      rowStride: inputSize.width)
  }

  /// Floats of a panel of so many channels; the kernel may read `stride` vectors behind the last.
  func count(channels: Int) -> Int { (channels * channelStride + stride) * lanes }

  /// What a convolution asks of the workspace for so many groups of images.
  func demand(groups: Int) -> Workspace.Demand {
    Workspace.Demand(
      inputPanel: count(channels: inputs), gradientPanel: count(channels: outputs),
      filterGradients: groups
        * (FloatBuffer.padded(inputs * outputs * side * side) + FloatBuffer.padded(outputs)),
      sums: groups * inputs * 2 * lanes, moments: groups * outputs * 2)
  }
}
