import KernelArguments
import Oracle
import Testing

/// Feature maps for a kernel, with guards around them and in the gaps between rows and channels.
final class GuardedMaps {
  /// Gaps between rows and between channels, in pixels.
  struct Gaps {
    var rows = 0
    var channels = 0
  }

  let lanes: Int
  let channels: Int
  let height: Int
  let width: Int
  let floats: GuardedFloats
  private let gaps: Gaps

  /// - Parameter value: by lane, channel, row and column.
  init(
    lanes: Int, channels: Int, height: Int, width: Int, gaps: Gaps,
    _ purpose: GuardedFloats.Purpose,
    label: String, value: (_ lane: Int, _ channel: Int, _ row: Int, _ column: Int) -> Double
  ) {
    self.lanes = lanes
    self.channels = channels
    self.height = height
    self.width = width
    self.gaps = gaps
    let values = Self.laidOut(lanes, channels, height, width, gaps) { lane, channel, row, column in
      Float(value(lane, channel, row, column))
    }
    floats = GuardedFloats(values, purpose, label: label)
  }

  /// Every float in its place, `nil` in the gaps.
  private static func laidOut<Value>(
    _ lanes: Int, _ channels: Int, _ height: Int, _ width: Int, _ gaps: Gaps,
    _ value: (_ lane: Int, _ channel: Int, _ row: Int, _ column: Int) -> Value?
  ) -> [Value?] {
    var values: [Value?] = []
    for channel in 0..<channels {
      for row in 0..<height {
        for column in 0..<width {
          for lane in 0..<lanes { values.append(value(lane, channel, row, column)) }
        }
        values += Array(repeating: nil, count: gaps.rows * lanes)
      }
      values += Array(repeating: nil, count: gaps.channels * lanes)
    }
    return values
  }

  /// The maps as kernels see them.
  var view: Maps { view(fromRow: 0) }

  /// The maps from one of their rows on.
  func view(fromRow row: Int) -> Maps {
    let rowStride = width + gaps.rows
    return Maps(
      start: floats.start + row * rowStride * lanes,
      channelStride: height * rowStride + gaps.channels, rowStride: rowStride)
  }

  /// The maps as matrices: a channel is a matrix, its rows are the matrix's channels.
  var matrices: Matrices {
    Matrices(
      start: floats.start, channelStride: view.rowStride, planeStride: view.channelStride)
  }

  /// The pixels from one on as columns of a matrix.
  func matrix(row: Int, column: Int) -> Matrices {
    Matrices(
      start: view(fromRow: row).start + column * lanes, channelStride: view.channelStride)
  }

  subscript(lane: Int, channel: Int, row: Int, column: Int) -> Float {
    view(fromRow: row).start[(channel * view.channelStride + column) * lanes + lane]
  }

  /// Compares the maps with what is expected.
  ///
  /// - Parameter expected: by lane, channel, row and column; `nil` where nothing may have been
  ///   written.
  func expect(
    tolerance: Double = 1e-5, _ location: SourceLocation = #_sourceLocation,
    _ expected: (_ lane: Int, _ channel: Int, _ row: Int, _ column: Int) -> Double?
  ) {
    floats.expect(
      Self.laidOut(lanes, channels, height, width, gaps, expected), tolerance: tolerance, location)
  }

  /// Compares the maps with images, one a lane.
  func expect(
    _ images: Images, tolerance: Double = 1e-5, _ location: SourceLocation = #_sourceLocation
  ) {
    expect(tolerance: tolerance, location) { images[$0, $1, $2, $3] }
  }
}
