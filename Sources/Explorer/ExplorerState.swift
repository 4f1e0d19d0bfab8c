import Channel
import Screen

/// The panes of the screen, in the order of their numbers.
public enum Pane: Int, Sendable, CaseIterable {
  case curves, gradients, reuse, knobs

  var title: String {
    switch self {
    case .curves: "Loss and accuracy"
    case .gradients: "Gradients"
    case .reuse: "Reuse"
    case .knobs: "Knobs"
    }
  }
}

/// Everything that the screen shows, as a value.
public struct ExplorerState: Sendable, Equatable {
  // The run, as far as it is known.
  var run: RunStarted? {
    didSet { (layerNames, shortLayerNames) = ExplorerState.layerNames(run) }
  }
  /// Names of the layers, shortened to what tells them apart.
  private(set) var layerNames: [String] = []
  private var shortLayerNames: [String] = []
  var snapshot = Snapshot(activity: .preparing("Starting"))
  var history = RunHistory()
  var reuse: [Reuse] = []
  var shortcuts: Shortcuts?
  var ended: RunEnded?
  /// Step events that came too fast for the viewer; the log has them.
  var droppedEvents = 0

  // What the person asked for and the run has not answered yet.
  /// Whether the person wants the run to stand still.
  var wantsPause = false
  /// Whether the run has stood still since then.
  var isPaused = false
  /// Values that wait for Enter or for the end of the pause.
  var staged: [Knob: Double] = [:]

  // Where the person is.
  var pane = Pane.curves
  var isEnlarged = false
  var showsHelp = false
  var helpScroll = 0
  var quitting = Quitting.no
  var selectedKnob = Knob.growthRate
  /// Step under the cursor of curves and gradients; `nil` is the newest.
  var cursorStep: Int?
  /// Layer under the cursor of the gradients.
  var cursorLayer = 0
  var reuseCursor = ReuseCursor()
  /// Index of the residual block under the cursor.
  var shortcutCursor = 0
  /// The last thing to say, until the next key.
  var message: String?

  /// How far the person is on the way out.
  enum Quitting: Sendable, Equatable {
    case no
    /// The question stands on the screen.
    case asking
    /// The run was told to stop.
    case stopping
  }

  /// A place in the reuse matrices.
  struct ReuseCursor: Sendable, Equatable {
    /// Index into the blocks.
    var block = 0
    /// Index into the matrix's consumers.
    var consumer = 0
    /// Index into the matrix's sources.
    var source = 0
  }

  /// A screen before the run begins.
  public init() {}

  /// Whether the run has begun, so that there is something to look at.
  public var hasRun: Bool { run != nil }

  /// Knobs of this run in the order of the pane.
  var knobs: [Knob] { Knob.allCases.filter { snapshot.knobs[$0] != nil } }

  /// Whether the network has dense blocks, whose layers draw on earlier ones.
  var hasDenseBlocks: Bool { run?.networks.first?.architecture == "densenet" }

  /// Steps that were done, as far as events tell.
  var step: Int { history.lastStep?.step ?? snapshot.step }

  /// Names of the layers, shortened to what tells them apart, as far as so many columns ask.
  func layerNames(width: Int) -> [String] {
    layerNames.contains { $0.count > width } ? shortLayerNames : layerNames
  }

  /// Made once a run and not for every picture.
  private static func layerNames(_ run: RunStarted?) -> ([String], short: [String]) {
    let names = (run?.networks.first?.layers ?? []).map { layer in
      layer.name.replacing("features.", with: "").replacing("denseblock", with: "block")
        .replacing("denselayer", with: "layer")
    }
    let short = names.map {
      $0.replacing("block", with: "b").replacing("layer", with: "l")
        .replacing("transition", with: "t").replacing(".conv", with: ".c")
    }
    return (names, short)
  }
}
