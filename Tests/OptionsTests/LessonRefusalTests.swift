import Foundation
import Testing

/// Lessons that cannot be given, and options of `lesson` that make no sense.
@MainActor
struct LessonRefusalTests {
  /// A lesson whose second step has something else than it should.
  private static func text(
    run: String = "run: 20", press: String = "+ Enter", network: String = "plain blocks=1",
    options: String = "--dataset digits"
  ) -> String {
    """
    # A lesson

    ```lesson
    number: 7
    minutes: 1
    summary: Two steps.
    ```

    ## First

    ```step
    options: \(options)
    network: plain = plain blocks=1
    \(run)
    ```

    ## Second

    ```step
    press: \(press)
    ```

    ## Third

    ```step
    options: --dataset digits
    network: plain = \(network)
    run: 1
    ```
    """
  }

  private nonisolated static let refusals = [
    Refusal(
      "check FOLDER/broken.md", exitCode: 65,
      "broken.md: line 14: key \"runs\": expected one of options, network,"),
    Refusal(
      "FOLDER/broken.md", exitCode: 65,
      "broken.md: line 14: key \"runs\": expected one of options, network,"),
    Refusal(
      "check FOLDER/keys.md", exitCode: 65,
      "keys.md: step 2 'Second': key 'F13': expected a character or Space,"),
    Refusal(
      "check FOLDER/quit.md", exitCode: 65,
      "quit.md: step 2 'Second': press: 'q': expected no key that ends the"),
    Refusal(
      "check FOLDER/resume.md", exitCode: 65,
      "resume.md: step 2 'Second': press: 'Space': expected no key that"),
    Refusal(
      "check FOLDER/later.md", exitCode: 65, "later.md: step 3 'Third': network 'plain': --blocks"),
    Refusal("FOLDER/later.md", exitCode: 65, "later.md: step 3 'Third': network 'plain': --blocks"),
    Refusal(
      "check FOLDER/help.md", exitCode: 65,
      "help.md: step 1 'First': options '--experimental-dump-help"),
    Refusal(
      "check FOLDER/good.md --sheet nowhere/sheet.md", exitCode: 74,
      "--sheet 'nowhere/sheet.md': expected a file in a folder that can be written"),
    Refusal(
      "FOLDER/good.md --sheet .", exitCode: 74,
      "--sheet '.': expected a file in a folder that can be written"),
    Refusal("check FOLDER/bytes.md", exitCode: 65, "bytes.md: expected text in UTF-8"),
    Refusal(
      "check FOLDER/missing.md", exitCode: 66,
      "missing.md: cannot be opened: No such file or directory"),
    Refusal("--lessons nowhere", exitCode: 66, "nowhere: cannot read the folder of lessons"),
    Refusal(
      "check nothing --lessons FOLDER",
      "lesson 'nothing': expected one of good, its number, or a file's path"),
    Refusal(
      "check FOLDER/good.md FOLDER/keys.md --sheet s.md", "--sheet: expected the name of one lesson"
    ),
    Refusal("FOLDER/good.md --pace 0", "--pace 0.0: expected a number over 0, at most 1000"),
  ]

  @Test(arguments: refusals)
  func nothingIsDone(refusal: Refusal) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in [
      ("good", Self.text()), ("broken", Self.text(run: "runs: 20")),
      ("keys", Self.text(press: "+ F13")), ("quit", Self.text(press: "q")),
      ("resume", Self.text(press: "+ Space")), ("later", Self.text(network: "plain blocks=0")),
      ("help", Self.text(options: "--experimental-dump-help")),
    ] {
      try Data(text.utf8).write(to: folder.appendingPathComponent("\(name).md"))
    }
    try Data([0x23, 0x20, 0xFF]).write(to: folder.appendingPathComponent("bytes.md"))
    refusal.check(after: ["lesson"], in: folder)
  }
}
