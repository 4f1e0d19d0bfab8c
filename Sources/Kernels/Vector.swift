/// The same pixel of 8 or 16 images. Wider than the machine's registers it would lose a quarter of
/// the speed, so each instruction set has its own width.
#if WIDE
  typealias Vector = SIMD16<Float>
  typealias IntegerVector = SIMD16<Int32>
  typealias UnsignedVector = SIMD16<UInt32>
#else
  typealias Vector = SIMD8<Float>
  typealias IntegerVector = SIMD8<Int32>
  typealias UnsignedVector = SIMD8<UInt32>
#endif

/// Images that one vector holds.
public let vectorLanes = Vector.scalarCount

#if FMA
  /// Whether a multiplication and an addition are one operation, rounded once: they are.
  public let fusesMultiplyAdd = true
#else
  /// Whether a multiplication and an addition are one operation, rounded once: they are not.
  public let fusesMultiplyAdd = false
#endif

/// One in the lanes that hold images, zero in the others.
@inline(__always)
func liveMask(_ lanes: Int) -> Vector {
  var mask = Vector()
  for lane in 0..<min(lanes, Vector.scalarCount) { mask[lane] = 1 }
  return mask
}
