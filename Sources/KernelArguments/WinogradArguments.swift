/// The sizes of Winograd's minimal filtering F(4×4, 3×3) (Lavin and Gray 2015): 4×4 outputs of a 3×3
/// filter from 6×6 inputs by 36 multiplications instead of 144.
public enum Winograd {
  /// Rows and columns of outputs.
  public static let tile = 4
  /// Rows and columns of inputs, and of frequencies.
  public static let window = 6
  /// Products of each tile.
  public static let frequencies = 36
}

/// Tiles of a panel on their way to their frequencies, or back.
public struct TileTransform {
  /// A panel of whole tiles. Windows of 6×6 pixels begin at its first pixel and are 4 apart; tiles of
  /// 4×4 follow each other.
  public var panel: Maps
  /// Channels.
  public var channels: Int
  /// Rows of tiles.
  public var rows: Int
  /// Tiles of a row.
  public var columns: Int
  /// `[frequency][channel][tile]`, from the first tile on.
  public var frequencies: Matrices
  /// `6 · (4 · columns + 2)` vectors to compute in.
  public var scratch: UnsafeMutablePointer<Float>

  /// Describes one transform.
  public init(
    panel: Maps, channels: Int, rows: Int, columns: Int, frequencies: Matrices,
    scratch: UnsafeMutablePointer<Float>
  ) {
    self.panel = panel
    self.channels = channels
    self.rows = rows
    self.columns = columns
    self.frequencies = frequencies
    self.scratch = scratch
  }
}

/// Outputs of Winograd's filtering on their way back from their frequencies.
public struct TileAssembly {
  /// The tiles; those at the end may reach beyond the map. `panel` is the map from the first tile's
  /// first pixel on.
  public var tiles: TileTransform
  /// Rows of the map from there on, of which those of whole tiles at most are written.
  public var height: Int
  /// Columns of the map.
  public var width: Int
  /// Added to each channel; `nil` for none.
  public var bias: UnsafePointer<Float>?

  /// Describes one assembly.
  public init(tiles: TileTransform, height: Int, width: Int, bias: UnsafePointer<Float>? = nil) {
    self.tiles = tiles
    self.height = height
    self.width = width
    self.bias = bias
  }
}

/// The gradient of filters on its way back from its frequencies.
public struct FilterGradientAssembly {
  /// `[frequency][output][input]`, floats.
  public var frequencies: UnsafePointer<Float>
  /// Floats from a frequency to the next.
  public var planeStride: Int
  /// Filters: outputs × inputs.
  public var count: Int
  /// `[output][input][3][3]`, overwritten.
  public var gradient: UnsafeMutablePointer<Float>

  /// Describes one assembly.
  public init(
    frequencies: UnsafePointer<Float>, planeStride: Int, count: Int,
    gradient: UnsafeMutablePointer<Float>
  ) {
    self.frequencies = frequencies
    self.planeStride = planeStride
    self.count = count
    self.gradient = gradient
  }
}
