/// Text out of a file, in quotes, short and harmless enough for an error's line.
func quoted(_ text: String) -> String {
  let harmless = text.unicodeScalars.prefix(80).map { scalar in
    (32..<127).contains(scalar.value) ? Character(scalar) : "?"
  }
  return "\"\(String(harmless))\""
}

/// Numbers out of a file, few enough for an error's line.
func brief(_ numbers: [Int]) -> String {
  numbers.count <= 8
    ? "\(numbers)" : "[\(numbers.prefix(8).map(String.init).joined(separator: ", ")), …]"
}
