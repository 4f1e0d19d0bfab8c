import Foundation

/// Archives as tar writes them.
enum TapeArchive {
  /// A file's header and its content, which is filled up to whole blocks.
  static func entry(_ name: String, _ content: [UInt8]) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func write(_ text: String, at place: Int) {
      header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
    }
    write(name, at: 0)
    write("0000644\u{0}0000000\u{0}0000000\u{0}", at: 100)
    write(String(format: "%011o", content.count), at: 124)
    write("14000000000", at: 136)
    write("0", at: 156)
    write("ustar\u{0}00", at: 257)
    let filling = (512 - content.count % 512) % 512
    return withRightSums(header) + content + [UInt8](repeating: 0, count: filling)
  }

  /// The archive with the sum of each header made right, as far as headers can be found.
  static func withRightSums(_ archive: [UInt8]) -> [UInt8] {
    var archive = archive
    var place = 0
    while place + 512 <= archive.count {
      if archive[place..<place + 512].allSatisfy({ $0 == 0 }) { break }
      archive.replaceSubrange(place + 148..<place + 156, with: repeatElement(32, count: 8))
      let sum = archive[place..<place + 512].reduce(0) { $0 + Int($1) }
      archive.replaceSubrange(
        place + 148..<place + 156, with: String(format: "%06o\u{0} ", sum).utf8)
      let digits = archive[place + 124..<place + 135]
      let length = Int(String(decoding: digits, as: UTF8.self), radix: 8) ?? 0
      guard 0...archive.count ~= length else { break }
      place += 512 + (length + 511) / 512 * 512
    }
    return archive
  }
}
