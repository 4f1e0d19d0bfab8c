import KernelArguments

/// Copies windows: `windows[c · side² + t][x] = panel[c][t.row][x · stride + t.column]`.
@inline(never)
public func gatherWindows(_ work: WindowGathering) {
  let panel = UnsafeRawPointer(work.panel.start).assumingMemoryBound(to: Vector.self)
  var windows = UnsafeMutableRawPointer(work.windows.start).assumingMemoryBound(to: Vector.self)
  for input in 0..<work.inputs {
    for row in 0..<work.side {
      let line = panel + input * work.panel.channelStride + row * work.panel.rowStride
      for tap in 0..<work.side {
        let x = line + tap
        if work.stride == 1 {
          for column in 0..<work.columns { windows[column] = x[column] }
        } else {
          for column in 0..<work.columns { windows[column] = x[column * work.stride] }
        }
        windows += work.windows.channelStride
      }
    }
  }
}
