import KernelArguments

/// Brings filters into the order in which `multiply` reads them.
@inline(never)
public func packFilters(_ work: FilterPacking) {
  let taps = work.side * work.side
  let width = work.packing.blockWidth
  for block in work.blocks {
    let first = block * width
    var place = work.packed + block * work.packing.blockStride
    for input in 0..<work.packedInputs {
      for tap in 0..<taps {
        for output in first..<first + width {
          if output >= work.packedOutputs {
            place[0] = 0
          } else if work.isTransposed {
            place[0] = work.filters[(input * work.inputs + output) * taps + taps - 1 - tap]
          } else {
            place[0] = work.filters[(output * work.inputs + input) * taps + tap]
          }
          place += 1
        }
      }
    }
  }
}
