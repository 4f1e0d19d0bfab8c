import ArgumentParser
import Foundation
import Training

/// How the program ends when it could not do what was asked.
struct Failure: Error {
  /// One line for the person; empty where everything was said already.
  let message: String
  let code: ExitCode

  init(_ message: String, code: ExitCode) {
    self.message = harmless(message)
    self.code = code
  }

  init(_ error: RunError) {
    let code: ExitCode =
      switch error.kind {
      case .usage: .usage
      case .data: .badData
      case .missing: .missingFile
      case .inputOutput: .inputOutput
      case .other: .failure
      }
    self.init(error.description, code: code)
  }

  /// There is no room for what the screen needs.
  static let cannotOpenScreen = Failure(
    "cannot open the screen: no file descriptors left", code: .failure)

  /// Options that make no sense.
  static func usage(_ message: String) -> Failure { Failure(message, code: .usage) }

  /// Says on standard error what is wrong, if anything is left to say.
  func report() {
    guard !message.isEmpty else { return }
    StandardStream.error.line("densenet-explorer: \(message)")
  }

  /// The end that a signal asked for, as shells count it: 130 after Ctrl-C.
  init(signal: Int32) {
    self.init("", code: ExitCode(128 + signal))
  }
}

/// Text without characters that would break its line, steer a terminal or turn its order.
func harmless(_ text: String) -> String {
  let dangers: Set<Unicode.GeneralCategory> = [
    .control, .format, .lineSeparator, .paragraphSeparator,
  ]
  return String(
    text.map { character in
      character.unicodeScalars.contains { dangers.contains($0.properties.generalCategory) }
        ? " " : character
    })
}

extension ExitCode {
  /// Wrong usage; `EX_USAGE` of sysexits.h.
  static let usage = ExitCode(64)
  /// Bad data; `EX_DATAERR`.
  static let badData = ExitCode(65)
  /// A missing file; `EX_NOINPUT`.
  static let missingFile = ExitCode(66)
  /// A file that can't be read or written; `EX_IOERR`.
  static let inputOutput = ExitCode(74)
}
