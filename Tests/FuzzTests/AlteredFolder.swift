import Foundation
import Samples

/// A data set's folder of which some files are others in each case.
struct AlteredFolder {
  /// Bytes of images that may be held of a part.
  static let memory = 16 << 20

  let files: [String: [UInt8]]
  private let sandbox: Sandbox
  private let names: [String]

  init(_ files: [String: [UInt8]]) throws {
    self.files = files
    // In one order, so that a case can be repeated.
    names = files.keys.sorted()
    sandbox = try Sandbox()
    try sandbox.write(files)
  }

  /// The files that `alter` makes of one or two, read as a data set and used.
  ///
  /// - Parameters:
  ///   - size: rows and columns that pictures are brought to.
  ///   - alter: gives a file's new content by its name and what it was.
  func outcome(
    _ number: Int, _ dice: inout Dice, size: Int? = nil,
    _ alter: (String, [UInt8], inout Dice) -> [UInt8]
  ) throws -> Fuzzing.Outcome {
    var altered: Set = [dice.pick(names)]
    if dice.isOne(of: 4) { altered.insert(dice.pick(names)) }
    for name in altered.sorted() {
      try sandbox.write(alter(name, files[name] ?? [], &dice), to: name)
    }
    defer { for name in altered { try? sandbox.write(files[name] ?? [], to: name) } }
    let dataset: Dataset
    do throws(DatasetError) {
      // Less than some files claim: those stay where they are.
      let memory = dice.isOne(of: 3) ? 300 : Self.memory
      dataset = try Dataset.load(sandbox.path, imageSize: size, memory: memory)
    } catch {
      return .refused(error.description)
    }
    do throws(DatasetError) {
      try use(dataset)
    } catch {
      return .refused(error.description)
    }
    sandbox.expectNothingOutside(number)
    return .accepted
  }

  /// Makes batches of it, as training and evaluation do.
  private func use(_ dataset: Dataset) throws(DatasetError) {
    precondition(dataset.mean.allSatisfy(\.isFinite))
    precondition(dataset.standardDeviation.allSatisfy { $0 > 0 && $0.isFinite })
    precondition(!dataset.classes.contains(where: \.hasControls) && !dataset.name.hasControls)
    var order = SampleOrder(count: dataset.train.count, seed: 1)
    let draw = order.draw(3)
    for augmentation in Augmentation.allCases {
      let batch = try dataset.batch(draw, augmentation: augmentation, seed: 1)
      precondition(batch.images.allSatisfy(\.isFinite))
      precondition(batch.labels.allSatisfy(dataset.classes.indices.contains))
    }
    _ = try dataset.batch(dataset.test, indices: [dataset.test.count - 1])
  }
}
