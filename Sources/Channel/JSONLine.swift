import Foundation

/// JSON as this program writes it: one line, the same for the same value, and harmless to a terminal.
public enum JSONLine {
  /// Encodes a value, its keys with underscores and sorted.
  public static func text(of value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let line = try encoder.encode(value)
    let text = String(decoding: line, as: UTF8.self)
    return line.allSatisfy { $0 < 0x7F } ? text : escaped(text)
  }

  /// JSON lets what is more than C0 stand as it is, and some terminals obey C1.
  private static func escaped(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x7F...0x9F, 0x2028, 0x2029:
        scalars.append(contentsOf: "\\u".unicodeScalars)
        let digits = String(scalar.value, radix: 16)
        scalars.append(
          contentsOf: (String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars)
      default: scalars.append(scalar)
      }
    }
    return String(scalars)
  }
}
