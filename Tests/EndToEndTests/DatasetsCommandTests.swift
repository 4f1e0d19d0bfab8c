import Foundation
import Testing

/// `datasets` as a person uses it.
@Suite(.onOwnThreads)
struct DatasetsCommandTests {
  private func run(_ arguments: String, in folder: URL? = nil) throws -> Program.Result {
    try Program.run(
      Program.path, ["datasets"] + arguments.split(separator: " ").map(String.init), in: folder)
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func idx(_ dimensions: [UInt8], _ elements: [UInt8]) -> Data {
    Data([0, 0, 8, UInt8(dimensions.count)] + dimensions.flatMap { [0, 0, 0, $0] } + elements)
  }

  /// Three images of two classes, one of which has a name that would clear the screen.
  private func writeSmall(to folder: URL) throws {
    let pixels = (0..<48).map { UInt8($0 * 5) }
    for part in ["train", "t10k"] {
      try idx([3, 4, 4], pixels).write(
        to: folder.appendingPathComponent("\(part)-images-idx3-ubyte"))
      try idx([3], [0, 1, 0]).write(to: folder.appendingPathComponent("\(part)-labels-idx1-ubyte"))
    }
  }

  @Test func listsWhatHasAName() throws {
    for arguments in ["", "list"] {
      let result = try run(arguments)
      #expect(result.exitCode == 0)
      for word in ["fashion-mnist", "digits", "mnist", "cifar-10", "cifar-100", "comes with"] {
        #expect(result.output.contains(word), "\(word)")
      }
    }
  }

  @Test func verifiesWhatComesWithTheProgram() throws {
    let result = try run("verify fashion-mnist digits")
    #expect(result.exitCode == 0 && result.errors.isEmpty)
    #expect(
      result.output == """
        fashion-mnist: 4 checksums right, 60000 images to train, 10000 to test, 1×28×28, 10 classes
        digits: 4 checksums right, 1500 images to train, 297 to test, 1×8×8, 10 classes

        """)
  }

  @Test func listsAndVerifiesForScripts() throws {
    func objects(_ result: Program.Result) throws -> [[String: Any]] {
      let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
      return try #require(json as? [[String: Any]])
    }
    let list = try objects(try run("list --json"))
    let digits = try #require(list.first { $0["name"] as? String == "digits" })
    #expect(digits["comes_with_the_program"] as? Bool == true)
    #expect((digits["path"] as? String)?.hasSuffix("digits") == true)
    let result = try run("verify digits nowhere --json")
    #expect(result.exitCode == 66 && result.errors.contains("nowhere: no such folder"))
    let found = try objects(result)
    #expect(found.map { $0["is_right"] as? Bool } == [true, false])
    #expect(found[0]["train_samples"] as? Int == 1500 && found[0]["shape"] as? [Int] == [1, 8, 8])
    #expect((found[1]["error"] as? String)?.contains("nowhere: no such folder") == true)
  }

  /// One that is wrong does not keep the others from being looked at.
  @Test func saysWhatIsWrong() throws {
    try withFolder { folder in
      try writeSmall(to: folder)
      let zeros = String(repeating: "0", count: 64)
      try Data("\(zeros)  train-images-idx3-ubyte\n".utf8).write(
        to: folder.appendingPathComponent("SHA256SUMS"))
      let result = try run("verify \(folder.path) nowhere digits")
      #expect(result.exitCode == 65)
      #expect(result.output.split(separator: "\n").count == 1)
      let errors = result.errors.split(separator: "\n")
      #expect(errors.count == 2)
      #expect(errors.first?.contains("train-images-idx3-ubyte: SHA-256 ") == true)
      #expect(errors.first?.hasSuffix(", expected \(zeros)") == true)
      #expect(errors.last?.contains("nowhere: no such folder") == true)
    }
  }

  @Test func showsCountsAndASheet() throws {
    try withFolder { folder in
      try writeSmall(to: folder)
      let plain = try run("show \(folder.path) --samples 2 --height 2 --glyphs ascii")
      #expect(plain.exitCode == 0, "\(plain.errors)")
      #expect(!plain.output.contains("\u{1B}"))
      let lines = plain.output.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(
        lines.contains("0      0         2     2") && lines.contains("1      1         1     1"))
      #expect(lines.contains("0 0") && lines.contains("1 1"))
      let colored = try run("show \(folder.path) --samples 1 --height 2 --color truecolor")
      #expect(colored.output.contains("\u{1B}[38;2;"))
      // Every line gives the terminal its colours back.
      for line in colored.output.split(separator: "\n") where line.contains("\u{1B}") {
        #expect(line.hasSuffix("\u{1B}[0m"))
      }
      #expect(try !run("show \(folder.path) --samples 0").output.contains("0 0\n"))
    }
  }

  /// A data set that was never fetched says how to get it.
  @Test func namesTheWayToWhatIsNotThere() throws {
    try withFolder { folder in
      let result = try Program.run(
        "/usr/bin/env",
        ["XDG_DATA_HOME=\(folder.path)", Program.path, "train", "--dataset", "mnist"], in: folder)
      result.expectRefusal(
        "mnist: not there yet, expected it in \(folder.path)/densenet-explorer/datasets/mnist: "
          + "densenet-explorer datasets fetch mnist", exitCode: 66)
    }
  }

  @Test func fetchingSaysWhatIsWrong() throws {
    #expect(try run("fetch digits").output == "digits: comes with the program\n")
    try withFolder { folder in
      func fetch(_ address: String) throws -> Program.Result {
        try Program.run(
          "/usr/bin/env",
          [
            "XDG_DATA_HOME=\(folder.path)", "no_proxy=127.0.0.1", Program.path, "datasets",
            "fetch", "mnist", "--from", address,
          ], in: folder)
      }
      // Port 1 is nobody's.
      try fetch("http://127.0.0.1:1").expectRefusal(
        "train-images-idx3-ubyte.gz cannot be fetched from 127.0.0.1: the host cannot be reached "
          + "(is there a network?). A copy from elsewhere", exitCode: 74)
      try fetch("127.0.0.1").expectRefusal("expected an address with http://", exitCode: 64)
    }
  }
}
