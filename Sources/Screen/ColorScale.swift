/// Colours for shares from 0 to 1.
public struct ColorScale: Sendable, Equatable {
  /// Colours of a display that has all of them: so many levels can be told apart, and a cell whose
  /// share hardly moves is not written again.
  private var levels: [Color]
  /// Colours of xterm's palette.
  private var steps: [Color]
  /// Characters of a display with too few colours, with and without more than ASCII.
  private let shades: (unicode: [Character], ascii: [Character])

  /// From dark violet to yellow: lightness grows with every step, so that more looks like more, also to
  /// colour-blind viewers and in grey.
  ///
  /// It is viridis (Smith and van der Walt, matplotlib 2015, CC0). In colours of xterm's palette the
  /// nearest for each share would not do: their lightness goes up and down. These are near, and their
  /// lightness L* grows: 21, 24, 40, 51, 64, 77, 79, 81, 87.
  public static let viridis = ColorScale(
    anchors: [
      [68, 1, 84], [71, 45, 123], [59, 82, 139], [44, 114, 142], [33, 145, 140], [40, 174, 128],
      [94, 201, 98], [173, 220, 48], [253, 231, 37],
    ],
    steps: [
      .rgb(0x5f, 0x00, 0x5f), .rgb(0x5f, 0x00, 0x87), .rgb(0x00, 0x5f, 0xaf),
      .rgb(0x00, 0x87, 0x87), .rgb(0x00, 0xaf, 0x87), .rgb(0x5f, 0xd7, 0x5f),
      .rgb(0x87, 0xd7, 0x5f), .rgb(0xaf, 0xd7, 0x00), .rgb(0xff, 0xd7, 0x00),
    ],
    shades: (Array("·░▒▓█"), Array(".:-=+*#%@")))

  /// Blue for less, grey for the same, orange for more: hues that all kinds of colour vision tell apart.
  public static let blueOrange = ColorScale(
    anchors: [
      [102, 194, 255], [0, 114, 178], [20, 60, 95], [48, 48, 48], [105, 70, 10], [200, 130, 0],
      [255, 190, 60],
    ],
    steps: [
      .rgb(0x5f, 0xd7, 0xff), .rgb(0x00, 0x87, 0xd7), .rgb(0x00, 0x5f, 0x87),
      .rgb(0x30, 0x30, 0x30), .rgb(0x87, 0x5f, 0x00), .rgb(0xd7, 0x87, 0x00),
      .rgb(0xff, 0xaf, 0x5f),
    ],
    shades: (Array("▼▽·△▲"), Array("=-.+#")))

  /// The same for light backgrounds.
  public static let blueOrangeOnLight = ColorScale(
    anchors: [
      [0, 60, 110], [0, 114, 178], [150, 200, 235], [238, 238, 238], [250, 205, 140],
      [205, 115, 0],
      [125, 60, 0],
    ],
    steps: [
      .rgb(0x00, 0x5f, 0x87), .rgb(0x00, 0x87, 0xd7), .rgb(0xaf, 0xd7, 0xff),
      .rgb(0xee, 0xee, 0xee), .rgb(0xff, 0xd7, 0xaf), .rgb(0xd7, 0x87, 0x00),
      .rgb(0x87, 0x5f, 0x00),
    ],
    shades: (Array("▼▽·△▲"), Array("=-.+#")))

  private init(
    anchors: [[UInt8]], steps: [Color], shades: (unicode: [Character], ascii: [Character])
  ) {
    let count = 32
    levels = (0...count).map { Self.mixed(anchors, at: Double($0) / Double(count)) }
    self.steps = steps
    self.shades = shades
  }

  /// The colour at a share of the way along some colours.
  private static func mixed(_ anchors: [[UInt8]], at share: Double) -> Color {
    let place = share * Double(anchors.count - 1)
    let lower = min(Int(place), anchors.count - 2)
    let share = place - Double(lower)
    let channels = (0..<3).map { channel in
      let (from, to) = (Double(anchors[lower][channel]), Double(anchors[lower + 1][channel]))
      return UInt8(from + (to - from) * share)
    }
    return .rgb(channels[0], channels[1], channels[2])
  }

  /// The same colours the other way round, for light backgrounds; characters stay.
  public var reversed: ColorScale {
    var scale = self
    scale.levels.reverse()
    scale.steps.reverse()
    return scale
  }

  /// The colour of a share, 0…1; shares outside count as the nearest end, NaN as 0.
  public func color(_ share: Double, depth: ColorDepth) -> Color {
    guard depth == .trueColor else { return steps[Self.index(share, of: steps.count)] }
    return levels[Int((Self.clamped(share) * Double(levels.count - 1)).rounded())]
  }

  /// A cell that stands for a share: coloured, or, where the display has too few colours, a
  /// character that is the denser the larger.
  public func cell(_ share: Double, display: Display) -> Cell {
    guard display.hasColorScale else {
      let characters = display.hasUnicode ? shades.unicode : shades.ascii
      return Cell(characters[Self.index(share, of: characters.count)])
    }
    return Cell(" ", Style(background: color(share, depth: display.colorDepth)))
  }

  private static func clamped(_ share: Double) -> Double {
    share.isNaN ? 0 : min(max(share, 0), 1)
  }

  private static func index(_ share: Double, of count: Int) -> Int {
    min(Int(clamped(share) * Double(count)), count - 1)
  }

  /// Whether two scales have the same colours.
  public static func == (left: ColorScale, right: ColorScale) -> Bool {
    left.levels == right.levels && left.steps == right.steps
  }
}
