import CInstructions
import KernelArguments

// `multiplyAdd` stands here and not in a file of its own because debug builds inline across files in
// no module; Winograd.swift has one like it.

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

/// Weights times vectors: `output[o][x] = bias[o] + Σ_c weights[o][c] · input[c][x]`.
///
///     for each matrix
///       for each pair of columns              its inputs stay in the nearest cache
///         for each block of 6 or 4 outputs
///           for each chunk of 144 inputs      12 or 8 sums in registers
///             for each input                  2 loads, 6 or 4 broadcast weights; the next pair
///                                             of columns is on its way
///
/// Six channels by two columns keep 12 sums, 2 inputs and 1 weight in the 16 registers of AVX2. Long
/// sums lose digits: each chunk begins at zero, and the chunks are added. Without inputs there is one,
/// which is empty.
///
/// Of a Zen 3's peak, in training DenseNet-BC (100, 12) on two undisturbed threads: 87 % for 1×1
/// convolutions forward, 91 % for the gradient of the data, 74 % for both with Winograd's filtering,
/// whose sums of 12 and 24 products are short beside the loads and stores of 12 sums.
@inline(never)
public func multiply(_ work: Product) {
  let input = UnsafeRawPointer(work.input.start).assumingMemoryBound(to: Vector.self)
  let output = UnsafeMutableRawPointer(work.output.start).assumingMemoryBound(to: Vector.self)
  let width = work.packing.blockWidth
  let blockStride = work.packing.blockStride
  for plane in 0..<work.planes {
    var column = 0
    while column < work.columns {
      var weights = work.weights + plane * work.weightPlaneStride
      var first = 0
      while first < work.outputs {
        let tile = Tile(
          input: input + plane * work.input.planeStride + column, inputs: work.inputs,
          inputStride: work.input.channelStride, weights: weights,
          bias: work.bias.map { $0 + first }, accumulates: work.accumulates,
          output: output + plane * work.output.planeStride + first * work.output.channelStride
            + column,
          outputStride: work.output.channelStride, outputs: min(width, work.outputs - first),
          hasSecond: column + 1 < work.columns)
        if width == 6 { tile.computeSix() } else { tile.computeFour() }
        first += width
        weights += blockStride
      }
      column += 2
    }
  }
}

/// Two columns of one block of outputs.
private struct Tile {
  var input: UnsafePointer<Vector>
  var inputs: Int
  var inputStride: Int
  var weights: UnsafePointer<Float>
  var bias: UnsafePointer<Float>?
  var accumulates: Bool
  var output: UnsafeMutablePointer<Vector>
  var outputStride: Int
  /// Outputs of the block that exist: the last block may be filled up with zeros.
  var outputs: Int
  /// Whether the second column exists.
  var hasSecond: Bool

  /// Products that are added in one go.
  @inline(__always)
  var chunk: Int { 144 }

  @inline(__always)
  func start(_ index: Int, isFirst: Bool) -> Vector {
    guard isFirst, let bias else { return Vector() }
    return Vector(repeating: bias[index])
  }

  /// Writes the sums of the first chunk, adds those of the others.
  @inline(__always)
  func store(_ index: Int, _ first: Vector, _ second: Vector, isFirst: Bool) {
    if index < outputs {
      let place = output + index * outputStride
      let overwrites = isFirst && !accumulates
      place[0] = overwrites ? first : place[0] + first
      if hasSecond { place[1] = overwrites ? second : place[1] + second }
    }
  }

  @inline(__always)
  func computeSix() {
    var weight = weights
    var x = input
    var first = 0
    repeat {
      let isFirst = first == 0
      var a0 = start(0, isFirst: isFirst)
      var a1 = start(1, isFirst: isFirst)
      var a2 = start(2, isFirst: isFirst)
      var a3 = start(3, isFirst: isFirst)
      var a4 = start(4, isFirst: isFirst)
      var a5 = start(5, isFirst: isFirst)
      var b0 = a0
      var b1 = a1
      var b2 = a2
      var b3 = a3
      var b4 = a4
      var b5 = a5
      for _ in 0..<min(chunk, inputs - first) {
        let p = x[0]
        let q = x[1]
        prefetchPair(x + 2)
        let w0 = Vector(repeating: weight[0])
        a0.multiplyAdd(p, w0)
        b0.multiplyAdd(q, w0)
        let w1 = Vector(repeating: weight[1])
        a1.multiplyAdd(p, w1)
        b1.multiplyAdd(q, w1)
        let w2 = Vector(repeating: weight[2])
        a2.multiplyAdd(p, w2)
        b2.multiplyAdd(q, w2)
        let w3 = Vector(repeating: weight[3])
        a3.multiplyAdd(p, w3)
        b3.multiplyAdd(q, w3)
        let w4 = Vector(repeating: weight[4])
        a4.multiplyAdd(p, w4)
        b4.multiplyAdd(q, w4)
        let w5 = Vector(repeating: weight[5])
        a5.multiplyAdd(p, w5)
        b5.multiplyAdd(q, w5)
        weight += 6
        x += inputStride
      }
      store(0, a0, b0, isFirst: isFirst)
      store(1, a1, b1, isFirst: isFirst)
      store(2, a2, b2, isFirst: isFirst)
      store(3, a3, b3, isFirst: isFirst)
      store(4, a4, b4, isFirst: isFirst)
      store(5, a5, b5, isFirst: isFirst)
      first += chunk
    } while first < inputs
  }

  @inline(__always)
  func computeFour() {
    var weight = weights
    var x = input
    var first = 0
    repeat {
      let isFirst = first == 0
      var a0 = start(0, isFirst: isFirst)
      var a1 = start(1, isFirst: isFirst)
      var a2 = start(2, isFirst: isFirst)
      var a3 = start(3, isFirst: isFirst)
      var b0 = a0
      var b1 = a1
      var b2 = a2
      var b3 = a3
      for _ in 0..<min(chunk, inputs - first) {
        let p = x[0]
        let q = x[1]
        prefetchPair(x + 2)
        let w0 = Vector(repeating: weight[0])
        a0.multiplyAdd(p, w0)
        b0.multiplyAdd(q, w0)
        let w1 = Vector(repeating: weight[1])
        a1.multiplyAdd(p, w1)
        b1.multiplyAdd(q, w1)
        let w2 = Vector(repeating: weight[2])
        a2.multiplyAdd(p, w2)
        b2.multiplyAdd(q, w2)
        let w3 = Vector(repeating: weight[3])
        a3.multiplyAdd(p, w3)
        b3.multiplyAdd(q, w3)
        weight += 4
        x += inputStride
      }
      store(0, a0, b0, isFirst: isFirst)
      store(1, a1, b1, isFirst: isFirst)
      store(2, a2, b2, isFirst: isFirst)
      store(3, a3, b3, isFirst: isFirst)
      first += chunk
    } while first < inputs
  }
}

/// The gradient of a product's weights:
/// `gradient[o][c] += Σ_x Σ_lane outputGradient[o][x] · input[c][x]`.
///
///     for each matrix
///       for each 12 outputs              their gradient stays in the nearest cache
///         for each 4 inputs
///           for each 3 outputs           12 sums in registers
///             for each column            7 loads
///             the lanes of 12 sums are added, 4 sums at a time
///
/// Of the peak, measured as for `multiply`: 87 % for 1×1 convolutions, 68 % with Winograd's filtering,
/// where a sum has 8 to 16 columns and adding its lanes weighs more.
@inline(never)
public func accumulateWeightGradient(_ work: WeightGradient) {
  let inputs = UnsafeRawPointer(work.input.start).assumingMemoryBound(to: Vector.self)
  let outputs = UnsafeRawPointer(work.outputGradient.start).assumingMemoryBound(to: Vector.self)
  for plane in 0..<work.planes {
    let x = inputs + plane * work.input.planeStride
    let y = outputs + plane * work.outputGradient.planeStride
    let gradient = work.gradient + plane * work.planeStride
    for block in stride(from: 0, to: work.outputs, by: 12) {
      var input = 0
      while input < work.inputs {
        var output = block
        while output < min(block + 12, work.outputs) {
          addDotProducts(work, x, y, output: output, input: input, to: gradient)
          output += 3
        }
        input += 4
      }
    }
  }
}

/// Three outputs by four inputs. Beyond the last channel the last is read again, and its sums are
/// dropped.
@inline(__always)
private func addDotProducts(
  _ work: WeightGradient, _ x: UnsafePointer<Vector>, _ y: UnsafePointer<Vector>,
  output: Int, input: Int, to gradient: UnsafeMutablePointer<Float>
) {
  let lastInput = work.inputs - 1 - input
  let lastOutput = work.outputs - 1 - output
  let x0 = x + input * work.input.channelStride
  let x1 = x0 + min(1, lastInput) * work.input.channelStride
  let x2 = x0 + min(2, lastInput) * work.input.channelStride
  let x3 = x0 + min(3, lastInput) * work.input.channelStride
  let y0 = y + output * work.outputGradient.channelStride
  let y1 = y0 + min(1, lastOutput) * work.outputGradient.channelStride
  let y2 = y0 + min(2, lastOutput) * work.outputGradient.channelStride
  var a0 = Vector()
  var a1 = Vector()
  var a2 = Vector()
  var a3 = Vector()
  var b0 = Vector()
  var b1 = Vector()
  var b2 = Vector()
  var b3 = Vector()
  var c0 = Vector()
  var c1 = Vector()
  var c2 = Vector()
  var c3 = Vector()
  for column in 0..<work.columns {
    let p = y0[column]
    let q = y1[column]
    let r = y2[column]
    let v0 = x0[column]
    a0.multiplyAdd(v0, p)
    b0.multiplyAdd(v0, q)
    c0.multiplyAdd(v0, r)
    let v1 = x1[column]
    a1.multiplyAdd(v1, p)
    b1.multiplyAdd(v1, q)
    c1.multiplyAdd(v1, r)
    let v2 = x2[column]
    a2.multiplyAdd(v2, p)
    b2.multiplyAdd(v2, q)
    c2.multiplyAdd(v2, r)
    let v3 = x3[column]
    a3.multiplyAdd(v3, p)
    b3.multiplyAdd(v3, q)
    c3.multiplyAdd(v3, r)
  }
  let place = gradient + output * work.rowStride + input
  let count = lastInput + 1
  add(laneSums(a0, a1, a2, a3), to: place, count: count)
  if lastOutput >= 1 { add(laneSums(b0, b1, b2, b3), to: place + work.rowStride, count: count) }
  if lastOutput >= 2 {
    add(laneSums(c0, c1, c2, c3), to: place + 2 * work.rowStride, count: count)
  }
}

@inline(__always)
private func add(_ sums: SIMD4<Float>, to place: UnsafeMutablePointer<Float>, count: Int) {
  if count >= 4 {
    let raw = UnsafeMutableRawPointer(place)
    raw.storeBytes(of: raw.loadUnaligned(as: SIMD4<Float>.self) + sums, as: SIMD4<Float>.self)
  } else {
    for index in 0..<count { place[index] += sums[index] }
  }
}

/// The sum of each vector's lanes: as many lanes as one instruction deals with are left, then pairs of
/// neighbours are added.
@inline(__always)
private func laneSums(_ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector) -> SIMD4<Float> {
  #if FMA && arch(x86_64)
    return sumsOfLanes(narrowed(a), narrowed(b), narrowed(c), narrowed(d))
  #else
    let ab = SIMD8(lowHalf: a.lowHalf + a.highHalf, highHalf: b.lowHalf + b.highHalf)
    let cd = SIMD8(lowHalf: c.lowHalf + c.highHalf, highHalf: d.lowHalf + d.highHalf)
    let pairs = SIMD8(lowHalf: ab.evenHalf + ab.oddHalf, highHalf: cd.evenHalf + cd.oddHalf)
    return pairs.evenHalf + pairs.oddHalf
  #endif
}

@inline(__always)
private func narrowed(_ vector: Vector) -> SIMD8<Float> {
  #if WIDE
    return vector.lowHalf + vector.highHalf
  #else
    return vector
  #endif
}

/// Adds a strip's share to the gradient of a bias: the sum over columns and lanes.
@inline(never)
public func accumulateBiasGradient(_ work: BiasGradient) {
  let outputs = UnsafeRawPointer(work.outputGradient.start).assumingMemoryBound(to: Vector.self)
  for output in 0..<work.outputs {
    let y = outputs + output * work.outputGradient.channelStride
    var sum = Vector()
    for column in 0..<work.columns { sum += y[column] }
    work.gradient[output] += sum.sum()
  }
}

/// Multiplies and adds in registers alone, as fast as the machine can: the peak that kernels are held
/// against. Returns a value that depends on all of it.
///
/// - Parameter rounds: how often; each is 12 vectors times multiplication and addition.
@inline(never)
public func multiplyRegisters(_ rounds: Int) -> Float {
  let x = Vector(repeating: 0.999)
  let y = Vector(repeating: 0.001)
  var a0 = Vector(repeating: 1)
  var (a1, a2, a3, a4, a5) = (a0 * 2, a0 * 3, a0 * 4, a0 * 5, a0 * 6)
  var (a6, a7, a8, a9, a10, a11) = (a0 * 7, a0 * 8, a0 * 9, a0 * 10, a0 * 11, a0 * 12)
  for _ in 0..<rounds {
    var (b0, b1, b2, b3, b4, b5) = (y, y, y, y, y, y)
    var (b6, b7, b8, b9, b10, b11) = (y, y, y, y, y, y)
    b0.multiplyAdd(a0, x)
    b1.multiplyAdd(a1, x)
    b2.multiplyAdd(a2, x)
    b3.multiplyAdd(a3, x)
    b4.multiplyAdd(a4, x)
    b5.multiplyAdd(a5, x)
    b6.multiplyAdd(a6, x)
    b7.multiplyAdd(a7, x)
    b8.multiplyAdd(a8, x)
    b9.multiplyAdd(a9, x)
    b10.multiplyAdd(a10, x)
    b11.multiplyAdd(a11, x)
    (a0, a1, a2, a3, a4, a5) = (b0, b1, b2, b3, b4, b5)
    (a6, a7, a8, a9, a10, a11) = (b6, b7, b8, b9, b10, b11)
  }
  let sums = a0 + a1 + a2 + a3 + a4 + a5
  return (sums + a6 + a7 + a8 + a9 + a10 + a11).sum()
}
