import KernelArguments

/// How a convolution cuts its maps into strips, so that what a worker touches at a time stays in a
/// core's second cache.
struct PanelGeometry {
  /// Half of a common core's second cache (512 KB), in floats; the rest is for maps and filters.
  private static let budget = 256 * 1024 / 4 * 3 / 2

  let inputs: Int
  let outputs: Int
  /// Rows and columns of a filter, 1 or 3.
  let side: Int
  /// Rows and columns of the output.
  let height: Int
  let width: Int
  let lanes: Int
  /// Output rows of a strip.
  let rows: Int

  /// Zeros around the map.
  var border: Int { side / 2 }

  init(inputs: Int, outputs: Int, side: Int, height: Int, width: Int, lanes: Int) {
    self.inputs = inputs
    self.outputs = outputs
    self.side = side
    self.height = height
    self.width = width
    self.lanes = lanes
    let row = Double(inputs + outputs) * Double(width + side - 1) * Double(lanes)
    let fitting = Double(Self.budget) / row - Double(side - 1)
    rows = min(height, max(1, Int(fitting.rounded(.down))))
  }

  /// The strips from the top to the bottom.
  var strips: [Strip] {
    stride(from: 0, to: height, by: rows).map {
      Strip(firstRow: $0, rows: min(rows, height - $0), height: height, width: width)
    }
  }

  private var panelColumns: Int { width + 2 * border }

  /// An odd number of vectors lies between two channels, so that they do not compete for the same
  /// places in the caches.
  private var channelStride: Int { (rows + 2 * border) * panelColumns | 1 }

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

  /// Views memory as a strip without a border.
  func strip(_ memory: FloatBuffer) -> Maps {
    Maps(start: memory.start, channelStride: rows * width | 1, rowStride: width)
  }

  /// Floats of a panel of so many channels; the kernel may read one vector behind the last.
  func count(channels: Int) -> Int { (channels * channelStride + 1) * lanes }
}
