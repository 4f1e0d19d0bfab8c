import Foundation

/// A loss or the like: `0.5321`, `12.30`, `NaN`.
func decimal(_ value: Double) -> String {
  guard value.isFinite else { return "NaN" }
  return abs(value) < 10
    ? String(format: "%.4f", value)
    : abs(value) < 10_000 ? String(format: "%.2f", value) : scientific(value)
}

/// A loss or the like in at most five characters: `0.532`, `123.4`, `3e+6`, `NaN`.
func shortDecimal(_ value: Double) -> String {
  guard value.isFinite else { return "NaN" }
  if abs(value) < 9.9995 { return String(format: "%.3f", value) }
  if abs(value) < 999.95 { return String(format: "%.1f", value) }
  if abs(value) < 99_999.5 { return String(format: "%.0f", value) }
  return String(format: "%.0e", value).replacing("e+0", with: "e+")
}

/// Three digits and a power of ten: `3.21e-4`.
func scientific(_ value: Double) -> String {
  guard value.isFinite else { return "NaN" }
  let text = String(format: "%.2e", value)
  return text.replacing("e-0", with: "e-").replacing("e+0", with: "e+")
}

/// A share as a percentage: `81.2 %`.
func percent(_ share: Double) -> String {
  share.isFinite ? String(format: "%.1f %%", 100 * share) : "NaN"
}

/// Three digits, as short as they can be written: `150`, `0.0321`, `1.2e-05`.
func compact(_ value: Double) -> String {
  value.isFinite ? String(format: "%.3g", value) : "NaN"
}

/// How many times something is, with three digits at least: `0.43`, `4096`, `3.21e-4`, `1.20e+7`.
func multiple(_ value: Double) -> String {
  let size = abs(value)
  if size >= 1000 && size < 99_999.5 { return String(format: "%.0f", value) }
  return size == 0 || size >= 1e-3 && size < 1000 ? compact(value) : scientific(value)
}

/// A number on an axis, as short as it can be written: `0.5`, `200`, `40k`, `1e-5`.
///
/// - Parameter apart: how far the numbers of the axis are apart: so many digits are written that they
///   differ. 0 where that is not known; then there are at most four digits.
func tickLabel(_ value: Double, apart: Double = 0) -> String {
  guard value.isNormal else { return "0" }
  let size = abs(value)
  let (unit, sign) =
    size >= 1e9 ? (1e9, "G") : size >= 1e6 ? (1e6, "M") : size >= 1e4 ? (1e3, "k") : (1, "")
  func places(_ unit: Double) -> Int {
    let least = (apart > 0 ? apart : size > 0 ? pow(10, floor(log10(size)) - 3) : 1) / unit
    let places = min(max(Int((-log10(least) - 1e-9).rounded(.up)), 0), 15)
    let scaled = least * pow(10, Double(places))
    // 0.25 needs a digit more than 0.2.
    return abs(scaled - scaled.rounded()) < 1e-6 * scaled ? places : places + 1
  }
  func shortened(_ text: String) -> Substring {
    text.contains(".") ? text.trimmingSuffix { $0 == "0" }.trimmingSuffix { $0 == "." } : text[...]
  }
  let plain = shortened(String(format: "%.*f", places(unit), value / unit)) + sign
  // Fixed digits make 0 of what is as small as the gradients of a deep plain network.
  let isLost = size < 1e-12
  guard size > 0, plain.count > 5 || isLost else { return String(plain) }
  let exponent = Int(floor(log10(size) + 1e-9))
  let mantissa = shortened(
    String(format: "%.*f", places(pow(10, Double(exponent))), value / pow(10, Double(exponent))))
  let scientific = "\(mantissa)e\(exponent)"
  return scientific.count < plain.count || isLost ? scientific : String(plain)
}

/// Bytes in the unit that fits: `512 KiB`, `83 MiB`, `1.2 GiB`.
func byteText(_ bytes: Double) -> String {
  if bytes < 0x1p20 { return String(format: "%.0f KiB", bytes / 0x1p10) }
  if bytes < 0x1p30 { return String(format: "%.0f MiB", bytes / 0x1p20) }
  return String(format: "%.1f GiB", bytes / 0x1p30)
}

/// `1 step`, `34 steps`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// A count in the unit that fits: `950`, `12.3k`, `4.5M`, `2.9G`.
func countText(_ count: Int) -> String {
  let value = Double(count)
  if count < 10_000 { return "\(count)" }
  if value < 1e6 { return String(format: "%.1fk", value / 1e3) }
  if value < 1e9 { return String(format: "%.1fM", value / 1e6) }
  return String(format: "%.1fG", value / 1e9)
}
