import Channel
import Testing

/// Commands as a person writes them.
struct CommandTextTests {
  @Test(arguments: Command.textForms)
  func everyFormIsReadAndWritten(form: String) throws {
    let command = try #require(Command(text: form))
    let text = try #require(command.text)
    #expect(Command(text: text) == command)
  }

  @Test func whatIsMeant() {
    #expect(Command(text: "growth_rate=12") == .set(.growthRate, value: 12))
    #expect(Command(text: "block2/growth_rate=12") == .set(.growthRate, value: 12, block: 2))
    #expect(Command(text: "remove_layer=block3") == .removeLayer(block: 3))
    #expect(Command(text: "freeze=features.conv0") == .freeze("features.conv0"))
    #expect(Command(text: "cut_below=2.5") == .cutBelow(percent: 2.5))
    #expect(Command.set(.learningRate, value: 0.05).text == "learning_rate=0.05")
  }

  @Test(arguments: [
    "", "=", "undo=1", "undo ", "growth_rate", "growth_rate=", "growth_rate=x", "growth_rate=inf",
    "blockx/growth_rate=1", "block/growth_rate=1", "block1/=1", "add_layer", "add_layer=1",
    "add_layer=block", "freeze", "freeze=", "speed=3", "pause",
    "cut_below", "cut_below=", "cut_below=x", "cut_below=inf", "cut_below=2,5",
  ])
  func whatIsNone(text: String) {
    #expect(Command(text: text) == nil)
  }
}
