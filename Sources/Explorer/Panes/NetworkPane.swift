import Channel
import Screen

/// The network itself: its layers in figures, who reads whom in a block, and which classes it
/// confuses.
struct NetworkPane: Pane {
  static let name = "network"

  private enum Part: Sendable, CaseIterable {
    case layers, connections, confusion
  }

  private var part = Part.layers
  private var layers = LayersView()
  private var connections = ConnectionsView()
  private var confusion = ConfusionView()

  static let bindings: [KeyBinding<PaneAction<NetworkPane>>] = [
    KeyBinding(
      [.character("m")], "m", "measure", "layers, connections, the confusion of classes",
      footer: "view"
    ) { pane, _ in
      pane.part = pane.part.next
    }
  ]

  func title(_ session: Session) -> String {
    switch part {
    case .layers: "Network: " + layers.title(session)
    case .connections: "Network: " + connections.title(session)
    case .confusion: "Network: " + confusion.title(session)
    }
  }

  func explanation(_ session: Session) -> String {
    switch part {
    case .layers: layers.explanation(session)
    case .connections: connections.explanation(session)
    case .confusion: confusion.explanation
    }
  }

  mutating func move(_ move: CursorMove, _ session: inout Session) {
    switch part {
    case .layers: session.moveAlongLayers(move)
    case .connections: connections.move(move, &session)
    case .confusion: confusion.move(move, session)
    }
  }

  mutating func open(_ session: inout Session) -> Opening {
    switch part {
    case .layers: layers.details(session)
    case .connections: connections.details(session)
    case .confusion: confusion.details(session)
    }
  }

  mutating func click(row: Int, column: Int, in area: Area, _ session: inout Session) {
    switch part {
    case .layers: layers.click(row: row, in: area, &session)
    case .connections: connections.click(row: row, in: area, &session)
    case .confusion: confusion.click(row: row, column: column, in: area, session)
    }
  }

  mutating func filter(by text: String, _ session: inout Session) -> Bool {
    guard part == .layers else { return false }
    session.listLayers(with: text)
    return true
  }

  func reading(_ session: Session) -> [String] {
    switch part {
    case .layers: layers.reading(session)
    case .connections: connections.reading(session)
    case .confusion: confusion.reading(session)
    }
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    guard area.rows >= 3 && area.columns >= 12 else { return }
    switch part {
    case .layers: layers.draw(in: area, of: &grid, context)
    case .connections: connections.draw(in: area, of: &grid, context)
    case .confusion: confusion.draw(in: area, of: &grid, context)
    }
  }
}
