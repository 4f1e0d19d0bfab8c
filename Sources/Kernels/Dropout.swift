import KernelArguments

/// Sets values to zero where a hash of key and place falls under the rate, and scales the others by
/// 1 / (1 − rate).
@inline(never)
public func maskDropout(_ work: DropoutMasking) {
  let maps = UnsafeMutableRawPointer(work.maps.start).assumingMemoryBound(to: Vector.self)
  let threshold = UnsignedVector(repeating: UInt32(work.rate * 0x1p32))
  let factor = Vector(repeating: Float(1 / (1 - work.rate)))
  var images = UnsignedVector()
  for lane in 0..<Vector.scalarCount {
    images[lane] = UInt32(
      truncatingIfNeeded: (work.firstImage + lane) * work.channels * work.pixels)
  }
  for channel in 0..<work.channels {
    for row in 0..<work.rows {
      let place =
        maps + channel * work.maps.channelStride + row * work.stride * work.maps.rowStride
      let first = channel * work.pixels + work.firstPixel + row * work.columns
      for column in 0..<work.columns {
        let index = images &+ UInt32(truncatingIfNeeded: first + column)
        let isDropped = mixed(index, work.key) .< threshold
        let at = column * work.stride
        place[at] = (place[at] * factor).replacing(with: 0, where: isDropped)
      }
    }
  }
}

/// MurmurHash3's last step, which lets every bit depend on every other; twice, so that neighbouring
/// keys give unrelated masks.
@inline(__always)
private func mixed(_ index: UnsignedVector, _ key: UInt32) -> UnsignedVector {
  var h = index &* 0x9E37_79B1 ^ UnsignedVector(repeating: key)
  for _ in 0..<2 {
    h ^= h &>> 16
    h = h &* 0x85EB_CA6B
    h ^= h &>> 13
    h = h &* 0xC2B2_AE35
    h ^= h &>> 16
  }
  return h
}
