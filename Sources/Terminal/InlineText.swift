import Foundation
import Screen

/// Grids as lines of text among a program's other output, without a screen.
public struct InlineText: Sendable {
  private let encoding: ColorEncoding
  /// What can be shown.
  public let display: Display

  /// Decides by what a person asks for and by the environment: colours go to terminals alone, unless they
  /// are asked for.
  ///
  /// - Parameters:
  ///   - glyphs: `nil` for the best that the locale has.
  ///   - isTerminal: whether the output is one.
  ///   - environment: variables, as those of the process.
  public init(
    _ colors: ColorChoice, glyphs: Glyphs?, isTerminal: Bool,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    let terminal = environment["TERM"] ?? ""
    // The names of terminal types say how many colours they have, as far as is needed here.
    let count = terminal.contains("256color") ? 256 : ["", "dumb"].contains(terminal) ? 0 : 8
    encoding =
      colors == .auto && !isTerminal
      ? .none
      : ColorEncoding(
        colors, environment: environment,
        terminfo: (count: count, hasDirectColor: terminal.hasSuffix("-direct")))
    display = Display(
      colorDepth: encoding.depth,
      glyphs: Glyphs(glyphs, hasUTF8: LocaleCharacters.haveUTF8(environment), terminal: terminal))
  }

  /// The rows of a grid as lines, without blanks at their ends.
  public func text(_ grid: Grid) -> String {
    (0..<grid.size.rows).map { row in
      let cells = Array(grid.row(row)).filter { $0.character != .continuation }
      let end = cells.lastIndex { $0 != Cell() }.map { $0 + 1 } ?? 0
      var (line, last) = ("", Style())
      for cell in cells[..<end] {
        if cell.style != last { line += sequence(cell.style) }
        last = cell.style
        line.append(cell.character)
      }
      return line + (last == Style() ? "" : sequence(Style()))
    }.joined(separator: "\n")
  }

  /// The colours of a style as ECMA-48's SGR; nothing where there are none.
  private func sequence(_ style: Style) -> String {
    guard encoding == .direct || encoding == .palette else { return "" }
    return "\u{1B}[0" + color(style.foreground, base: 38) + color(style.background, base: 48) + "m"
  }

  private func color(_ color: Color, base: Int) -> String {
    let number = encoding.number(color)
    guard number >= 0 else { return "" }
    return encoding == .palette
      ? ";\(base);5;\(number)"
      : ";\(base);2;\(number >> 16);\(number >> 8 & 255);\(number & 255)"
  }

  /// Columns of the terminal that standard output is; 80 where it is none or does not say.
  public static var columns: Int {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else { return 80 }
    return Int(window.ws_col)
  }
}
