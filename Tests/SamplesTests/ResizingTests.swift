import Testing

@testable import Samples

@Suite struct ResizingTests {
  /// What Pillow 13 makes of the same picture, whose intermediate values it rounds.
  @Test(arguments: [
    (2, [135, 116, 120, 133]),
    (4, [98, 172, 133, 101, 150, 112, 77, 153, 171, 90, 121, 153, 159, 84, 173, 98]),
    (
      10,
      [
        61, 85, 122, 159, 195, 232, 166, 49, 86, 110, 76, 100, 137, 174, 189, 165, 119, 64, 101,
        125,
        98, 122, 159, 196, 181, 64, 49, 86, 123, 147, 120, 144, 181, 126, 80, 56, 71, 108, 145, 169,
        142, 166, 203, 86, 20, 57, 93, 130, 167, 191, 165, 189, 226, 109, 43, 80, 116, 153, 190,
        214,
        187, 170, 145, 90, 65, 102, 138, 175, 150, 133, 209, 131, 14, 51, 87, 124, 160, 197, 80, 2,
        231, 153, 36, 73, 109, 146, 182, 219, 102, 24, 246, 168, 51, 88, 124, 161, 197, 234, 117,
        39,
      ]
    ),
  ])
  func theMiddleIsResizedAsPillowDoesIt(side: Int, expected: [Int]) {
    let (height, width) = (6, 9)
    let pixels = (0..<height).flatMap { row in
      (0..<width).map { UInt8((row * 37 + $0 * 61) % 256) }
    }
    let resized = Resizing.square(pixels, height: height, width: width, channels: 1, side: side)
    #expect(zip(resized, expected).allSatisfy { abs(Int($0) - $1) <= 1 })
    #expect(resized.count == expected.count)
    // The same of three channels, each in its own plane.
    let color = Resizing.square(
      pixels.flatMap { [$0, 255 - $0, 7] }, height: height, width: width, channels: 3, side: side)
    let plane = side * side
    #expect(Array(color[..<plane]) == resized)
    #expect(zip(color[plane..<2 * plane], resized).allSatisfy { abs(255 - Int($0) - Int($1)) <= 1 })
    #expect(color[(2 * plane)...].allSatisfy { $0 == 7 })
  }

  @Test(arguments: [(1, 1, 5), (1, 9, 4), (9, 1, 4), (300, 7, 64), (64, 64, 64)])
  func anySizeBecomesAnyOther(height: Int, width: Int, side: Int) {
    let pixels = [UInt8](repeating: 200, count: height * width * 3)
    let resized = Resizing.square(pixels, height: height, width: width, channels: 3, side: side)
    #expect(resized == [UInt8](repeating: 200, count: 3 * side * side))
  }
}
