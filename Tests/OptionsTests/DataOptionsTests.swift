import Channel
import Networks
import Samples
import Testing
import Training

@testable import densenet_explorer

/// What options make of the data that a run learns from.
struct DataOptionsTests {
  private func settings(_ options: String) throws -> RunSettings {
    try RunSettings(Parsed.run(options), weights: nil)
  }

  @Test func augmentationAndSizeReachTheRun() throws {
    let plain = try settings("--dataset digits")
    #expect(plain.augmentation == .off && plain.imageSize == nil)
    let options = try settings("--dataset digits --augment standard --image-size 32")
    #expect(options.augmentation == .standard && options.imageSize == 32)
    #expect(try Parsed.run("--augment none").given == ["--augment"])
    #expect(try Parsed.run("--image-size 8").given == ["--image-size"])
  }

  /// All networks that are compared see the same images.
  @Test func theyAreTheComparisonsOwn() throws {
    let contestants = try Contestants.make(
      [try Parsed.network("densenet"), try Parsed.network("plain")],
      Parsed.run("--dataset digits --augment standard"), match: .depth)
    #expect(contestants.map(\.settings.augmentation) == [.standard, .standard])
    #expect(throws: Failure.self) { try Parsed.network("plain augment=standard") }
  }

  @Test(arguments: ["3", "4097", "0", "-5"])
  func sizesThatMakeNoSenseAreRefused(_ size: String) throws {
    let failure = #expect(throws: Failure.self) {
      try settings("--dataset digits --image-size \(size)")
    }
    #expect(failure?.message == "--image-size \(size): expected 4…4096")
  }
}
