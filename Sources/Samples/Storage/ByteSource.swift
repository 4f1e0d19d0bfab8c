/// Where a file's bytes come from: as they are, or through gzip if its name ends in `.gz`.
enum ByteSource {
  case plain(InputFile)
  case gzip(GzipReader)

  init(_ path: String) throws(DatasetError) {
    let file = try InputFile(path)
    self = path.hasSuffix(".gz") ? .gzip(try GzipReader(file)) : .plain(file)
  }

  var file: InputFile {
    switch self {
    case .plain(let file): file
    case .gzip(let reader): reader.file
    }
  }

  /// Fills the buffer; fewer bytes than it holds only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    switch self {
    case .plain(let file): try file.read(into: buffer)
    case .gzip(let reader): try reader.read(into: buffer)
    }
  }

  /// The next bytes; fewer than asked for only at the end.
  func read(_ count: Int) throws(DatasetError) -> [UInt8] {
    var failure: DatasetError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(DatasetError) {
        filled = try read(
          into: UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
