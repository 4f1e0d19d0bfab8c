import Foundation
import Testing

/// `lesson` without a screen, as a script uses it.
@Suite(.serialized, .onOwnThreads)
struct LessonCommandTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func remove() { try? FileManager.default.removeItem(at: folder) }

  private func write(_ name: String, _ text: String = SmallLesson.text) throws {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  private func lesson(_ arguments: String) throws -> Program.Result {
    try Program.run(
      Program.path, ["lesson"] + arguments.split(separator: " ").map(String.init), in: folder)
  }

  /// All that come with the program, in the order of their numbers.
  @Test func theListHasEveryLesson() throws {
    defer { remove() }
    let result = try lesson("")
    #expect(result.exitCode == 0 && result.errors.isEmpty, "\(result.errors)")
    let lessons = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Lessons")
    let names = try FileManager.default.contentsOfDirectory(atPath: lessons.path)
      .filter { $0.hasSuffix(".md") && $0 != "README.md" }.map { $0.dropLast(".md".count) }
    let rows = result.output.split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    .filter { $0.first.flatMap(Int.init) != nil }
    #expect(rows.map { Int($0[0]) } == Array(1...names.count))
    #expect(Set(rows.map { $0[1] }) == Set(names.map(String.init)))
  }

  /// One that cannot be read holds no other up.
  @Test func aFolderOfOnesOwn() throws {
    defer { remove() }
    try write("small.md")
    try write("first.md", SmallLesson.text("number: 7", "number: 1"))
    try write("broken.md", SmallLesson.text("run: 20", "runs: 20"))
    try write("README.md", "nothing")
    try write("notes.txt", "nothing")
    let result = try lesson("--lessons .")
    #expect(result.exitCode == 65)
    #expect(result.errors.hasPrefix("./broken.md: line 16: key \"runs\": expected one of options,"))
    #expect(result.errors.split(separator: "\n").count == 1)
    let rows = result.output.split(separator: "\n")
    #expect(rows.contains { $0.contains("1  first") } && rows.contains { $0.contains("7  small") })
    #expect(!result.output.contains("broken"))
  }

  /// A lesson whose claims hold, and its sheet.
  @Test func aTrueLesson() throws {
    defer { remove() }
    try write("small.md")
    let result = try lesson("check small.md --sheet sheet.md --threads 1")
    #expect(result.exitCode == 0 && result.errors.isEmpty, "\(result.output)\(result.errors)")
    #expect(try #/7 small: true, 3 steps, \d+ s\n/#.wholeMatch(in: result.output) != nil)
    let sheet = try String(
      contentsOf: folder.appendingPathComponent("sheet.md"), encoding: .utf8)
    #expect(sheet.hasPrefix("# A small lesson\n"))
    #expect(sheet.contains("- Measured: 2. yes"))
    #expect(sheet.contains("- Measured: 0.1 (within 10% counts as right)"))
    #expect(sheet.contains("It is 0.1.") && sheet.contains("- nobody"))
    // Its runs have left nothing behind.
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  /// What is claimed and what was measured, a line for each claim that is wrong.
  @Test func aLessonThatIsNotTrue() throws {
    defer { remove() }
    try write(
      "small.md",
      SmallLesson.text("claim: step == 20", "claim: step == 21")
        .replacing("claim: rate == 0.1", with: "claim: rate < 0.1")
        .replacing("choice: no -> ratio >= 1", with: "choice: no -> ratio < 2")
        .replacing("dense.parameters}", with: "dense.dead(99)}"))
    try write(
      "other.md", SmallLesson.text("--dataset digits", "--dataset nothing-there"))
    let result = try lesson("check small.md other.md")
    #expect(result.exitCode == 1)
    #expect(
      result.errors == "densenet-explorer: 2 of 2 lessons: not all that is claimed is so\n")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasPrefix("7 small: NOT TRUE, 3 steps, ") == true, "\(result.output)")
    let expected = [
      "  step 1 \"Twenty steps\": claim step == 21 is not so: step = 20",
      "  step 1 \"Twenty steps\": question \"Does the loss fall in 20 steps?\": \"no\" and \"yes\" are right",
      "  step 2 \"By hand\": claim rate < 0.1 is not so: rate = 0.1",
      "  step 3 \"Two\": text {dense.dead(99)}: ",
    ]
    for (line, beginning) in zip(lines.dropFirst(), expected) {
      #expect(line.hasPrefix(beginning), "\(result.output)")
    }
    // The other one's run cannot be made.
    #expect(lines[5].hasPrefix("7 other: NOT TRUE") && lines.count == 7, "\(result.output)")
    #expect(lines.last?.contains("nothing-there: no such folder") == true, "\(result.output)")
  }

  @Test func aCommandThatIsRefusedIsNotTrue() throws {
    defer { remove() }
    try write("small.md", SmallLesson.text("do: dense: growth_rate=6", "do: plain: undo"))
    let result = try lesson("check small.md")
    #expect(result.exitCode == 1)
    #expect(result.output.contains("undo: there is no change to take back"), "\(result.output)")
  }

  /// Whoever ends a check finds nothing left of it.
  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func aSignalEndsACheck(number: Int32, exitCode: Int32) throws {
    defer { remove() }
    try write("small.md", SmallLesson.text("run: 20", "run: 100000"))
    func runs() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "small.md" }
    }
    let result = try Program.run(
      "/usr/bin/env",
      ["TMPDIR=\(folder.path)", Program.path, "lesson", "check", "small.md"], in: folder
    ) { process in
      for _ in 0..<200 where try runs().isEmpty { usleep(50_000) }
      #expect(try runs().count == 1)
      kill(process, number)
    }
    #expect(result.exitCode == exitCode && result.output.isEmpty, "\(result)")
    #expect(try runs().isEmpty)
  }

  @Test func aLessonNeedsATerminal() throws {
    defer { remove() }
    try write("small.md")
    try lesson("small.md").expectRefusal(
      "lesson small: standard input and output are no terminal; lesson check small", exitCode: 1)
  }
}
