extension Double {
  /// The number as pictures write it, to a tenth of their unit: `12`, `0.5`, `-3.1`.
  var coordinate: String {
    let tenths = (self * 10).rounded()
    guard abs(tenths) < 1e15 else { return "0" }
    let (whole, rest) = Int(abs(tenths)).quotientAndRemainder(dividingBy: 10)
    return "\(tenths < 0 ? "-" : "")\(whole)\(rest == 0 ? "" : ".\(rest)")"
  }
}
