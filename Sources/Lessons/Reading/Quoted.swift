/// Text out of a file, in quotes, short and harmless enough for an error's line.
func quoted(_ text: String) -> String {
  var harmless = String.UnicodeScalarView()
  for scalar in text.unicodeScalars.prefix(80) {
    harmless.append(scalar.isHarmless ? scalar : "?")
  }
  return "\"\(String(harmless))\""
}

extension Unicode.Scalar {
  /// Whether it can stand in a line of a terminal, and alters nothing but its place.
  var isHarmless: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      false
    default: true
    }
  }
}
