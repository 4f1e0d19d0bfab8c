import Foundation

/// The form in which a data set lies on the disk, recognised by what is there.
enum DatasetFormat {
  case idx(IDXFolder)
  case cifar(CIFARFolder)
  case svhn(SVHNFolder)
  case tables(PixelTables)
  case pictures(PictureFolder)

  /// Looks at a table, or into a folder, or into its only sub-folder that has a data set, as archives make it.
  init(_ path: String) throws(DatasetError) {
    if InputFile.objectionToFolder(path) != nil, let tables = PixelTables(recognizing: path) {
      self = .tables(tables)
      return
    }
    if let objection = InputFile.objectionToFolder(path) {
      let names = PublishedDataset.all.map(\.name).joined(separator: ", ")
      throw DatasetError(
        .missing, "\(path): \(objection), expected a data set's folder or one of \(names)")
    }
    if let format = Self.format(of: path) {
      self = format
      return
    }
    if let pictures = PictureFolder(recognizing: path) {
      self = .pictures(pictures)
      return
    }
    let below = try Folder(path).subfolders.compactMap { name in
      let below = path + "/" + name
      return
        (Self.format(of: below) ?? PictureFolder(recognizing: below).map(DatasetFormat.pictures))
        .map { (name, $0) }
    }
    guard let first = below.first else {
      throw DatasetError(
        .missing,
        "\(path): no data set in it, expected the files of MNIST (train-images-idx3-ubyte, …), "
          + "CIFAR-10 (data_batch_1.bin, …), CIFAR-100 (train.bin, …) or SVHN (train_32x32.mat, …), two "
          + "tables (…train.csv, …test.csv), or a folder of pictures for each class")
    }
    guard below.count == 1 else {
      let names = below.prefix(5).map(\.0).joined(separator: ", ")
      throw DatasetError(
        .missing, "\(path): \(below.count) data sets in it, expected the path of one: \(names)")
    }
    self = first.1
  }

  private static func format(of path: String) -> DatasetFormat? {
    if IDXFolder.recognizes(path) { return .idx(IDXFolder(path: path)) }
    return CIFARFolder(recognizing: path).map(DatasetFormat.cifar)
      ?? SVHNFolder(recognizing: path).map(DatasetFormat.svhn)
      ?? PixelTables(recognizing: path).map(DatasetFormat.tables)
  }

  /// The folder that has the files.
  var folder: String {
    switch self {
    case .idx(let folder): folder.path
    case .cifar(let folder): folder.path
    case .svhn(let folder): folder.path
    case .tables(let tables): tables.folder
    case .pictures(let folder): folder.path
    }
  }

  /// Reads everything.
  /// - Parameters:
  ///   - memory: bytes of images that may be held of each part.
  ///   - side: rows and columns that pictures are brought to; `nil` to leave that to them.
  func read(name: String, memory: Int, side: Int?) throws(DatasetError) -> Dataset {
    if let side {
      guard case .pictures = self else {
        throw DatasetError(
          .usage, "image size \(side): \(name) has a size of its own, expected a folder of pictures"
        )
      }
      guard PictureFolder.sides ~= side else {
        let (least, most) = (PictureFolder.sides.lowerBound, PictureFolder.sides.upperBound)
        throw DatasetError(.usage, "image size \(side): expected \(least)…\(most)")
      }
    }
    return switch self {
    case .idx(let folder): try folder.read(name: name, memory: memory)
    case .cifar(let folder): try folder.read(name: name, memory: memory)
    case .svhn(let folder): try folder.read(name: name, memory: memory)
    case .tables(let tables): try tables.read(name: name, memory: memory)
    case .pictures(let folder): try folder.read(name: name, memory: memory, side: side)
    }
  }
}
