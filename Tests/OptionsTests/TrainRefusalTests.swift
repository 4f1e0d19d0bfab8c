import Foundation
import Testing

/// Options with which no run begins.
@MainActor
struct TrainRefusalTests {
  private nonisolated static let refusals = [
    Refusal("--depth 23", "--depth 23: expected 6n + 4, the nearest are 22 and 28"),
    Refusal("--depth 5 --no-bottleneck", "--depth 5: expected 3n + 4, the nearest is 7"),
    Refusal("--growth-rate 0", "--growth-rate 0: expected a whole number in 1…256"),
    Refusal("--growth-rate 257", "--growth-rate 257: expected a whole number in 1…256"),
    Refusal("--learning-rate nan", "--learning-rate nan: expected a number over 0, at most 1000"),
    Refusal("--batch-size 0", "--batch-size 0: expected a whole number in 1…65536"),
    Refusal("--batch-size 10000000", "--batch-size 10000000: expected a whole number in 1…65536"),
    Refusal("--depth -1", "--depth -1: expected 1…6004"),
    Refusal("--momentum -0.5", "momentum -0.5: expected a number from 0 to below 1"),
    Refusal("--dropout 1", "--dropout 1: expected a number from 0 to below 1"),
    Refusal("--seed -1", "'-1' is invalid for '--seed <number>'"),
    Refusal("--epochs --json", "'--json' is invalid for '--epochs <passes>': Passes over"),
    Refusal("--steps 0", "--steps 0: expected 1…1000000000"),
    Refusal("--epochs 1 --steps 1", "--epochs and --steps: expected one of the two"),
    Refusal("--threads 0", "--threads 0: expected 1…256"),
    Refusal("--compression 0", "--compression 0.0: expected a number over 0, at most 1"),
    Refusal("--blocks 3,0", "--blocks 3,0: expected 1…8 blocks of 1…1000 layers each"),
    Refusal("--at 5:growth_rate=0", "--at 5: growth rate 0: expected a whole number in 1…256"),
    Refusal("--at -1:undo", "'-1:undo' is invalid for '--at <when:command>': Do something"),
    Refusal("--at loss<low:undo", "'loss<low:undo' is invalid for '--at <when:command>'"),
    Refusal("--at loss<0.5:momentum=2", "--at loss<0.5: momentum 2: expected a number from 0 to"),
    Refusal("--at nonsense", "'nonsense' is invalid for '--at <when:command>': Do something"),
    Refusal("--resume a --weights b", "--resume and --weights: expected one of the two"),
    Refusal("--time-line -1", "--time-line -1: expected 0…1000000"),
    Refusal(
      "--growth-rate many", "'many' is invalid for '--growth-rate <maps>': Feature maps that"),
    Refusal("--normalization layer", "'layer' is invalid for '--normalization <normalization>'"),
    Refusal("--architecture resnet --depth 21", "expected 6n + 2, the nearest are 20 and 26"),
    Refusal("--architecture plain --depth 3", "--depth 3: expected 6n + 2, the nearest is 8"),
    Refusal(
      "--architecture resnet --stem imagenet", "--stem: --architecture resnet has a shape"),
    Refusal(
      "--resume nothing", exitCode: 66, "nothing: cannot be opened: No such file or directory"),
    Refusal(
      "--plan nowhere.txt", exitCode: 66, "nowhere.txt: cannot be opened: No such file or directory"
    ),
  ]

  @Test(arguments: refusals)
  func nothingIsDone(refusal: Refusal) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    refusal.check(after: ["train", "--run-directory", folder.path])
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }
}
