import Foundation

/// A loss or the like: `0.5321`, `12.30`, `NaN`.
func decimal(_ value: Double) -> String {
  guard value.isFinite else { return "NaN" }
  return abs(value) < 10
    ? String(format: "%.4f", value)
    : abs(value) < 10_000 ? String(format: "%.2f", value) : scientific(value)
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

/// A number in five characters: `2.190`, `12.30`, `2e20`.
func axisLabel(_ value: Double) -> String {
  abs(value) < 10_000 || !value.isFinite
    ? String(decimal(value).prefix(5)) : String(format: "%.0e", value).replacing("e+", with: "e")
}
