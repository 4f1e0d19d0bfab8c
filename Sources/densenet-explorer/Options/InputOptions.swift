import ArgumentParser
import Networks

/// Images of a shape of one's own instead of a data set's.
struct InputOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Channels, height and width of the images, 1…65536 each, instead of a data set's.",
      valueName: "c,h,w"))
  var inputShape: InputShape?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Classes, beside --input-shape. (default: 10, of an ImageNet network 1000)",
      valueName: "number"))
  var classes: Int?

  /// The number of classes beside `--input-shape`, checked.
  func classCount(_ network: NetworkOptions) throws(Failure) -> Int {
    let classes = classes ?? (network.architecture?.imagenetDepth == nil ? 10 : 1000)
    try check("--classes", classes, in: 1...1_000_000)
    return classes
  }

  /// The shape; `nil` where images are a data set's. Refuses what belongs to the other of the two.
  func shape(
    insteadOf data: DataOptions, _ training: TrainingOptions
  ) throws(Failure) -> ImageShape? {
    guard let shape = inputShape?.shape else {
      if let classes {
        throw .usage("--classes \(classes): expected it beside --input-shape only")
      }
      return nil
    }
    if let dataset = data.dataset {
      throw .usage(
        "--dataset \(dataset): images have --input-shape already, expected one of the two")
    }
    if let trainSamples = training.trainSamples {
      throw .usage(
        "--train-samples \(trainSamples): expected it with a data set, not --input-shape")
    }
    if let imageSize = data.imageSize {
      throw .usage("--image-size \(imageSize): expected it with a data set, not --input-shape")
    }
    return shape
  }
}

/// `--input-shape`: channels, height, width.
struct InputShape: ExpressibleByArgument {
  let shape: ImageShape

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    guard parts.count == 3, numbers.count == 3, numbers.allSatisfy({ 1...65_536 ~= $0 }) else {
      return nil
    }
    shape = ImageShape(channels: numbers[0], height: numbers[1], width: numbers[2])
  }
}
