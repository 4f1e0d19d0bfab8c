import Foundation

/// Names of classes: a file with one a line, or the labels as numbers.
enum ClassNames {
  /// Labels are bytes.
  static let most = 256
  private static let largestFile = 1 << 16

  /// Reads a file of UTF-8.
  ///
  /// - Parameter count: how many there must be; `nil` for any number of 2…256.
  static func read(_ path: String, count: Int? = nil) throws(DatasetError) -> [String] {
    let file = try InputFile(path)
    guard file.length <= largestFile else {
      throw .malformed(path, "\(file.length) bytes, expected at most \(largestFile)")
    }
    guard var text = String(validating: try file.bytes(), as: UTF8.self) else {
      throw .malformed(path, "not a text, expected UTF-8")
    }
    if text.first == "\u{FEFF}" { text.removeFirst() }
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    guard count.map({ $0 == lines.count }) ?? (2...most ~= lines.count) else {
      let expected = count.map { "\($0)" } ?? "2…\(most)"
      throw .malformed(path, "\(lines.count) classes, expected \(expected), one a line")
    }
    for (index, line) in lines.enumerated() where line.isEmpty || line.hasControlCharacters {
      let finding = line.isEmpty ? "is empty" : "has control characters"
      throw .malformed(path, "line \(index + 1) \(finding), expected the name of class \(index)")
    }
    return lines
  }

  /// The numbers from 0 to the highest label, where nothing names the classes.
  static func numbers(
    _ train: [UInt8], _ test: [UInt8], of path: String
  ) throws(DatasetError) -> [String] {
    let highest = max(train.max() ?? 0, test.max() ?? 0)
    guard highest > 0 else {
      throw .malformed(path, "every label is 0, expected at least 2 classes")
    }
    return (0...highest).map { String($0) }
  }

  /// Refuses labels of no class.
  ///
  /// - Parameter list: the file that names the classes.
  static func check(
    _ labels: [UInt8], of path: String, _ classes: [String], namedBy list: String
  ) throws(DatasetError) {
    guard let index = labels.firstIndex(where: { $0 >= classes.count }) else { return }
    throw .malformed(
      path,
      "label \(labels[index]) of image \(index), expected 0…\(classes.count - 1): "
        + "\(list) names \(classes.count) classes")
  }
}
