import Foundation
import Testing

/// Runs that are killed, by SIGKILL, and gone on with. `Scripts/kill-runs` does the same at random moments, a
/// hundred times.
@Suite(.serialized, .onOwnThreads)
struct KilledRunTests {
  private static let families = [
    "DenseNet-BC": "--blocks 1,1 --growth-rate 2 --dropout 0.1 --at 50:growth_rate=4 "
      + "--at 90:cut=block2/in->* --at 160:batch_size=40 --at loss<2:momentum=0.8",
    "ResNet": "--architecture resnet --depth 8 --initial-channels 4 --at 70:freeze=stem",
  ]

  /// Whenever it is killed: log and weights come out as if nothing had happened, and what was lost is said.
  @Test(arguments: ["DenseNet-BC", "ResNet"])
  func losesNothingThatIsNotMadeAgain(family: String) throws {
    let runs = try RunsFolder()
    defer { runs.remove() }
    let begin =
      "train --dataset digits --steps 240 --evaluate-every 60 --checkpoint-every 20 --json "
      + (try #require(Self.families[family]))
    let whole = try runs.program("\(begin) --run-directory whole")
    #expect(whole.exitCode == 0, "\(whole.errors)")
    var line = "\(begin) --run-directory killed"
    for step in [45, 130] {
      let killed = try runs.kill(line, afterStep: step)
      if step > 45 { try runs.expectNotice(killed.before, killed.errors) }
      line = "train --resume killed --json"
    }
    let before = try runs.state("killed")
    let rest = try runs.program(line)
    #expect(rest.exitCode == 0, "\(rest.errors)")
    try runs.expectNotice(before, rest.errors)
    try runs.expectSame("killed", "whole")
  }
}
