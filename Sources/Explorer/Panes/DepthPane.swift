import Screen

struct DepthPane: Pane {
  static let name = "depth"

  func title(_ session: Session) -> String { "depth" }
  func explanation(_ session: Session) -> String { "" }
  mutating func move(_ move: CursorMove, _ session: inout Session) {}
  func reading(_ session: Session) -> [String] { [] }
  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {}
}
