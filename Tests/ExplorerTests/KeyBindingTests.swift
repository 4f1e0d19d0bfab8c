import Foundation
import Screen
import Testing

@testable import Explorer

struct KeyBindingTests {
  private let panes = Explorer.panes + comparisonPanes

  @Test func noKeyDoesTwoThings() {
    let keys = KeyBinding.screen.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    let timeLine = KeyBinding.timeLine.flatMap(\.keys)
    #expect(Set(timeLine).count == timeLine.count)
    let replay = KeyBinding.replay.flatMap(\.keys)
    #expect(Set(replay).count == replay.count)
    for pane in panes {
      let own = keys + pane.boundKeys
      #expect(Set(own).count == own.count, "\(pane.name)")
      #expect(Set(replay).isDisjoint(with: pane.boundKeys), "\(pane.name)")
    }
  }

  /// A command of the command line means one thing, in whatever pane.
  @Test func noCommandMeansTwoThings() {
    let commands = KeyBinding.screen.map(\.help.command)
    #expect(Set(commands).count == commands.count)
    for pane in panes {
      let own = commands + pane.bindingHelp.map(\.command)
      #expect(Set(own).count == own.count, "\(pane.name)")
    }
  }

  @Test func panesHaveDifferentNamesAndLayoutsNameThem() {
    let names = panes.map(\.name)
    #expect(Set(names).count == names.count)
    for layout in Layout.all + [.comparison] {
      for columns in [80, 120, 250] {
        let places = layout.areas(
          in: Area(row: 0, column: 0, rows: columns / 3, columns: columns), focus: names[0])
        #expect(Set(places.map(\.pane)).isSubset(of: names), "\(layout.name)")
        #expect(Set(places.map(\.pane)).count == places.count, "\(layout.name)")
      }
    }
  }

  /// The page shows the tables of keys row by row, in the same order and the same words.
  @Test func readmeShowsTheTables() throws {
    let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../README.md")
    let lines = try String(contentsOf: readme, encoding: .utf8).split(separator: "\n")
    func rows(below heading: String) throws -> [String] {
      let index = try #require(lines.firstIndex { $0 == heading })
      return lines[(index + 2)...].prefix { $0.hasPrefix("|") }.map(String.init)
    }
    let keys = KeyBinding.screen.map(\.help).filter { !$0.text.isEmpty }
    #expect(try rows(below: "| keys | do |") == keys.map { "| \($0.label) | \($0.text) |" })
    let own = panes.flatMap { pane in
      pane.bindingHelp.filter { !$0.text.isEmpty }.map {
        "| \(pane.name) | \($0.label) | \($0.text) |"
      }
    }
    #expect(try rows(below: "| pane | keys | do |") == own)
    let timeLine = KeyBinding.timeLine.map(\.help).filter { !$0.text.isEmpty }
    #expect(
      try rows(below: "| keys in the time line | do |")
        == timeLine.map { "| \($0.label) | \($0.text) |" })
    let replay = KeyBinding.replay.map(\.help).filter { !$0.text.isEmpty }
    #expect(
      try rows(below: "| keys in a recorded run | do |")
        == replay.map { "| \($0.label) | \($0.text) |" })
    let commands = TextCommand.table.filter { !$0.arguments.isEmpty }.map {
      "| `\($0.name) \($0.arguments.replacing("|", with: "\\|"))` | \($0.text) |"
    }
    #expect(try rows(below: "| command | does |") == commands)
  }
}

extension Pane {
  fileprivate var boundKeys: [Key] { Self.bindings.flatMap(\.keys) }
}
