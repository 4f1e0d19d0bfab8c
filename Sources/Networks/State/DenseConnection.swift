/// A connection of a dense block: a reader's weights for the maps of one source.
public struct DenseConnection: Sendable, Hashable {
  /// Index of the block.
  public var block: Int
  /// 0 for the block's input, then its layers.
  public var source: Int
  /// Index of the layer that reads; `nil` for what stands behind the block, the transition or the
  /// classifier.
  public var reader: Int?

  /// Describes a connection.
  public init(block: Int, source: Int, reader: Int?) {
    self.block = block
    self.source = source
    self.reader = reader
  }
}

extension DenseNetStructure {
  /// All connections of a block: each layer reads the input and the layers before it.
  public func connections(ofBlock block: Int) -> [DenseConnection] {
    guard blocks.indices.contains(block) else { return [] }
    return (0...blocks[block]).flatMap { source in
      (source..<blocks[block]).map { DenseConnection(block: block, source: source, reader: $0) }
        + [DenseConnection(block: block, source: source, reader: nil)]
    }
  }

  /// The input channels that connections are, by the name of the layer that reads them; those that the
  /// structure does not have are left out.
  func channels(of connections: Set<DenseConnection>) -> [String: RangeSet<Int>] {
    var channels: [String: RangeSet<Int>] = [:]
    for connection in connections {
      guard blocks.indices.contains(connection.block) else { continue }
      let sources = sources(ofBlock: connection.block)
      guard sources.indices.contains(connection.source),
        connection.reader.map({ connection.source..<blocks[connection.block] ~= $0 }) ?? true
      else { continue }
      channels[reader(of: connection), default: RangeSet()]
        .insert(contentsOf: sources[connection.source])
    }
    return channels
  }

  private func reader(of connection: DenseConnection) -> String {
    let block = connection.block + 1
    if let layer = connection.reader {
      return "features.denseblock\(block).denselayer\(layer + 1).conv1"
    }
    return block == blocks.count ? "classifier" : "features.transition\(block).conv"
  }
}

extension NetworkState {
  /// The same state, but weights for some input channels of layers, and their momenta, are 0.
  func cutting(_ channels: [String: RangeSet<Int>]) -> NetworkState {
    var state = self
    for (layer, cut) in channels {
      let name = "\(layer).weight"
      for input in cut.ranges.joined() {
        state.parameters[name]?.clear(input: input)
        state.momenta[name]?.clear(input: input)
      }
    }
    return state
  }
}

extension Tensor {
  /// Sets what belongs to an input of a layer's filters to 0.
  fileprivate mutating func clear(input: Int) {
    let taps = shape.dropFirst(2).reduce(1, *)
    for output in 0..<shape[0] {
      let first = (output * shape[1] + input) * taps
      for index in first..<first + taps { values[index] = 0 }
    }
  }
}
