/// A layer's filters as its method computes with them: those of inputs that are not cut, one after the
/// other. Where nothing is cut they are the parameter's own.
struct LiveFilters {
  let values: FloatBuffer
  let gradient: FloatBuffer
  /// Inputs that are not cut.
  let inputs: Int
  private let parameter: Parameter
  private let shape: LayerShape
  private let channels: [Range<Int>]

  init(_ parameter: Parameter, _ shape: LayerShape) {
    self.parameter = parameter
    self.shape = shape
    channels = Array(shape.input.live.ranges)
    inputs = shape.live.inputs
    let isWhole = inputs == shape.inputs
    let count = shape.live.filterShape.reduce(1, *)
    values = isWhole ? parameter.values : FloatBuffer(count: count)
    gradient = isWhole ? parameter.gradient : FloatBuffer(count: count)
  }

  /// Takes the parameter's values.
  func fetchValues() {
    forEachRange { place, parameterPlace, count in
      (values.start + place).update(from: parameter.values.start + parameterPlace, count: count)
    }
  }

  /// Gives the parameter its gradient; that of what is cut has been 0 from the start.
  func handGradientOver() {
    forEachRange { place, parameterPlace, count in
      (parameter.gradient.start + parameterPlace).update(from: gradient.start + place, count: count)
    }
  }

  /// Calls `body` for all floats that follow each other here and in the parameter.
  private func forEachRange(_ body: (_ place: Int, _ parameterPlace: Int, _ count: Int) -> Void) {
    guard values !== parameter.values else { return }
    let taps = shape.side * shape.side
    var place = 0
    for output in 0..<shape.outputs {
      for range in channels {
        let count = range.count * taps
        body(place, (output * shape.inputs + range.lowerBound) * taps, count)
        place += count
      }
    }
  }
}
