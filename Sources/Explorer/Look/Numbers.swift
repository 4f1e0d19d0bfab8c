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

/// A round number on an axis, as short as it can be written: `0.5`, `200`, `40k`, `1e-5`.
func tickLabel(_ value: Double) -> String {
  let size = abs(value)
  if size >= 1e9 { return String(format: "%.0e", value).replacing("e+", with: "e") }
  if size >= 1e6 { return String(format: "%.3gM", value / 1e6) }
  if size >= 1e4 { return String(format: "%.3gk", value / 1e3) }
  let text = String(format: "%.4g", value)
  return text.replacing("e-0", with: "e-").replacing("e+0", with: "e")
}

/// Bytes in the unit that fits: `512 KiB`, `83 MiB`, `1.2 GiB`.
func byteText(_ bytes: Double) -> String {
  if bytes < 0x1p20 { return String(format: "%.0f KiB", bytes / 0x1p10) }
  if bytes < 0x1p30 { return String(format: "%.0f MiB", bytes / 0x1p20) }
  return String(format: "%.1f GiB", bytes / 0x1p30)
}

/// A count in the unit that fits: `950`, `12.3k`, `4.5M`, `2.9G`.
func countText(_ count: Int) -> String {
  let value = Double(count)
  if count < 10_000 { return "\(count)" }
  if value < 1e6 { return String(format: "%.1fk", value / 1e3) }
  if value < 1e9 { return String(format: "%.1fM", value / 1e6) }
  return String(format: "%.1fG", value / 1e9)
}
