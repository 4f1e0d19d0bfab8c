/// Laying out, for each pixel of a row of outputs, the window of the panel that it is computed from:
/// a convolution is then one product.
public struct WindowGathering {
  /// Inputs with their border; the first pixel is that of the row's first window.
  public var panel: Maps
  /// Input channels.
  public var inputs: Int
  /// Rows and columns of a window, odd.
  public var side: Int
  /// Pixels from a window to the next.
  public var stride: Int
  /// Windows.
  public var columns: Int
  /// `[input · side² + tap][window]`.
  public var windows: Matrices

  /// Describes one row of windows.
  public init(
    panel: Maps, inputs: Int, side: Int, stride: Int, columns: Int, windows: Matrices
  ) {
    self.panel = panel
    self.inputs = inputs
    self.side = side
    self.stride = stride
    self.columns = columns
    self.windows = windows
  }
}
