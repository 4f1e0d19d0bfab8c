import Channel
import Lessons
import Screen

/// Everything that the screen shows, as a value.
public struct ExplorerState: Sendable {
  /// What all panes share.
  var session: Session
  /// Each with its own state, in the order of their numbers.
  var panes: [any Pane]
  /// Index of the pane that keys go to.
  var focus = 0
  var layout: Layout
  var theme: Theme
  /// Whether the focused pane has the whole screen.
  var isEnlarged = false
  /// What lies on top of the panes.
  var overlay = Overlay.none
  var quitting = Quitting.no
  var isMouseOn: Bool
  /// Lines that were typed at the command line, the oldest first.
  var typedLines: [String] = []
  /// The terminal's size.
  var size = Grid.Size(rows: 24, columns: 80)
  /// What each network was last told about what is looked at.
  private var shownInterests: [Interest]
  /// Changes that were told since the last key.
  var told: [CommandApplied] = []
  /// The cost of staged changes that was told last.
  var shownPreview: ChangePreview?

  /// What lies on top of the panes.
  enum Overlay: Sendable, Equatable {
    case none
    /// The keys, with so many rows scrolled away.
    case help(scroll: Int)
    /// A heading and paragraphs, with so many rows scrolled away.
    case details(String, [String], scroll: Int)
    case commandLine(CommandLine)

    /// Whether it is the same text in another place.
    func isScrolled(from other: Overlay) -> Bool {
      switch (self, other) {
      case (.help(let scroll), .help(let before)): scroll != before
      case (.details(let heading, let text, let scroll), .details(let other, let old, let before)):
        heading == other && text == old && scroll != before
      default: false
      }
    }
  }

  /// How far the person is on the way out.
  enum Quitting: Sendable, Equatable {
    case no
    /// The question stands on the screen.
    case asking
    /// The run was told to stop.
    case stopping
  }

  /// A screen before the run begins.
  ///
  /// - Parameters:
  ///   - theme: name of one of the themes; the first where it is none.
  ///   - isMouseOn: whether the program has the mouse at the start.
  ///   - networks: how many the run trains.
  public init(theme: String = "", isMouseOn: Bool = true, networks: Int = 1) {
    session = Session(networks: networks)
    panes = Explorer.panes
    layout = networks > 1 ? .comparison : Layout.all[0]
    shownInterests = []
    self.isMouseOn = isMouseOn
    self.theme = Theme.all.first { $0.name == theme } ?? .dark
    startRun(networks: networks)
    if networks > 1 { focus = Explorer.panes.count }
  }

  /// A screen for a lesson.
  ///
  /// - Parameters:
  ///   - isTeaching: whether a teacher shows it: large text, answers hidden until they are revealed.
  ///   - isAutomatic: whether the program goes through it by itself: the learner's keys too.
  ///   - next: what the command line takes for the lesson that follows it; `nil` for none.
  public init(
    _ lesson: Lesson, isTeaching: Bool = false, isAutomatic: Bool = false, next: String? = nil,
    theme: String = "", isMouseOn: Bool = true
  ) {
    self.init(theme: theme, isMouseOn: isMouseOn)
    session.lesson = LessonProgress(
      lesson, isTeaching: isTeaching, isAutomatic: isAutomatic, next: next)
    layout = .lesson
  }

  /// Forgets the run for one that begins.
  ///
  /// - Parameter networks: how many it trains.
  mutating func startRun(networks: Int) {
    let lesson = session.lesson
    session = Session(networks: networks)
    session.lesson = lesson
    shownInterests = Array(repeating: Interest(), count: session.networks.count)
    (told, shownPreview) = ([], nil)
    // What a person has chosen in a pane stays.
    panes =
      Array(panes.prefix(Explorer.panes.count)) + (session.isComparison ? comparisonPanes : [])
    focus = min(focus, panes.count - 1)
  }

  /// Names of the themes.
  public static let themes = Theme.all.map(\.name)

  /// Whether the run has begun, so that there is something to look at.
  public var hasRun: Bool { session.networks.contains(where: \.live.hasBegun) }

  /// Updates that were done.
  public var step: Int { session.live.step }

  /// A picture of the screen as SVG, in the theme's colours.
  public func svg(_ grid: Grid) -> String {
    grid.svg(foreground: theme.ink, background: theme.paper)
  }

  /// Tells the person something, until the next key.
  public mutating func say(_ sentence: String) { session.message = sentence }

  /// The layouts that have something to show.
  var layouts: [Layout] {
    (session.lesson == nil ? [] : [Layout.lesson])
      + (session.isComparison ? [Layout.comparison] : [])
      + Layout.all
  }

  /// Index of the pane with a name.
  func pane(named name: String) -> Int? { panes.firstIndex { $0.name == name } }

  /// How the screen is cut.
  var areas: ScreenAreas {
    ScreenAreas(
      size, messageRows: messageLines.count,
      timeLineRows: session.timeLine == nil
        ? session.replay == nil ? 0 : 1 : TimeLineView.rows(session.live),
      lessonShare: session.lesson.map { $0.share(of: size) })
  }

  /// The panes that can be seen, with their frames, and the area that they share.
  var places: [(pane: Int, area: Area)] {
    let area = areas.panes
    guard case .some(let place) = panes.indices.contains(focus) ? panes[focus].name : nil else {
      return []
    }
    if isEnlarged || area.columns < 76 || area.rows < 18 {
      return [(focus, area.inset(top: 1))]
    }
    return layout.areas(in: area, focus: place).compactMap { name, area in
      pane(named: name).map { ($0, area) }
    }
  }

  /// What the network that is shown must measure for what can be seen.
  private var interest: Interest {
    var interest = Interest()
    for place in places { panes[place.pane].addInterest(to: &interest, session) }
    return interest
  }

  /// Tells the networks what they must measure, as far as that is new.
  mutating func showInterests() -> [Effect] {
    let interest = interest
    var effects: [Effect] = []
    for index in shownInterests.indices {
      var wanted = index == session.selected ? interest : Interest()
      if index == session.previewed { wanted.staged = session.staged.commands }
      guard wanted != shownInterests[index] else { continue }
      if wanted.staged != shownInterests[index].staged { shownPreview = nil }
      shownInterests[index] = wanted
      effects.append(.show(wanted, network: index))
    }
    return effects
  }
}
