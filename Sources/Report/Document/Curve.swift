/// Values over an axis, drawn as one line.
public struct Curve: Sendable, Equatable {
  /// A value at a place of the axis.
  public struct Point: Sendable, Equatable {
    /// Where it is along the horizontal axis.
    public var x: Double
    /// The value. The line is broken where it or ``x`` is NaN or infinite, or not positive on a
    /// logarithmic axis.
    public var y: Double
    /// The least value of a band; `nil` for none.
    public var low: Double?
    /// The greatest value of a band; `nil` for none.
    public var high: Double?

    /// A point, and what a band around it spans.
    public init(x: Double, y: Double, low: Double? = nil, high: Double? = nil) {
      self.x = x
      self.y = y
      self.low = low
      self.high = high
    }
  }

  /// How it is drawn.
  public enum Kind: Sendable, Equatable {
    /// A line, marked at its end only.
    case line
    /// A line with a marker on each point that has room for one: for measurements that are few.
    case lineWithMarkers
    /// A line within a pale band from the points' low values to their high ones. Where both are one
    /// raw value and the line is smooth, the band shows the noise. Values that are NaN leave the band
    /// alone.
    case band
  }

  /// What it shows; curves of one name and style share an entry of the legend, and an empty name has
  /// none.
  public var name: String
  /// Its points from left to right.
  public var points: [Point]
  /// Which of the six looks it has, from 0; others follow round and round.
  public var style: Int
  /// How it is drawn.
  public var kind: Kind

  /// A curve through points.
  public init(name: String, points: [Point], style: Int, kind: Kind = .line) {
    self.name = name
    self.points = points
    self.style = style
    self.kind = kind
  }
}
