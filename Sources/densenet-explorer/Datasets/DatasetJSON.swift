import Samples
import Training

/// A data set that has a name, in the JSON of `datasets list`.
struct NamedDatasetJSON: Encodable {
  let name: String
  let summary: String
  let comesWithTheProgram: Bool
  /// Its folder; absent where it is not there.
  let path: String?
  /// What a fetch takes; absent where there is nothing to fetch.
  let bytesToFetch: Int?

  init(_ dataset: PublishedDataset) {
    name = dataset.name
    summary = dataset.summary
    comesWithTheProgram = dataset.isShipped
    path = try? dataset.folder
    bytesToFetch = path == nil ? dataset.length : nil
  }
}

/// What `datasets verify` has found, in its JSON: figures where all is right, else what is wrong.
struct VerifiedDatasetJSON: Encodable {
  let name: String
  let isRight: Bool
  var error: String?
  var checksums: Int?
  var trainSamples: Int?
  var testSamples: Int?
  var shape: [Int]?
  var classes: [String]?

  init(_ name: String, error: RunError) {
    (self.name, isRight, self.error) = (name, false, error.description)
  }

  /// - Parameter checksums: how many are right; `nil` where the folder has none.
  init(_ name: String, _ dataset: Dataset, checksums: Int?) {
    (self.name, isRight, self.checksums) = (name, true, checksums)
    trainSamples = dataset.train.count
    testSamples = dataset.test.count
    shape = dataset.shape
    classes = dataset.classes
  }
}
