/// One tagged value, `Summary.Value` of tensorflow/core/framework/summary.proto.
struct SummaryValue {
  private(set) var message = ProtocolMessage()

  private init(_ tag: String) { message.add(1, tag) }

  /// A number.
  init(_ tag: String, scalar: Double) {
    self.init(tag)
    message.add(2, Float(scalar))
  }

  /// A picture.
  init(_ tag: String, _ picture: RasterPicture) {
    self.init(tag)
    var image = ProtocolMessage()
    image.add(1, picture.height)
    image.add(2, picture.width)
    image.add(3, 3)  // Red, green and blue.
    image.add(4, picture.png)
    message.add(4, image)
  }

  /// How some numbers are distributed.
  init(_ tag: String, _ histogram: Histogram) {
    self.init(tag)
    var fields = ProtocolMessage()
    fields.add(1, histogram.minimum)
    fields.add(2, histogram.maximum)
    fields.add(3, Double(histogram.count))
    fields.add(4, histogram.sum)
    fields.add(5, histogram.sumOfSquares)
    fields.add(6, packed: histogram.limits)
    fields.add(7, packed: histogram.counts.map(Double.init))
    message.add(5, fields)
  }

  /// Words, for the text plugin.
  init(_ tag: String, text: String) {
    self.init(tag)
    var tensor = ProtocolMessage()
    tensor.add(1, 7)  // DT_STRING
    tensor.add(2, ProtocolMessage())
    tensor.add(8, text)
    message.add(8, tensor)
    addPlugin("text", content: [])
  }

  /// What a plugin keeps in the value's metadata, with a tensor of nothing.
  init(_ tag: String, plugin: String, content: ProtocolMessage) {
    self.init(tag)
    var dimension = ProtocolMessage()
    dimension.add(1, 0)
    var shape = ProtocolMessage()
    shape.add(2, dimension)
    var tensor = ProtocolMessage()
    tensor.add(1, 1)  // DT_FLOAT
    tensor.add(2, shape)
    message.add(8, tensor)
    addPlugin(plugin, content: content.bytes)
  }

  private mutating func addPlugin(_ name: String, content: [UInt8]) {
    var plugin = ProtocolMessage()
    plugin.add(1, name)
    plugin.add(2, content)
    var metadata = ProtocolMessage()
    metadata.add(1, plugin)
    message.add(9, metadata)
  }
}
