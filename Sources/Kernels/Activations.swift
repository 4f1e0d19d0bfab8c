import KernelArguments

/// 1 / (1 + e⁻ˣ).
@inline(__always)
func logistic(_ x: Vector) -> Vector { 1 / (1 + exponential(-x)) }

/// The hyperbolic tangent to 2 units in the last place: a polynomial near 0, where 1 − 2 / (e²ˣ + 1)
/// would lose its digits (Moshier's Cephes library, `tanhf`).
@inline(__always)
func hyperbolicTangent(_ x: Vector) -> Vector {
  let magnitude = x.replacing(with: -x, where: x .< 0)
  let far = 1 - 2 / (exponential(magnitude * 2) + 1)
  let square = x * x
  var near = Vector(repeating: -5.704_988_727_45e-3)
  near = near * square + 2.063_908_879_54e-2
  near = near * square - 5.373_971_555_31e-2
  near = near * square + 1.333_144_220_36e-1
  near = near * square - 3.333_328_194_22e-1
  near = near * square * x + x
  let signed = far.replacing(with: -far, where: x .< 0)
  return near.replacing(with: signed, where: magnitude .>= 0.625)
}

/// eˣ to 2 units in the last place (Cephes, `expf`): eˣ = 2ⁿ · eʳ with |r| ≤ ln 2 / 2. What would
/// overflow or vanish stays at the largest and smallest power of two.
@inline(__always)
private func exponential(_ argument: Vector) -> Vector {
  var x = argument.replacing(with: 88, where: argument .> 88)
  x = x.replacing(with: -87, where: x .< -87)
  // Adding 1.5 · 2²³ rounds to an integer, which then stands in the lowest bits.
  let magic = Vector(repeating: 12_582_912)
  let shifted = x * 1.442_695_04 + magic
  let n = shifted - magic
  let r = x - n * 0.693_359_375 + n * 2.121_944_4e-4
  var sum = Vector(repeating: 1.987_569_15e-4)
  sum = sum * r + 1.398_199_950_7e-3
  sum = sum * r + 8.333_451_907_3e-3
  sum = sum * r + 4.166_579_589_4e-2
  sum = sum * r + 1.666_666_545_9e-1
  sum = sum * r + 5.000_000_120_1e-1
  sum = sum * r * r + r + 1
  let bits = unsafeBitCast(shifted, to: IntegerVector.self)
  let power = (bits &- unsafeBitCast(magic, to: IntegerVector.self) &+ 127) &<< 23
  return sum * unsafeBitCast(power, to: Vector.self)
}
