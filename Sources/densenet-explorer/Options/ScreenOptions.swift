import ArgumentParser
import Explorer
import Screen
import Terminal

/// How the live screen looks and what it listens to.
struct ScreenOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Colours of the screen. Unless given, NO_COLOR, COLORTERM and the terminal's type decide, in "
        + "this order.", valueName: "colors"))
  var color = ColorChoice.auto

  @Option(
    help: ArgumentHelp(
      "Characters that curves are drawn with, the finest last. (default: braille; ascii in a "
        + "locale without UTF-8 and on Linux' console)"))
  var glyphs: Glyphs?

  @Flag(help: "Draw with ASCII alone, as with --glyphs ascii.")
  var ascii = false

  @Flag(
    inversion: .prefixedNo,
    help: "Listen to the mouse; without it the terminal selects text with it.")
  var mouse = true

  @Option(
    help: ArgumentHelp(
      "Colours of the screen's parts: \(ExplorerState.themes.joined(separator: ", ")).",
      valueName: "name"))
  var theme = ThemeChoice(name: ExplorerState.themes[0])

  @Flag(
    help: "Lines of text instead of a screen, for screen readers; the keys are the same.")
  var plain = false

  @Flag(help: ArgumentHelp("Say at the end how long pictures took.", visibility: .hidden))
  var timeScreen = false

  /// The characters that were asked for; `nil` for the terminal's best.
  func glyphChoice() throws(Failure) -> Glyphs? { try Glyphs.chosen(glyphs, ascii: ascii) }
}

extension Glyphs {
  /// What `--glyphs` and `--ascii` say together; `nil` for the terminal's best.
  static func chosen(_ glyphs: Glyphs?, ascii: Bool) throws(Failure) -> Glyphs? {
    if ascii, let glyphs, glyphs != .ascii {
      throw .usage("--ascii and --glyphs \(glyphs.rawValue): expected one of the two")
    }
    return ascii ? .ascii : glyphs
  }
}

extension ColorChoice: ExpressibleByArgument {}
extension Glyphs: ExpressibleByArgument {}

/// `--theme`: a name of one of the themes.
struct ThemeChoice: ExpressibleByArgument, CustomStringConvertible {
  let name: String
  var description: String { name }

  init(name: String) { self.name = name }

  init?(argument: String) {
    guard ExplorerState.themes.contains(argument) else { return nil }
    name = argument
  }
}
