/// A record of comma-separated values as RFC 4180 has it: fields with a comma, a quotation mark or a line's
/// end stand in quotation marks, of which those inside are doubled; the record ends with CR LF.
struct CSVLine {
  private(set) var text = ""
  private var isEmpty = true

  /// Adds a field.
  mutating func add(_ field: String) {
    let needsQuotes = field.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    addPlain(needsQuotes ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field)
  }

  private mutating func addPlain(_ field: String) {
    if !isEmpty { text += "," }
    isEmpty = false
    text += field
  }

  /// Adds a number with all its digits; what is missing or not finite is an empty field.
  mutating func add(_ number: Double?) {
    addPlain(number.flatMap { $0.isFinite ? "\($0)" : nil } ?? "")
  }

  /// Adds a whole number.
  mutating func add(_ number: Int) { addPlain("\(number)") }

  /// The record with its end.
  var record: String { text + "\r\n" }
}
