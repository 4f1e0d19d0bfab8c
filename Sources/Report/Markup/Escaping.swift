extension String {
  /// The text on one line: ends of lines and tabulators are blanks. Other control characters are
  /// dropped.
  var onOneLine: String {
    String(
      String.UnicodeScalarView(
        inLines.unicodeScalars.map { $0 == "\n" || $0 == "\t" ? " " : $0 }))
  }

  /// The text with `\n` at the ends of lines. Control characters but that and the tabulator are
  /// dropped, and so is what XML does not allow.
  var inLines: String {
    var kept = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": kept.append("\n")
      case "\t": kept.append(scalar)
      default:
        let isNoncharacter =
          scalar.value & 0xFFFE == 0xFFFE || 0xFDD0...0xFDEF ~= scalar.value
        if scalar.properties.generalCategory != .control, !isNoncharacter { kept.append(scalar) }
      }
      previous = scalar
    }
    return String(kept)
  }

  /// The text as XML and HTML write it, in an element or in an attribute between double quotes.
  var escapedForXML: String {
    var escaped = ""
    for scalar in inLines.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// The text as Markdown writes a line that means nothing else: for CommonMark and for GitHub, which
  /// gives meaning to `|`, `~` and `$` too.
  var escapedForMarkdown: String {
    let line = onOneLine.split(separator: " ").joined(separator: " ")
    var escaped = ""
    for scalar in line.unicodeScalars {
      if "\\`*_[]<>|~&#$".unicodeScalars.contains(scalar) { escaped += "\\" }
      escaped.unicodeScalars.append(scalar)
    }
    return escaped.escapedAtItsBeginning
  }

  /// With a backslash before what would make the line an item of a list or the line under a heading.
  private var escapedAtItsBeginning: String {
    guard let first else { return self }
    if "-+=".contains(first) { return "\\" + self }
    let digits = prefix { $0.isASCII && $0.isNumber }
    let rest = dropFirst(digits.count)
    guard !digits.isEmpty, [".", ")"].contains(rest.prefix { $0 != " " }) else { return self }
    return digits + "\\" + rest
  }
}
