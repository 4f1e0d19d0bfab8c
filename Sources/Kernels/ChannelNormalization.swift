import KernelArguments

/// What a norm does to a channel, `scale · x + shift`; without a norm 1 and 0.
func scaleAndShift(_ normalization: ChannelNormalization?, _ channel: Int) -> (Vector, Vector) {
  guard let normalization else { return (Vector(repeating: 1), Vector()) }
  return (
    Vector(repeating: normalization.scale[channel]), Vector(repeating: normalization.shift[channel])
  )
}
