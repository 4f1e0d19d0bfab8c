import ArgumentParser
import Explorer
import Foundation
import Lessons
import Networks
import Samples
import Testing
import Training

@testable import densenet_explorer

/// The lessons that come with the program: what can be said of them without a run. Whether they are true,
/// `Scripts/check-lessons` finds out.
struct ShippedLessonsTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Lessons")

  private static let names: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (files ?? []).filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted()
      .map { String($0.dropLast(".md".count)) }
  }()

  private static func lesson(_ name: String) throws -> Lesson {
    let file = folder.appendingPathComponent("\(name).md")
    return try Lesson(name: name, text: try String(contentsOf: file, encoding: .utf8))
  }

  @Test func theyAreACourse() throws {
    let lessons = try Self.names.map(Self.lesson)
    #expect(lessons.count >= 8)
    #expect(lessons.map(\.number).sorted() == Array(1...lessons.count))
    #expect(Set(lessons.map(\.title)).count == lessons.count)
  }

  /// Keys, commands, networks and options are such as this program has.
  @Test(arguments: names)
  func everyRunCanBeMade(name: String) throws {
    let lesson = try Self.lesson(name)
    #expect(lesson.objection == nil)
    for step in lesson.steps where !step.networks.isEmpty {
      let contestants = try Contestants.make(
        step.networks.map { try Parsed.network($0.specification) },
        Parsed.run(step.options ?? ""), match: .depth)
      for settings in contestants.map(\.settings) {
        let images =
          settings.dataset == "digits"
          ? ImageShape(channels: 1, height: 8, width: 8)
          : ImageShape(channels: 1, height: 28, width: 28)
        let configuration = NetworkConfiguration(settings.network, input: images, classes: 10)
        #expect(Dataset.names.contains(settings.dataset))
        #expect(configuration.objection == nil, "\(step.title)")
      }
    }
  }
}
