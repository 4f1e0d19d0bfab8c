import KernelArguments

// The only file that multiplies and adds in its inner loops. `multiplyAdd` stands here and not in
// a file of its own because debug builds inline across files in no module.

extension Vector {
  /// `self + a · b`, in one instruction where the machine has it; where it has not,
  /// `addingProduct` would be a library call and a hundred times slower.
  @inline(__always)
  fileprivate mutating func multiplyAdd(_ a: Vector, _ b: Vector) {
    #if FMA
      self = addingProduct(a, b)
    #else
      self += a * b
    #endif
  }
}

/// Convolves a panel: `output[o][r][x] = bias[o] + Σ_c Σ_t filter[o][c][t] · panel[c][s·r + t.row][s·x + t.column]`
/// with the stride *s*.
///
///     for each row                      the rows that it reads stay in the cache
///       for each block of 6 or 4 output channels
///         for each pair of columns
///           for each chunk of inputs    12 or 8 sums in registers
///             for each input channel
///               for each tap            2 loads, 6 or 4 broadcast weights
///
/// Six channels by two pixels keep 12 sums, 2 inputs and 1 weight in the 16 registers of AVX2. Long
/// sums lose digits: each chunk begins at zero, and the chunks are added.
@inline(never)
public func convolve(_ work: Convolution) {
  let width = FilterPacking.blockWidth(outputs: work.outputs)
  // A 1×1 convolution knows no rows: where they follow each other without a gap they are one.
  let isFlat =
    work.side == 1 && work.stride == 1 && work.panel.rowStride == work.columns
    && work.output.rowStride == work.columns
  let rows = isFlat ? 1 : work.rows
  let columns = isFlat ? work.rows * work.columns : work.columns
  let panel = UnsafeRawPointer(work.panel.start).assumingMemoryBound(to: Vector.self)
  let output = UnsafeMutableRawPointer(work.output.start).assumingMemoryBound(to: Vector.self)
  // 32 columns at a time, so that a 1×1 convolution's inputs are still in the nearest cache when
  // the next block of output channels reads them.
  for row in 0..<rows {
    for start in Swift.stride(from: 0, to: columns, by: 32) {
      let end = min(start + 32, columns)
      var first = 0
      var filters = work.packedFilters
      while first < work.outputs {
        let tile = Tile(
          input: panel + row * work.stride * work.panel.rowStride, inputs: work.inputs,
          side: work.side, stride: work.stride, channelStride: work.panel.channelStride,
          rowStride: work.panel.rowStride, filters: filters, bias: work.bias.map { $0 + first },
          output: output + first * work.output.channelStride + row * work.output.rowStride,
          outputStride: work.output.channelStride, outputs: min(width, work.outputs - first))
        var column = start
        while column < end {
          let pixels = min(2, end - column)
          if width == 6 {
            tile.computeSix(column: column, pixels: pixels)
          } else {
            tile.computeFour(column: column, pixels: pixels)
          }
          column += 2
        }
        first += width
        filters += width * work.inputs * work.side * work.side
      }
    }
  }
}

/// One row of outputs of one block of output channels.
private struct Tile {
  var input: UnsafePointer<Vector>
  var inputs: Int
  var side: Int
  var stride: Int
  var channelStride: Int
  var rowStride: Int
  var filters: UnsafePointer<Float>
  var bias: UnsafePointer<Float>?
  var output: UnsafeMutablePointer<Vector>
  var outputStride: Int
  /// Channels of the block that exist: the last block may be filled up with zeros.
  var outputs: Int

  /// Input channels of a chunk: products that are added in one go.
  @inline(__always)
  var chunk: Int { max(144 / (side * side), 1) }

  @inline(__always)
  func start(_ index: Int, isFirst: Bool) -> Vector {
    guard isFirst, let bias else { return Vector() }
    return Vector(repeating: bias[index])
  }

  /// Writes the sums of the first chunk, adds those of the others.
  @inline(__always)
  func store(
    _ index: Int, _ first: Vector, _ second: Vector, isFirst: Bool, column: Int, pixels: Int
  ) {
    if index < outputs {
      let place = output + index * outputStride + column
      place[0] = isFirst ? first : place[0] + first
      if pixels == 2 { place[1] = isFirst ? second : place[1] + second }
    }
  }

  @inline(__always)
  func computeSix(column: Int, pixels: Int) {
    var weight = filters
    var channel = input + column * stride
    var first = 0
    while first < inputs {
      var a0 = start(0, isFirst: first == 0)
      var a1 = start(1, isFirst: first == 0)
      var a2 = start(2, isFirst: first == 0)
      var a3 = start(3, isFirst: first == 0)
      var a4 = start(4, isFirst: first == 0)
      var a5 = start(5, isFirst: first == 0)
      var b0 = a0
      var b1 = a1
      var b2 = a2
      var b3 = a3
      var b4 = a4
      var b5 = a5
      for _ in 0..<min(chunk, inputs - first) {
        var row = channel
        for _ in 0..<side {
          var tap = 0
          while tap < side {
            let x = row[tap]
            let y = row[tap + stride]
            let w0 = Vector(repeating: weight[0])
            a0.multiplyAdd(x, w0)
            b0.multiplyAdd(y, w0)
            let w1 = Vector(repeating: weight[1])
            a1.multiplyAdd(x, w1)
            b1.multiplyAdd(y, w1)
            let w2 = Vector(repeating: weight[2])
            a2.multiplyAdd(x, w2)
            b2.multiplyAdd(y, w2)
            let w3 = Vector(repeating: weight[3])
            a3.multiplyAdd(x, w3)
            b3.multiplyAdd(y, w3)
            let w4 = Vector(repeating: weight[4])
            a4.multiplyAdd(x, w4)
            b4.multiplyAdd(y, w4)
            let w5 = Vector(repeating: weight[5])
            a5.multiplyAdd(x, w5)
            b5.multiplyAdd(y, w5)
            weight += 6
            tap += 1
          }
          row += rowStride
        }
        channel += channelStride
      }
      store(0, a0, b0, isFirst: first == 0, column: column, pixels: pixels)
      store(1, a1, b1, isFirst: first == 0, column: column, pixels: pixels)
      store(2, a2, b2, isFirst: first == 0, column: column, pixels: pixels)
      store(3, a3, b3, isFirst: first == 0, column: column, pixels: pixels)
      store(4, a4, b4, isFirst: first == 0, column: column, pixels: pixels)
      store(5, a5, b5, isFirst: first == 0, column: column, pixels: pixels)
      first += chunk
    }
  }

  @inline(__always)
  func computeFour(column: Int, pixels: Int) {
    var weight = filters
    var channel = input + column * stride
    var first = 0
    while first < inputs {
      var a0 = start(0, isFirst: first == 0)
      var a1 = start(1, isFirst: first == 0)
      var a2 = start(2, isFirst: first == 0)
      var a3 = start(3, isFirst: first == 0)
      var b0 = a0
      var b1 = a1
      var b2 = a2
      var b3 = a3
      for _ in 0..<min(chunk, inputs - first) {
        var row = channel
        for _ in 0..<side {
          var tap = 0
          while tap < side {
            let x = row[tap]
            let y = row[tap + stride]
            let w0 = Vector(repeating: weight[0])
            a0.multiplyAdd(x, w0)
            b0.multiplyAdd(y, w0)
            let w1 = Vector(repeating: weight[1])
            a1.multiplyAdd(x, w1)
            b1.multiplyAdd(y, w1)
            let w2 = Vector(repeating: weight[2])
            a2.multiplyAdd(x, w2)
            b2.multiplyAdd(y, w2)
            let w3 = Vector(repeating: weight[3])
            a3.multiplyAdd(x, w3)
            b3.multiplyAdd(y, w3)
            weight += 4
            tap += 1
          }
          row += rowStride
        }
        channel += channelStride
      }
      store(0, a0, b0, isFirst: first == 0, column: column, pixels: pixels)
      store(1, a1, b1, isFirst: first == 0, column: column, pixels: pixels)
      store(2, a2, b2, isFirst: first == 0, column: column, pixels: pixels)
      store(3, a3, b3, isFirst: first == 0, column: column, pixels: pixels)
      first += chunk
    }
  }
}

/// Adds a strip's share to the gradient of a convolution's filters:
/// `gradient[o][c][t] += Σ_r Σ_x Σ_lane outputGradient[o][r][x] · panel[c][s·r + t.row][s·x + t.column]`
/// with the stride *s*.
///
///     for each pair of output channels          their gradient stays in the nearest cache
///       for each row of taps
///         for each six inputs: a channel shifted by a tap's column; two channels of a 3×3 filter
///           for each pixel                      8 loads, 12 sums in registers
@inline(never)
public func accumulateFilterGradient(_ work: FilterGradient) {
  let (side, taps) = (work.side, work.side * work.side)
  let panel = UnsafeRawPointer(work.panel.start).assumingMemoryBound(to: Vector.self)
  let outputs = UnsafeRawPointer(work.outputGradient.start).assumingMemoryBound(to: Vector.self)
  let last = work.inputs * side - 1
  for output in Swift.stride(from: 0, to: work.outputs, by: 2) {
    let hasSecond = output + 1 < work.outputs
    let y = outputs + output * work.outputGradient.channelStride
    for tapRow in 0..<side {
      for first in Swift.stride(from: 0, through: last, by: 6) {
        // Beyond the last input the last is read again, and its sums are dropped.
        func offset(_ index: Int) -> Int {
          let input = min(first + index, last)
          return input / side * work.panel.channelStride + input % side
        }
        let x = panel + tapRow * work.panel.rowStride
        let offsets = (offset(0), offset(1), offset(2), offset(3), offset(4), offset(5))
        let second = y + (hasSecond ? work.outputGradient.channelStride : 0)
        let sums =
          work.stride == 1
          ? dotProducts(work, y, second, x, offsets: offsets, stride: 1)
          : dotProducts(work, y, second, x, offsets: offsets, stride: work.stride)
        let place = work.gradient + output * work.inputs * taps + tapRow * side
        func add(_ index: Int, _ first: Vector, _ second: Vector) {
          let at = index / side * taps + index % side
          place[at] += first.sum()
          if hasSecond { place[at + work.inputs * taps] += second.sum() }
        }
        add(first, sums.a0, sums.b0)
        if first + 1 <= last { add(first + 1, sums.a1, sums.b1) }
        if first + 2 <= last { add(first + 2, sums.a2, sums.b2) }
        if first + 3 <= last { add(first + 3, sums.a3, sums.b3) }
        if first + 4 <= last { add(first + 4, sums.a4, sums.b4) }
        if first + 5 <= last { add(first + 5, sums.a5, sums.b5) }
      }
    }
  }
}

/// Adds a strip's share to the gradient of a convolution's bias: the sum over pixels and lanes.
@inline(never)
public func accumulateBiasGradient(_ work: BiasGradient) {
  let outputs = UnsafeRawPointer(work.outputGradient.start).assumingMemoryBound(to: Vector.self)
  for output in 0..<work.outputs {
    var sum = Vector()
    for row in 0..<work.rows {
      let y =
        outputs + output * work.outputGradient.channelStride + row * work.outputGradient.rowStride
      for column in 0..<work.columns { sum += y[column] }
    }
    work.gradient[output] += sum.sum()
  }
}

/// Sums over pixels of two gradients times six inputs.
private struct DotProducts {
  var a0 = Vector()
  var a1 = Vector()
  var a2 = Vector()
  var a3 = Vector()
  var a4 = Vector()
  var a5 = Vector()
  var b0 = Vector()
  var b1 = Vector()
  var b2 = Vector()
  var b3 = Vector()
  var b4 = Vector()
  var b5 = Vector()
}

@inline(__always)
private func dotProducts(
  _ work: FilterGradient, _ y0: UnsafePointer<Vector>, _ y1: UnsafePointer<Vector>,
  _ x: UnsafePointer<Vector>, offsets: (Int, Int, Int, Int, Int, Int), stride: Int
) -> DotProducts {
  let xRowStride = stride * work.panel.rowStride
  var sums = DotProducts()
  for row in 0..<work.rows {
    let first = y0 + row * work.outputGradient.rowStride
    let second = y1 + row * work.outputGradient.rowStride
    let x0 = x + row * xRowStride + offsets.0
    let x1 = x + row * xRowStride + offsets.1
    let x2 = x + row * xRowStride + offsets.2
    let x3 = x + row * xRowStride + offsets.3
    let x4 = x + row * xRowStride + offsets.4
    let x5 = x + row * xRowStride + offsets.5
    for column in 0..<work.columns {
      let g = first[column]
      let h = second[column]
      let v0 = x0[column * stride]
      sums.a0.multiplyAdd(v0, g)
      sums.b0.multiplyAdd(v0, h)
      let v1 = x1[column * stride]
      sums.a1.multiplyAdd(v1, g)
      sums.b1.multiplyAdd(v1, h)
      let v2 = x2[column * stride]
      sums.a2.multiplyAdd(v2, g)
      sums.b2.multiplyAdd(v2, h)
      let v3 = x3[column * stride]
      sums.a3.multiplyAdd(v3, g)
      sums.b3.multiplyAdd(v3, h)
      let v4 = x4[column * stride]
      sums.a4.multiplyAdd(v4, g)
      sums.b4.multiplyAdd(v4, h)
      let v5 = x5[column * stride]
      sums.a5.multiplyAdd(v5, g)
      sums.b5.multiplyAdd(v5, h)
    }
  }
  return sums
}
