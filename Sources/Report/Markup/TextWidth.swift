/// How much room a text takes. The fonts of a viewer are not known, so these are the widths of a wide
/// one, DejaVu Sans; where the viewer's is narrower there is a little more air.
extension StringProtocol {
  /// The width in the unit of the size of the font.
  func width(fontSize: Double) -> Double {
    fontSize * reduce(0) { $0 + $1.widthInEms }
  }

  /// The text itself where it fits into a width, otherwise its beginning with `…`.
  func fitting(_ width: Double, fontSize: Double) -> String {
    if self.width(fontSize: fontSize) <= width { return String(self) }
    var room = width - fontSize
    let kept = prefix { character in
      room -= fontSize * character.widthInEms
      return room >= 0
    }
    return kept.isEmpty ? "" : kept + "…"
  }

  /// The text in lines that fit into a width, broken at blanks; longer words are cut off.
  func wrapped(_ width: Double, fontSize: Double) -> [String] {
    var lines: [String] = []
    var room = 0.0
    for word in split(separator: " ") {
      let wide = word.width(fontSize: fontSize)
      let blank = 0.32 * fontSize
      if !lines.isEmpty, blank + wide <= room {
        lines[lines.count - 1] += " " + word
        room -= blank + wide
      } else {
        lines.append(word.fitting(width, fontSize: fontSize))
        room = width - wide
      }
    }
    return lines
  }
}

extension Character {
  fileprivate var widthInEms: Double {
    switch self {
    case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ", "(", ")", "[", "]": 0.36
    case "f", "t", "r", "-", "/", "\\", "\"": 0.42
    case "m", "w", "M", "W", "%", "@": 1
    case "A"..."Z", "+", "−", "=", "<", ">", "×": 0.78
    default: (unicodeScalars.first?.value ?? 0) < 0x1100 || self == "…" ? 0.64 : 1
    }
  }
}
