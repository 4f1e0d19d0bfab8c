import Foundation
import Networks
import Testing

struct SafetensorsFileTests {
  /// A file's bytes; the header's length is the true one unless told.
  private func file(_ header: String, body: [UInt8] = [], length: UInt64? = nil) -> Data {
    var data = Data()
    withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) {
      data.append(contentsOf: $0)
    }
    return data + Data(header.utf8) + Data(body)
  }

  private func tensor(
    _ type: String, shape: String, offsets: String, name: String = "a"
  ) -> String {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    let file = SafetensorsFile(
      metadata: ["format": "a \"quoted\" text\nwith ünïcode"],
      tensors: [
        "features.conv0.weight": Tensor(
          shape: [2, 1, 1, 3], values: [1, -2, 0.1, .infinity, 0, 5]),
        "scalar": Tensor(shape: [], values: [7]),
        "empty": Tensor(shape: [0, 3], values: []),
      ])
    #expect(try SafetensorsFile(file.data) == file)
    #expect(file.data.count % 4 == 0)
  }

  /// Values that PyTorch wrote in each type.
  @Test func everyTypeIsRead() throws {
    let values: [(String, [UInt8])] = [
      ("F64", Array(withUnsafeBytes(of: (-2.5).bitPattern.littleEndian) { Data($0) })),
      ("F32", [0, 0, 0x20, 0xC0]), ("F16", [0x00, 0xC1]), ("BF16", [0x20, 0xC0]),
    ]
    for (type, bytes) in values {
      let header = "{\(tensor(type, shape: "[1]", offsets: "[0,\(bytes.count)]"))}"
      let read = try SafetensorsFile(file(header, body: bytes))
      #expect(read.tensors["a"] == Tensor(shape: [1], values: [-2.5]), "\(type)")
    }
    for (type, size) in [("I64", 8), ("I32", 4)] {
      let bytes = [UInt8](repeating: 0xFF, count: size)
      let header = "{\(tensor(type, shape: "[1]", offsets: "[0,\(size)]"))}"
      #expect(try SafetensorsFile(file(header, body: bytes)).tensors["a"]?.values == [-1])
    }
  }

  /// Half precision: largest, smallest normal, subnormal, infinite, not a number, signed zero.
  @Test(arguments: [
    (UInt16(0x7BFF), Float(65504)), (0x0400, 0x1p-14), (0x0001, 0x1p-24), (0x83FF, -0x3FFp-24),
    (0x7C00, .infinity), (0xFC00, -.infinity), (0x3C00, 1), (0x3555, 0.333251953125), (0x8000, 0),
  ])
  func halfPrecision(bits: UInt16, value: Float) throws {
    let bytes = [UInt8(bits & 0xFF), UInt8(bits >> 8)]
    let header = "{\(tensor("F16", shape: "[1]", offsets: "[0,2]"))}"
    #expect(try SafetensorsFile(file(header, body: bytes)).tensors["a"]?.values == [value])
  }

  @Test func notANumberStaysOne() throws {
    let header = "{\(tensor("F16", shape: "[1]", offsets: "[0,2]"))}"
    let value = try SafetensorsFile(file(header, body: [0x01, 0x7C])).tensors["a"]?.values[0]
    #expect(value?.isNaN == true)
  }

  @Test func malformedFilesAreRefusedInOneLine() {
    let four: [UInt8] = [1, 2, 3, 4]
    let good = tensor("F32", shape: "[1]", offsets: "[0,4]")
    let cases: [(Data, String)] = [
      (Data(), "0 bytes: expected at least 8"),
      (Data([1, 2, 3]), "3 bytes: expected at least 8"),
      (file("{}", length: 3), "a header of 3 bytes in a file of 10"),
      (file("{}", length: .max), "a header of 18446744073709551615 bytes"),
      (file("{}", length: 1 << 63), "a header of 9223372036854775808 bytes"),
      (
        file("{}", body: Array(repeating: 0x20, count: 1 << 24), length: 1 << 24 | 1),
        "a header of 16777217 bytes: expected at most 16777216"
      ),
      (file("[]"), "the header is not what it should be"),
      (file("{"), "the header is not what it should be"),
      (file("{\"a\":1}"), "the header is not what it should be"),
      (file("{\"__metadata__\":{\"a\":1}}"), "the header is not what it should be"),
      (file("\u{0}\u{1}"), "the header is not what it should be"),
      (file(String(repeating: "[", count: 100_000)), "the header is not what it should be"),
      (file("{\(good)}", body: [1, 2]), "ends at byte 4: expected at most 2"),
      (file("{\(good)}", body: four + [5]), "5 bytes of tensors: expected 4"),
      (
        file("{\(tensor("F32", shape: "[1]", offsets: "[1,5]"))}", body: four + [5]),
        "begins at byte 1: expected 0"
      ),
      (
        file(
          "{\(good),\(tensor("F32", shape: "[1]", offsets: "[2,6]", name: "b"))}",
          body: four + [5, 6]), "begins at byte 2: expected 4"
      ),
      (
        file(
          "{\(tensor("F16", shape: "[1]", offsets: "[0,2]")),"
            + "\(tensor("F32", shape: "[1]", offsets: "[2,6]", name: "b"))}", body: four + [5, 6]),
        "begins at byte 2: expected a multiple of 4"
      ),
      (
        file("{\(tensor("F32", shape: "[1]", offsets: "[4,0]"))}", body: four),
        "offsets [4, 0]: expected a begin and an end"
      ),
      (
        file("{\(tensor("F32", shape: "[1]", offsets: "[-4,0]"))}", body: four),
        "begins at byte -4"
      ),
      (
        file("{\(tensor("F32", shape: "[1]", offsets: "[0,4,8]"))}", body: four),
        "expected a begin and an end"
      ),
      (
        file("{\(tensor("F8", shape: "[1]", offsets: "[0,4]"))}", body: four),
        "has the type \"F8\": expected F64, F32, F16, BF16, I64, I32"
      ),
      (
        file("{\(tensor("F32", shape: "[2]", offsets: "[0,4]"))}", body: four),
        "has the shape [2] and 4 bytes of F32"
      ),
      (
        file("{\(tensor("F32", shape: "[-1]", offsets: "[0,4]"))}", body: four),
        "has the shape [-1]"
      ),
      (
        file(
          "{\(tensor("F32", shape: "[4611686018427387904,4]", offsets: "[0,4]"))}", body: four),
        "has the shape"
      ),
      (
        file(
          "{\(tensor("F32", shape: "[9223372036854775807,9223372036854775807]", offsets: "[0,4]"))}",
          body: four), "has the shape"
      ),
    ]
    for (data, message) in cases {
      let error = #expect(throws: SafetensorsFile.Malformed.self) { try SafetensorsFile(data) }
      let text = error?.description ?? ""
      #expect(text.contains(message), "\(text)")
      #expect(!text.contains("\n") && text.count < 300)
    }
  }

  /// Names from a file do not reach the terminal as they are.
  @Test func namesAreMadeHarmless() {
    let name = "\\u001b[31mred\\n" + String(repeating: "x", count: 1000)
    let header = "{\(tensor("F8", shape: "[1]", offsets: "[0,4]", name: name))}"
    let error = #expect(throws: SafetensorsFile.Malformed.self) {
      try SafetensorsFile(file(header, body: [1, 2, 3, 4]))
    }
    let text = error?.description ?? ""
    #expect(!text.unicodeScalars.contains { $0.value < 32 } && text.count < 200, "\(text)")
  }

  /// Any bytes changed anywhere: read, or refused, and never a trap.
  @Test func randomDamageIsNoTrap() throws {
    let good = [UInt8](try Data(contentsOf: referenceURL("densenet-c")))
    let header = Int(good[0]) + Int(good[1]) << 8 + 8
    var generator = RandomGenerator(seed: 3)
    for round in 0..<400 {
      var bytes = good
      for _ in 0...round % 4 {
        let place = Int.random(in: 0..<header, using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      if round % 3 == 0 { bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator)) }
      do {
        let file = try ReferenceFile(Data(bytes))
        if file.batchSize < 100 { _ = try file.errors(.best, threads: 1) }
      } catch {
        #expect(!"\(error)".contains("\n"))
      }
    }
  }
}
