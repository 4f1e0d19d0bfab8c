import Foundation
import Screen
import Testing

@testable import Explorer

struct KeyBindingTests {
  @Test func noKeyDoesTwoThings() {
    let keys = KeyBinding.table.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  /// The page shows the table of keys row by row, in the same order and the same words.
  @Test func readmeShowsTheTable() throws {
    let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../README.md")
    let lines = try String(contentsOf: readme, encoding: .utf8).split(separator: "\n")
    let heading = try #require(lines.firstIndex(of: "| keys | do |"))
    let rows = lines[(heading + 2)...].prefix { $0.hasPrefix("|") }.map(String.init)
    let table = KeyBinding.table.filter { !$0.help.isEmpty }.map { "| \($0.label) | \($0.help) |" }
    #expect(rows == table)
  }
}
