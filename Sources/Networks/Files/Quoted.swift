/// Text out of a file, in quotes, short and harmless enough for an error's line.
func quoted(_ text: String) -> String {
  let harmless = text.unicodeScalars.prefix(80).map { scalar in
    (32..<127).contains(scalar.value) ? Character(scalar) : "?"
  }
  return "\"\(String(harmless))\""
}
