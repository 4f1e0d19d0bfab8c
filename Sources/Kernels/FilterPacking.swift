import KernelArguments

/// Brings filters into the order in which `convolve` reads them.
@inline(never)
public func packFilters(_ work: FilterPacking) {
  let taps = work.side * work.side
  let outputs = work.isTransposed ? work.inputs : work.outputs
  let inputs = work.isTransposed ? work.outputs : work.inputs
  let width = FilterPacking.blockWidth(outputs: outputs)
  var place = work.packed
  for first in stride(from: 0, to: outputs, by: width) {
    for input in 0..<inputs {
      for tap in 0..<taps {
        for output in first..<first + width {
          if output >= outputs {
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
