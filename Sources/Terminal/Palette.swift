import Screen

/// The nearest colours that a terminal with a palette has.
enum Palette {
  private static let levels = [0, 95, 135, 175, 215, 255]
  private static let ansi = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
    (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255),
    (255, 0, 255), (0, 255, 255), (255, 255, 255),
  ]

  /// Index into xterm's 256 colours: a cube of 6 × 6 × 6 from 16 on, 24 greys from 232 on. The first
  /// 16 are left alone, for everyone's are different.
  static func index256(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> Int {
    func nearest(_ value: UInt8) -> Int {
      levels.indices.min { abs(levels[$0] - Int(value)) < abs(levels[$1] - Int(value)) } ?? 0
    }
    let cube = (nearest(red), nearest(green), nearest(blue))
    let mean = (Int(red) + Int(green) + Int(blue)) / 3
    let grey = min(max((mean - 3) / 10, 0), 23)
    let greyValue = 8 + 10 * grey
    let cubeError = distance(
      (levels[cube.0], levels[cube.1], levels[cube.2]), (red, green, blue))
    let greyError = distance((greyValue, greyValue, greyValue), (red, green, blue))
    return greyError < cubeError ? 232 + grey : 16 + 36 * cube.0 + 6 * cube.1 + cube.2
  }

  /// Index into the 16, or with `count` 8 the first 8, colours of ANSI, as xterm shows them.
  static func index16(_ red: UInt8, _ green: UInt8, _ blue: UInt8, count: Int = 16) -> Int {
    ansi.indices.prefix(count).min {
      distance(ansi[$0], (red, green, blue)) < distance(ansi[$1], (red, green, blue))
    } ?? 7
  }

  private static func distance(_ left: (Int, Int, Int), _ right: (UInt8, UInt8, UInt8)) -> Int {
    let (red, green, blue) = (
      left.0 - Int(right.0), left.1 - Int(right.1), left.2 - Int(right.2)
    )
    return red * red + green * green + blue * blue
  }
}
