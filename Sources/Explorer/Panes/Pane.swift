import Channel
import Screen

/// A part of the screen with a subject of its own: its state, its keys and its drawing.
///
/// Whoever adds one writes a file in this folder and a line in `panes`; its number, its keys in the
/// help and in the README, its place in layouts and on the command line follow.
protocol Pane: Sendable {
  /// The word that names it on the command line and in layouts.
  static var name: String { get }
  /// What it shows, in a few words.
  func title(_ session: Session) -> String
  /// What is seen and how to read it: two or three sentences for someone who sees it first.
  func explanation(_ session: Session) -> String
  /// Keys that mean something in this pane only.
  static var bindings: [KeyBinding<PaneAction<Self>>] { get }

  /// Moves the cursor.
  mutating func move(_ move: CursorMove, _ session: inout Session)
  /// What Enter does without staged changes.
  mutating func open(_ session: inout Session) -> Opening
  /// Puts the cursor under the mouse.
  ///
  /// - Parameters:
  ///   - row, column: of the mouse, from the upper left corner of `area`.
  ///   - area: what the pane drew into.
  mutating func click(row: Int, column: Int, in area: Area, _ session: inout Session)
  /// Puts a cursor of its own on a layer: that of the session is there already.
  mutating func show(layer: Int, _ session: Session)
  /// The step at a column of `area`, around which the wheel zooms; `nil` where it moves the cursor.
  func step(column: Int, in area: Area, _ session: Session) -> Int?
  /// Lists only what has a text in its name; `false` where the pane lists nothing.
  mutating func filter(by text: String, _ session: inout Session) -> Bool

  /// The value under the cursor, most important part first.
  func reading(_ session: Session) -> [String]
  /// What the run must measure for this pane while it can be seen.
  func addInterest(to interest: inout Interest, _ session: Session)
  /// Draws into an area of any size.
  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext)
}

/// What one of a pane's keys does.
typealias PaneAction<P> = @Sendable (inout P, inout Session) -> Void

/// What Enter leads to.
enum Opening: Sendable, Equatable {
  /// The pane on the whole screen, and back.
  case enlarge
  /// Text on top of the panes: a heading and paragraphs.
  case details(String, [String])
  /// The command line, with a beginning.
  case commandLine(String)
  /// A change that waits to be applied.
  case staged(Command)
}

/// What a pane needs for drawing.
struct PaneContext {
  let session: Session
  /// Whether keys go to this pane.
  let isFocused: Bool
  let display: Display
  let theme: Theme
}

/// The panes in the order of their numbers.
let panes: [any Pane] = [
  CurvesPane(), GradientsPane(), ReusePane(), KnobsPane(), FeatureMapsPane(),
  NetworkPane(), LogPane(),
]

/// Those of several networks, behind the others.
let comparisonPanes: [any Pane] = [RacePane(), DepthPane(), ScoresPane()]

extension Pane {
  static var bindings: [KeyBinding<PaneAction<Self>>] { [] }
  var name: String { Self.name }
  mutating func open(_ session: inout Session) -> Opening { .enlarge }
  mutating func click(row: Int, column: Int, in area: Area, _ session: inout Session) {}
  mutating func show(layer: Int, _ session: Session) {}
  func step(column: Int, in area: Area, _ session: Session) -> Int? { nil }
  mutating func filter(by text: String, _ session: inout Session) -> Bool { false }
  func addInterest(to interest: inout Interest, _ session: Session) {}

  /// The keys of this pane as the help shows them.
  var bindingHelp: [BindingHelp] { Self.bindings.map(\.help) }

  /// Does what a key means here; `false` where it means nothing.
  mutating func press(_ key: Key, _ session: inout Session) -> Bool {
    perform(Self.bindings.first { $0.keys.contains(key) }, &session)
  }

  /// Does what a command of the command line means here.
  mutating func perform(command name: String, _ session: inout Session) -> Bool {
    perform(Self.bindings.first { $0.help.command == name }, &session)
  }

  private mutating func perform(
    _ binding: KeyBinding<PaneAction<Self>>?, _ session: inout Session
  ) -> Bool {
    guard let binding else { return false }
    binding.action(&self, &session)
    return true
  }
}
