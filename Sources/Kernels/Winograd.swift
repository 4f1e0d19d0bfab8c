import KernelArguments

// Winograd's minimal filtering (Lavin and Gray 2015): 4×4 outputs of a 3×3 filter are
//
//     Aᵀ [ (G g Gᵀ) ⊙ (Bᵀ d B) ] A
//
// where d are 6×6 inputs and g is the filter, so that a convolution becomes 36 matrix products over
// tiles, one for each frequency. The gradient of the filter is Gᵀ [ (A e Aᵀ) ⊙ (Bᵀ d B) ] G for the
// gradient e of the outputs; that of the inputs is a convolution again.
//
// The matrices interpolate polynomials at 0, ±1/2, ±3/2 and ∞. The usual points 0, ±1, ±2 make
// three times the error, and these cost no more.

/// `frequencies = Bᵀ d B` for each window d of 6×6 pixels.
@inline(never)
public func transformInputs(_ work: TileTransform) {
  // Neighbouring windows share two of their columns.
  transform(work, columns: 4 * work.columns + 2) { d, stride in
    inputPoints(
      d[0], d[stride], d[2 * stride], d[3 * stride], d[4 * stride], d[5 * stride])
  }
}

/// `frequencies = A e Aᵀ` for each tile e of 4×4 pixels.
@inline(never)
public func transformOutputGradients(_ work: TileTransform) {
  transform(work, columns: 4 * work.columns) { e, stride in
    gradientPoints(e[0], e[stride], e[2 * stride], e[3 * stride])
  }
}

/// Takes the polynomials of a row of tiles at the six points, first down the columns of pixels, then
/// along the lines of what came out.
///
///     for each channel
///       for each row of tiles
///         for each column of pixels        6 or 4 of them become 6 points, in the nearest cache
///         for each tile
///           for each of 6 lines            6 points become 6 frequencies, each into its own matrix
///
/// No sums to speak of, but 36 stores for 16 pixels: in DenseNet-BC (100, 12) forward half the time
/// of the products that it feeds.
///
/// - Parameters:
///   - columns: columns of pixels that a row of tiles reads.
///   - points: six values from pixels a stride apart.
@inline(__always)
private func transform(
  _ work: TileTransform, columns: Int, points: (UnsafePointer<Vector>, _ stride: Int) -> SixPoints
) {
  let panel = UnsafeRawPointer(work.panel.start).assumingMemoryBound(to: Vector.self)
  let lines = UnsafeMutableRawPointer(work.scratch).assumingMemoryBound(to: Vector.self)
  let frequencies = UnsafeMutableRawPointer(work.frequencies.start)
    .assumingMemoryBound(to: Vector.self)
  let rowStride = work.panel.rowStride
  let planeStride = work.frequencies.planeStride
  for channel in 0..<work.channels {
    var tile = frequencies + channel * work.frequencies.channelStride
    for row in 0..<work.rows {
      let top = panel + channel * work.panel.channelStride + 4 * row * rowStride
      for column in 0..<columns {
        store(points(top + column, rowStride), lines + 6 * column, 1)
      }
      for column in 0..<work.columns {
        for line in 0..<6 {
          let values = points(lines + 24 * column + line, 6)
          store(values, tile + 6 * line * planeStride, planeStride)
        }
        tile += 1
      }
    }
  }
}

/// `Aᵀ m A` for each tile of frequencies m, as far as the map reaches.
///
///     for each channel
///       for each tile
///         for each of 6 lines              6 frequencies become 4 values, in the nearest cache
///         for each of 4 rows of pixels     6 values become 4 pixels
@inline(never)
public func assembleOutputs(_ work: TileAssembly) {
  let tiles = work.tiles
  let output = UnsafeMutableRawPointer(tiles.panel.start).assumingMemoryBound(to: Vector.self)
  let lines = UnsafeMutableRawPointer(tiles.scratch).assumingMemoryBound(to: Vector.self)
  let frequencies = UnsafeRawPointer(tiles.frequencies.start).assumingMemoryBound(to: Vector.self)
  let planeStride = tiles.frequencies.planeStride
  for channel in 0..<tiles.channels {
    var tile = frequencies + channel * tiles.frequencies.channelStride
    let bias = Vector(repeating: work.bias?[channel] ?? 0)
    for row in 0..<tiles.rows {
      for column in 0..<tiles.columns {
        for line in 0..<6 {
          let m = tile + line * planeStride
          let y = outputValues(
            m[0], m[6 * planeStride], m[12 * planeStride], m[18 * planeStride],
            m[24 * planeStride], m[30 * planeStride])
          lines[line] = y.0
          lines[6 + line] = y.1
          lines[12 + line] = y.2
          lines[18 + line] = y.3
        }
        let columns = work.width - 4 * column
        for line in 0..<min(4, work.height - 4 * row) {
          let m = lines + 6 * line
          let y = outputValues(m[0], m[1], m[2], m[3], m[4], m[5])
          let place =
            output + channel * tiles.panel.channelStride
            + (4 * row + line) * tiles.panel.rowStride + 4 * column
          place[0] = y.0 + bias
          if columns > 1 { place[1] = y.1 + bias }
          if columns > 2 { place[2] = y.2 + bias }
          if columns > 3 { place[3] = y.3 + bias }
        }
        tile += 1
      }
    }
  }
}

/// `packed = G g Gᵀ` for each filter g, in the order in which `multiply` reads the weights of each
/// frequency, `frequencyPacking.planeStride` floats apart. A vector holds a block of outputs.
@inline(never)
public func transformFilters(_ work: FilterPacking) {
  let packing = work.frequencyPacking
  let width = packing.blockWidth
  let planeStride = packing.planeStride
  for block in work.blocks {
    let first = block * width
    for input in 0..<work.packedInputs {
      func tap(_ row: Int, _ column: Int) -> Vector {
        var values = Vector()
        for lane in 0..<min(width, work.packedOutputs - first) {
          values[lane] =
            work.isTransposed
            ? work.filters[(input * work.inputs + first + lane) * 9 + 8 - 3 * row - column]
            : work.filters[((first + lane) * work.inputs + input) * 9 + 3 * row + column]
        }
        return values
      }
      let left = filterPoints(tap(0, 0), tap(1, 0), tap(2, 0))
      let middle = filterPoints(tap(0, 1), tap(1, 1), tap(2, 1))
      let right = filterPoints(tap(0, 2), tap(1, 2), tap(2, 2))
      let place = work.packed + packing.offset(output: first, input: input)
      // Near the end of a block a whole vector would reach into the next, another thread's perhaps.
      let isNearEnd = (work.packedInputs - input) * width < Vector.scalarCount
      func store(_ line: Int, _ a: Vector, _ b: Vector, _ c: Vector) {
        let u = filterPoints(a, b, c)
        func put(_ column: Int, _ value: Vector) {
          let at = place + (6 * line + column) * planeStride
          if isNearEnd {
            for lane in 0..<width { at[lane] = value[lane] }
          } else {
            // What the vector holds beyond this input is overwritten by the next.
            UnsafeMutableRawPointer(at).storeBytes(of: value, as: Vector.self)
          }
        }
        put(0, u.0)
        put(1, u.1)
        put(2, u.2)
        put(3, u.3)
        put(4, u.4)
        put(5, u.5)
      }
      store(0, left.0, middle.0, right.0)
      store(1, left.1, middle.1, right.1)
      store(2, left.2, middle.2, right.2)
      store(3, left.3, middle.3, right.3)
      store(4, left.4, middle.4, right.4)
      store(5, left.5, middle.5, right.5)
    }
  }
}

/// `gradient = Gᵀ s G` for the frequencies s of each filter's gradient.
@inline(never)
public func assembleFilterGradient(_ work: FilterGradientAssembly) {
  for first in stride(from: 0, to: work.count, by: Vector.scalarCount) {
    let count = min(Vector.scalarCount, work.count - first)
    func frequency(_ line: Int, _ column: Int) -> Vector {
      UnsafeRawPointer(work.frequencies + (6 * line + column) * work.planeStride + first)
        .loadUnaligned(as: Vector.self)
    }
    func column(_ index: Int) -> (Vector, Vector, Vector) {
      filterGradientTaps(
        frequency(0, index), frequency(1, index), frequency(2, index), frequency(3, index),
        frequency(4, index), frequency(5, index))
    }
    let columns = (column(0), column(1), column(2), column(3), column(4), column(5))
    func put(_ row: Int, _ taps: (Vector, Vector, Vector)) {
      for lane in 0..<count {
        let place = work.gradient + 9 * (first + lane) + 3 * row
        place[0] = taps.0[lane]
        place[1] = taps.1[lane]
        place[2] = taps.2[lane]
      }
    }
    put(
      0,
      filterGradientTaps(
        columns.0.0, columns.1.0, columns.2.0, columns.3.0, columns.4.0, columns.5.0))
    put(
      1,
      filterGradientTaps(
        columns.0.1, columns.1.1, columns.2.1, columns.3.1, columns.4.1, columns.5.1))
    put(
      2,
      filterGradientTaps(
        columns.0.2, columns.1.2, columns.2.2, columns.3.2, columns.4.2, columns.5.2))
  }
}

private typealias SixPoints = (Vector, Vector, Vector, Vector, Vector, Vector)

@inline(__always)
private func store(_ v: SixPoints, _ place: UnsafeMutablePointer<Vector>, _ stride: Int) {
  place[0] = v.0
  place[stride] = v.1
  place[2 * stride] = v.2
  place[3 * stride] = v.3
  place[4 * stride] = v.4
  place[5 * stride] = v.5
}

/// `a + b · factor`, as `multiplyAdd` in Products.swift.
@inline(__always)
private func sum(_ a: Vector, _ b: Vector, _ factor: Float) -> Vector {
  #if FMA
    a.addingProduct(b, Vector(repeating: factor))
  #else
    a + b * factor
  #endif
}

/// Bᵀ d.
@inline(__always)
private func inputPoints(
  _ d0: Vector, _ d1: Vector, _ d2: Vector, _ d3: Vector, _ d4: Vector, _ d5: Vector
) -> SixPoints {
  let (even1, odd1) = (sum(d4, d2, -2.25), sum(d3, d1, -2.25))
  let (even2, odd2) = (sum(d4, d2, -0.25), sum(d3, d1, -0.25))
  return (
    sum(sum(d4, d2, -2.5), d0, 0.5625), sum(even1, odd1, 0.5), sum(even1, odd1, -0.5),
    sum(even2, odd2, 1.5), sum(even2, odd2, -1.5), sum(sum(d5, d3, -2.5), d1, 0.5625)
  )
}

/// A e: the polynomial with the coefficients e at each point.
@inline(__always)
private func gradientPoints(_ e0: Vector, _ e1: Vector, _ e2: Vector, _ e3: Vector) -> SixPoints {
  let (even1, odd1) = (sum(e0, e2, 0.25), sum(e1, e3, 0.25))
  let (even2, odd2) = (sum(e0, e2, 2.25), sum(e1, e3, 2.25))
  return (
    e0, sum(even1, odd1, 0.5), sum(even1, odd1, -0.5), sum(even2, odd2, 1.5),
    sum(even2, odd2, -1.5), e3
  )
}

/// Aᵀ m.
@inline(__always)
private func outputValues(
  _ m0: Vector, _ m1: Vector, _ m2: Vector, _ m3: Vector, _ m4: Vector, _ m5: Vector
) -> (Vector, Vector, Vector, Vector) {
  let (sum1, difference1) = (m1 + m2, m1 - m2)
  let (sum2, difference2) = (m3 + m4, m3 - m4)
  return (
    m0 + sum1 + sum2, sum(difference1 * 0.5, difference2, 1.5), sum(sum1 * 0.25, sum2, 2.25),
    sum(sum(m5, difference1, 0.125), difference2, 3.375)
  )
}

/// G g.
@inline(__always)
private func filterPoints(_ g0: Vector, _ g1: Vector, _ g2: Vector) -> SixPoints {
  let even1 = sum(g0, g2, 0.25)
  let even2 = sum(g0, g2, 2.25) * (1 / 9)
  return (
    g0 * (16 / 9), sum(-even1, g1, -0.5), sum(-even1, g1, 0.5), sum(even2, g1, 1 / 6),
    sum(even2, g1, -1 / 6), g2
  )
}

/// Gᵀ s.
@inline(__always)
private func filterGradientTaps(
  _ s0: Vector, _ s1: Vector, _ s2: Vector, _ s3: Vector, _ s4: Vector, _ s5: Vector
) -> (Vector, Vector, Vector) {
  let (sum1, difference1) = (s1 + s2, s1 - s2)
  let (sum2, difference2) = (s3 + s4, s3 - s4)
  return (
    sum(sum(s0 * (16 / 9), sum1, -1), sum2, 1 / 9), sum(difference1 * -0.5, difference2, 1 / 6),
    sum(sum(s5, sum1, -0.25), sum2, 0.25)
  )
}
