import CNcurses
import Foundation
import Screen

/// A grid as lines of text with colours, for a terminal whose screen is not taken.
@MainActor
public struct PrintedGrid {
  /// What the terminal can show.
  public let display: Display
  /// Columns of the terminal; 80 where there is none.
  public let columns: Int
  private let colors: ColorEncoding

  /// Finds out what standard output can show. Where it is no terminal, there are no colours unless a person
  /// asks for them.
  ///
  /// - Parameter glyphs: characters to draw with; `nil` for the best that the terminal surely has.
  public init(colors: ColorChoice = .auto, glyphs: Glyphs? = nil) {
    let environment = ProcessInfo.processInfo.environment
    let isTerminal = isatty(STDOUT_FILENO) == 1
    var error: Int32 = 0
    let type = environment["TERM"] ?? ""
    let isKnown = isTerminal && !type.isEmpty && setupterm(nil, STDOUT_FILENO, &error) == OK
    self.colors = ColorEncoding(
      colors == .auto && !isKnown ? .never : colors, environment: environment,
      terminfo: isKnown ? Capabilities.colorsInTerminfo : (0, false))
    let glyphs = Glyphs(glyphs, hasUTF8: LocaleCharacters.haveUTF8(environment), terminal: type)
    display = Display(colorDepth: self.colors.depth, glyphs: glyphs)
    var size = winsize()
    let isSized = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
    columns = isSized && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// The lines of a grid, without blanks at their ends. Each ends with the terminal's own colours.
  public func lines(_ grid: Grid) -> [String] {
    (0..<grid.size.rows).map { row in
      var cells = grid.row(row)
      while cells.last == Cell() { cells.removeLast() }
      var line = ""
      var pen = ""
      for cell in cells where cell.character != .continuation {
        let wanted = sequence(cell.style)
        if wanted != pen {
          line += (pen.isEmpty ? "" : "\u{1B}[0m") + wanted
          pen = wanted
        }
        line.append(cell.character)
      }
      return line + (pen.isEmpty ? "" : "\u{1B}[0m")
    }
  }

  /// The sequence of ECMA-48 that sets a style; empty for the terminal's own.
  private func sequence(_ style: Style) -> String {
    var codes = style.isBold && colors != .none ? ["1"] : []
    for (color, base) in [(style.foreground, 30), (style.background, 40)] {
      let number = colors.number(color)
      guard number >= 0 else { continue }
      switch colors {
      case .none: break
      case .ansi: codes.append("\(number < 8 ? base + Int(number) : base + 52 + Int(number))")
      case .palette: codes.append("\(base + 8);5;\(number)")
      case .direct:
        codes.append("\(base + 8);2;\(number >> 16);\(number >> 8 & 255);\(number & 255)")
      }
    }
    return codes.isEmpty ? "" : "\u{1B}[\(codes.joined(separator: ";"))m"
  }
}
