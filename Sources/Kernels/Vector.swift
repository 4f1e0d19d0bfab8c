/// The same pixel of 8 or 16 images. Wider than the machine's registers it would lose a quarter of
/// the speed, so each instruction set has its own width.
#if WIDE
  typealias Vector = SIMD16<Float>
#else
  typealias Vector = SIMD8<Float>
#endif

/// Images that one vector holds.
public let vectorLanes = Vector.scalarCount
