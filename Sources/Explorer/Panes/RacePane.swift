import Screen

struct RacePane: Pane {
  static let name = "race"

  func title(_ session: Session) -> String { "race" }
  func explanation(_ session: Session) -> String { "" }
  mutating func move(_ move: CursorMove, _ session: inout Session) {}
  func reading(_ session: Session) -> [String] { [] }
  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {}
}
