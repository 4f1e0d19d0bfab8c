import ArgumentParser
import Screen
import Terminal

/// How pictures look among lines of text.
struct PictureOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Colours of pictures. Unless given, those that the terminal has; none into files.",
      valueName: "colors"))
  var color = ColorChoice.auto

  @Option(
    help: ArgumentHelp(
      "Characters of pictures: half blocks where there are colours, else shades. (default: ascii in a "
        + "locale without UTF-8)"))
  var glyphs: Glyphs?

  @Flag(help: "Draw with ASCII alone, as with --glyphs ascii.")
  var ascii = false

  /// What standard output can show.
  func output() throws(Failure) -> InlineText {
    InlineText(
      color, glyphs: try Glyphs.chosen(glyphs, ascii: ascii),
      isTerminal: StandardStream.output.isTerminal)
  }
}
