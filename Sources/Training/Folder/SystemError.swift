import Foundation

/// Something that the system could not do.
public struct SystemError: Error, CustomStringConvertible {
  /// The system's number for what went wrong.
  public let code: Int32

  init(_ code: Int32) { self.code = code }

  /// What has just gone wrong.
  static var last: SystemError { SystemError(errno) }

  /// The system's own words.
  public var description: String { String(cString: strerror(code)) }

  /// Whether there is no room left.
  var isFull: Bool { code == ENOSPC || code == EDQUOT }
}
