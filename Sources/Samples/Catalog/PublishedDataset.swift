/// A data set that is known by its name.
public struct PublishedDataset: Sendable, Equatable {
  /// A file that is published.
  public struct File: Sendable, Equatable {
    /// Its name, without folders.
    public let name: String
    /// Places that have it, the first choice first.
    public let addresses: [String]
    /// Bytes.
    public let length: Int
    /// SHA-256 in 64 hexadecimal digits.
    public let checksum: String

    /// Describes a file.
    public init(name: String, addresses: [String], length: Int, checksum: String) {
      self.name = name
      self.addresses = addresses
      self.length = length
      self.checksum = checksum
    }
  }

  /// What it is called on the command line; also its folder's name.
  public let name: String
  /// What it is, in some words.
  public let summary: String
  /// Files to fetch; none where it comes with the program.
  public let files: [File]
  /// Of a `.tar.gz`: the files in it that are wanted, whatever folder they are in.
  public let members: [String]

  /// Describes a data set.
  public init(name: String, summary: String, files: [File], members: [String] = []) {
    self.name = name
    self.summary = summary
    self.files = files
    self.members = members
  }

  /// Whether it comes with the program.
  public var isShipped: Bool { files.isEmpty }

  /// Bytes to fetch.
  public var length: Int { files.reduce(0) { $0 + $1.length } }
}

extension PublishedDataset {
  /// Those that a name alone stands for, the default first.
  ///
  /// Lengths and checksums are those that torchvision, torchvision for Ruby, Julia's MLDatasets and others
  /// have of these files.
  public static let all = [
    PublishedDataset(
      name: "fashion-mnist", summary: "70,000 grey images of clothes, 28×28, 10 classes", files: []),
    PublishedDataset(
      name: "digits", summary: "1,797 handwritten digits, 8×8, 10 classes", files: []),
    mnist,
    PublishedDataset(
      name: "cifar-10", summary: "60,000 colour images, 32×32, 10 classes",
      files: [
        File(
          name: "cifar-10-binary.tar.gz",
          addresses: ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"],
          length: 170_052_171,
          checksum: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")
      ],
      members: (1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin", "batches.meta.txt"]),
    PublishedDataset(
      name: "cifar-100", summary: "60,000 colour images, 32×32, 100 classes",
      files: [
        File(
          name: "cifar-100-binary.tar.gz",
          addresses: ["https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"],
          length: 168_513_733,
          checksum: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec")
      ],
      members: ["train.bin", "test.bin", "fine_label_names.txt", "coarse_label_names.txt"]),
    svhn,
  ]

  private static let svhn: PublishedDataset = {
    // Its place has no https: what arrives is believed for its checksum alone.
    func file(_ name: String, _ length: Int, _ checksum: String) -> File {
      File(
        name: name, addresses: ["http://ufldl.stanford.edu/housenumbers/\(name)"], length: length,
        checksum: checksum)
    }
    return PublishedDataset(
      name: "svhn", summary: "99,289 house numbers, colour, 32×32, 10 classes",
      files: [
        file(
          "train_32x32.mat", 182_040_794,
          "435e94d69a87fde4fd4d7f3dd208dfc32cb6ae8af2240d066de1df7508d083b8"),
        file(
          "test_32x32.mat", 64_275_384,
          "cdce80dfb2a2c4c6160906d0bd7c68ec5a99d7ca4831afa54f09182025b6a75b"),
      ])
  }()

  private static let mnist: PublishedDataset = {
    func file(_ name: String, _ length: Int, _ checksum: String) -> File {
      File(
        name: name,
        addresses: [
          "https://ossci-datasets.s3.amazonaws.com/mnist/\(name)",
          "https://storage.googleapis.com/cvdf-datasets/mnist/\(name)",
        ], length: length, checksum: checksum)
    }
    return PublishedDataset(
      name: "mnist", summary: "70,000 handwritten digits, 28×28, 10 classes",
      files: [
        file(
          "train-images-idx3-ubyte.gz", 9_912_422,
          "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
        file(
          "train-labels-idx1-ubyte.gz", 28_881,
          "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
        file(
          "t10k-images-idx3-ubyte.gz", 1_648_877,
          "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
        file(
          "t10k-labels-idx1-ubyte.gz", 4_542,
          "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
      ])
  }()

  /// The data set of a name; `nil` where the word is none.
  public static func named(_ name: String) -> PublishedDataset? { all.first { $0.name == name } }
}
