import Channel

extension StepMetrics {
  /// Reads a step from a line of a log as this program writes it, some twenty times as fast as a JSON decoder,
  /// for nearly all lines of a long log are steps.
  ///
  /// - Returns: what a decoder would; `nil` of every other line, also of a step that is written in another way,
  ///   which is a decoder's work.
  init?(line: ArraySlice<UInt8>) {
    var scanner = LineScanner(line)
    guard let metrics = scanner.step() else { return nil }
    self = metrics
  }
}

/// Goes through one line of JSON without spaces, backslashes and surprises.
private struct LineScanner {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  mutating func step() -> StepMetrics? {
    guard skip("{") else { return nil }
    var metrics = StepMetrics(
      step: -1, epoch: -1, network: -1, loss: 0, accuracy: -1, learningRate: -1,
      gradientNorms: [], updateRatios: [], seconds: -1, imagesPerSecond: -1)
    // Names are sorted, so that none comes twice.
    var last = ""
    var found = 0
    repeat {
      guard let name = text(), name > last, skip(":") else { return nil }
      last = name
      switch name {
      case "event": if text() != "step" { return nil }
      case "fork":
        guard let fork = text() else { return nil }
        metrics.fork = fork
        continue
      case "step": if !read(&metrics.step) { return nil }
      case "epoch": if !read(&metrics.epoch) { return nil }
      case "network": if !read(&metrics.network) { return nil }
      case "loss":
        guard let loss = figure() else { return nil }
        metrics.loss = loss
      case "accuracy": if !read(&metrics.accuracy) { return nil }
      case "learning_rate": if !read(&metrics.learningRate) { return nil }
      case "seconds": if !read(&metrics.seconds) { return nil }
      case "images_per_second": if !read(&metrics.imagesPerSecond) { return nil }
      case "gradient_norms": if !read(&metrics.gradientNorms) { return nil }
      case "update_ratios": if !read(&metrics.updateRatios) { return nil }
      case "weight_norms": if !read(&metrics.weightNorms) { return nil }
      default: return nil
      }
      found += 1
    } while skip(",")
    guard found == 12, skip("}"), place == bytes.endIndex else { return nil }
    return metrics
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.endIndex, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  /// A text of plain ASCII between quotation marks.
  private mutating func text() -> String? {
    guard skip("\"") else { return nil }
    let start = place
    while place < bytes.endIndex, 0x20..<0x7F ~= bytes[place], bytes[place] != UInt8(ascii: "\\") {
      if bytes[place] == UInt8(ascii: "\"") {
        place += 1
        return String(decoding: bytes[start..<place - 1], as: UTF8.self)
      }
      place += 1
    }
    return nil
  }

  private mutating func read(_ value: inout Int) -> Bool {
    let start = place
    guard skipWholeNumber(), place - start < 19,
      let number = Int(String(decoding: bytes[start..<place], as: UTF8.self))
    else { return false }
    value = number
    return true
  }

  private mutating func read(_ value: inout Double) -> Bool {
    guard let number = number() else { return false }
    value = number
    return true
  }

  private mutating func read(_ values: inout [Double]) -> Bool {
    guard skip("[") else { return false }
    if skip("]") { return true }
    values.reserveCapacity(64)
    repeat {
      guard let value = figure() else { return false }
      values.append(value)
    } while skip(",")
    return skip("]")
  }

  /// A number, or NaN for `null`.
  private mutating func figure() -> Double? {
    guard place < bytes.endIndex, bytes[place] == UInt8(ascii: "n") else { return number() }
    return "null".unicodeScalars.allSatisfy { skip($0) } ? .nan : nil
  }

  /// JSON's form of a number, which is narrower than what Swift takes.
  private mutating func number() -> Double? {
    let start = place
    _ = skip("-")
    guard skipWholeNumber() else { return nil }
    if skip("."), !skipDigits() { return nil }
    if skip("e") || skip("E") {
      if !skip("-") { _ = skip("+") }
      if !skipDigits() { return nil }
    }
    guard let value = Double(String(decoding: bytes[start..<place], as: UTF8.self)) else {
      return nil
    }
    // What is too large or too small for a number is the decoder's to judge.
    return value.isNormal || place == start + 1 ? value : nil
  }

  /// Without a sign, and without a 0 before it.
  private mutating func skipWholeNumber() -> Bool {
    let start = place
    return skipDigits() && (bytes[start] != UInt8(ascii: "0") || place == start + 1)
  }

  private mutating func skipDigits() -> Bool {
    let start = place
    while place < bytes.endIndex, 0x30...0x39 ~= bytes[place] { place += 1 }
    return place > start
  }
}
