import Channel
import Screen

/// Who reads whom: in a dense block each layer all before it, in a ResNet each block the one before it
/// on two ways, in a plain network each layer one other.
struct ConnectionsView: Sendable {
  func title(_ session: Session) -> String {
    guard let block = BlockConnections(session.run, layer: session.layer) else {
      return "connections"
    }
    return "connections of block \(block.block) of \(block.blockCount)"
  }

  func explanation(_ session: Session) -> String {
    guard session.run.hasDenseBlocks else {
      return
        "From top to bottom the way of the images. In a ResNet a shortcut carries each block's "
        + "input around its convolutions, so that gradients have a way that nothing weakens. A plain "
        + "network has no such way."
    }
    return
      "Each layer's maps go down a line of their own, and every layer below taps all lines. The "
      + "selected layer's inputs light up, the thicker more of its weight they have (|γ·w| of "
      + "their maps), against an even share for each map; its own maps go down the double line."
  }

  mutating func move(_ move: CursorMove, _ session: inout Session) {
    let run = session.run
    let stops = Self.stops(run)
    let now = stops.lastIndex { $0 <= session.layer } ?? 0
    var next = now.moved(move, count: stops.count)
    if let block = BlockConnections(run, layer: session.layer) {
      let target: Int? =
        switch move {
        case .home: run.layer(ofNode: 1, inBlock: block.block)
        case .end: run.layer(ofNode: block.nodeCount - 1, inBlock: block.block)
        case .pageUp: run.layer(ofNode: 1, inBlock: max(block.block - 1, 1))
        case .pageDown: run.layer(ofNode: 1, inBlock: min(block.block + 1, block.blockCount))
        case .up, .down, .left, .right: nil
        }
      if let target { next = stops.firstIndex(of: target) ?? next }
    }
    if stops.indices.contains(next) { session.layer = stops[next] }
  }

  /// Layers that the cursor stops at: of each module the first.
  private static func stops(_ run: ObservedRun) -> [Int] {
    guard run.hasDenseBlocks else { return ResidualChain(run).stops.map(\.layer) }
    let first = Set(run.denseBlocks.flatMap { run.denseLayers(ofBlock: $0.number) })
    return run.layers.indices.filter { run.layers[$0].block == nil || first.contains($0) }
  }

  mutating func click(row: Int, in area: Area, _ session: inout Session) {
    let run = session.run
    if let block = BlockConnections(run, layer: session.layer) {
      let node = ConnectionLadder.Parts(block, in: area).node(row: row)
      if let layer = node.flatMap({ run.layer(ofNode: $0, inBlock: block.block) }) {
        session.layer = layer
      }
    } else if let layer = ResidualChain(run).layer(row: row, in: area, selected: session.layer) {
      session.layer = layer
    }
  }

  func reading(_ session: Session) -> [String] {
    if let block = BlockConnections(session.run, layer: session.layer) { return block.sentences }
    return ResidualChain(session.run).reading(session.layer)
  }

  func details(_ session: Session) -> Opening {
    guard let block = BlockConnections(session.run, layer: session.layer), block.isMeasured else {
      return .enlarge
    }
    let reads = block.sources.compactMap { source in
      block.share(reader: block.selected, source: source).map {
        "reads \(percent($0)) of its weight from \(block.name(source)), "
          + "\(block.maps(source) ?? 0) maps"
      }
    }
    let readBy = block.readers.compactMap { reader in
      block.share(reader: reader, source: block.selected).map {
        "gives \(block.name(reader)) \(percent($0)) of that one's weight"
      }
    }
    return .details(
      "Block \(block.block), \(block.name(block.selected))", reads + [""] + readBy)
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let run = context.session.run
    if let block = BlockConnections(run, layer: context.session.layer) {
      ConnectionLadder(block: block, context: context).draw(in: area, of: &grid)
    } else {
      ResidualChain(run).draw(in: area, of: &grid, context)
    }
  }
}
