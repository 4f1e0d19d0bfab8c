import Screen
import Testing

@testable import Terminal

struct DisplayChoiceTests {
  private func colors(
    _ choice: ColorChoice = .auto, _ environment: [String: String] = [:], count: Int = 256,
    hasDirectColor: Bool = false
  ) -> ColorEncoding {
    ColorEncoding(choice, environment: environment, terminfo: (count, hasDirectColor))
  }

  @Test func whatAPersonAsksForComesFirst() {
    let environment = ["NO_COLOR": "1", "COLORTERM": "truecolor"]
    #expect(colors(.never, ["COLORTERM": "truecolor"]) == .none)
    #expect(colors(.sixteen, environment) == .ansi(count: 16))
    #expect(colors(.palette, environment, count: 8) == .palette)
    #expect(colors(.trueColor, environment, count: -1) == .direct)
  }

  @Test func thenNoColorAndColorterm() {
    #expect(colors(.auto, ["NO_COLOR": "1", "COLORTERM": "truecolor"]) == .none)
    #expect(colors(.auto, ["NO_COLOR": "", "COLORTERM": "truecolor"]) == .direct)
    #expect(colors(.auto, ["COLORTERM": "24bit"], count: 8) == .direct)
    #expect(colors(.auto, ["COLORTERM": "yes"], count: 8) == .ansi(count: 8))
    #expect(colors(.auto, ["COLORTERM": "truecolor"], count: -1) == .none)
  }

  @Test func thenTheTerminalsEntry() {
    #expect(colors(hasDirectColor: true) == .direct)
    #expect(colors(count: 256) == .palette)
    #expect(colors(count: 88) == .ansi(count: 16))
    #expect(colors(count: 8) == .ansi(count: 8))
    #expect(colors(count: -1) == .none)
  }

  @Test func charactersOfTheLocaleAndTheTerminal() {
    #expect(Glyphs(nil, hasUTF8: true, terminal: "xterm-256color") == .braille)
    #expect(Glyphs(nil, hasUTF8: true, terminal: "linux") == .ascii)
    #expect(Glyphs(nil, hasUTF8: false, terminal: "xterm-256color") == .ascii)
    #expect(Glyphs(.blocks, hasUTF8: false, terminal: "linux") == .blocks)
  }

  @Test func coloursAreTheNearest() {
    #expect(ColorEncoding.none.number(.rgb(255, 0, 0)) == -1)
    #expect(ColorEncoding.direct.number(.rgb(1, 2, 3)) == 0x010203)
    #expect(ColorEncoding.direct.number(.terminal) == -1)
    #expect(ColorEncoding.palette.number(.rgb(95, 135, 175)) == 67)
    #expect(ColorEncoding.palette.number(.rgb(128, 128, 128)) == 244)
    #expect(ColorEncoding.ansi(count: 16).number(.rgb(250, 5, 5)) == 9)
    #expect(ColorEncoding.ansi(count: 8).number(.rgb(250, 5, 5)) == 1)
  }
}
