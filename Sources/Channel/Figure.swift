/// A number that was measured and may not be finite: `null` in JSON then, which knows no infinity,
/// and NaN when it is read back.
@propertyWrapper
public struct Figure: Sendable, Equatable, Codable {
  /// The number as it was measured.
  public var wrappedValue: Double

  /// Wraps a measured number.
  public init(wrappedValue: Double) { self.wrappedValue = wrappedValue }

  /// Reads a number or `null`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = container.decodeNil() ? .nan : try container.decode(Double.self)
  }

  /// Writes a number or `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if wrappedValue.isFinite {
      try container.encode(wrappedValue)
    } else {
      try container.encodeNil()
    }
  }

  /// Equal as an observer sees them: two numbers that are not finite are the same gap.
  public static func == (left: Figure, right: Figure) -> Bool {
    left.wrappedValue == right.wrappedValue
      || (!left.wrappedValue.isFinite && !right.wrappedValue.isFinite)
  }
}

/// A row of measured numbers, each of which may be `null` in JSON.
@propertyWrapper
public struct Figures: Sendable, Equatable, Codable {
  /// The numbers as they were measured.
  public var wrappedValue: [Double]

  /// Wraps measured numbers.
  public init(wrappedValue: [Double]) { self.wrappedValue = wrappedValue }

  /// Reads an array of numbers and `null`s.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    wrappedValue = try container.decode([Figure].self).map(\.wrappedValue)
  }

  /// Writes an array of numbers and `null`s.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue.map(Figure.init(wrappedValue:)))
  }

  /// Equal where each number is the same or not finite on both sides.
  public static func == (left: Figures, right: Figures) -> Bool {
    left.wrappedValue.map(Figure.init(wrappedValue:))
      == right.wrappedValue.map(Figure.init(wrappedValue:))
  }
}

extension KeyedDecodingContainer {
  /// A row that a log of an older program does not have is empty.
  func decode(_ type: Figures.Type, forKey key: Key) throws -> Figures {
    try decodeIfPresent(type, forKey: key) ?? Figures(wrappedValue: [])
  }
}
