import KernelArguments
import Networks
import Oracle
import Testing

/// 3×3 convolutions and their gradients by way of Winograd's frequencies.
struct WinogradTests {
  /// Calls `body` for trials and, each time, for the sizes of a map: the trial's own, and a pixel
  /// alone in its tile.
  private func forEachMap(
    _ instructionSet: InstructionSet,
    _ body: (Convolution, _ height: Int, _ width: Int, inout Trial) -> Void
  ) {
    for var trial in Trial.drawn(instructionSet) {
      for (height, width) in [(trial.height, trial.width), (1, 1)] {
        let layer = Convolution(
          outputs: trial.outputs, inputs: trial.inputs, side: 3,
          filters: trial.numbers(trial.outputs * trial.inputs * 9),
          bias: trial.flag() ? trial.numbers(trial.outputs) : nil)
        body(layer, height, width, &trial)
        trial.expectInputsUntouched()
      }
    }
  }

  @Test(arguments: Trial.instructionSets)
  func forward(instructionSet: InstructionSet) {
    forEachMap(instructionSet) { layer, height, width, trial in
      let x = trial.random(trial.inputs, height: height, width: width)
      trial.convolveByTiles(x, layer, isTransposed: false).expect(layer.forward(x))
    }
  }

  @Test(arguments: Trial.instructionSets)
  func inputGradient(instructionSet: InstructionSet) {
    forEachMap(instructionSet) { layer, height, width, trial in
      let x = trial.random(trial.inputs, height: height, width: width)
      let dy = trial.random(trial.outputs, height: height, width: width)
      trial.convolveByTiles(dy, layer, isTransposed: true).expect(layer.backward(x, dy).input)
    }
  }

  @Test(arguments: Trial.instructionSets)
  func filterGradient(instructionSet: InstructionSet) {
    forEachMap(instructionSet) { layer, height, width, trial in
      let x = trial.random(trial.inputs, height: height, width: width)
      // Lanes without images have no gradient.
      let dy = trial.random(trial.outputs, height: height, width: width)
        .keeping(images: trial.images)
      trial.filterGradientByTiles(x, dy).expect(layer.backward(x, dy).filters)
    }
  }

  /// A run stops at a number that is not finite: it must get everywhere where a convolution takes
  /// it, at most into whole tiles and filters, and never into another image.
  @Test(arguments: Trial.instructionSets)
  func whatIsNotANumberStays(instructionSet: InstructionSet) {
    forEachMap(instructionSet) { layer, height, width, trial in
      var x = trial.random(trial.inputs, height: height, width: width)
      trial.spoil(&x)
      let y = layer.forward(x)
      var spoiledTiles = Images(x.count, layer.outputs, (height + 3) / 4, (width + 3) / 4)
      y.forEachPlace { lane, output, row, column in
        guard y[lane, output, row, column].isNaN else { return }
        spoiledTiles[lane, output, row / 4, column / 4] = 1
      }
      let output = trial.convolveByTiles(x, layer, isTransposed: false)
      output.expect { lane, channel, row, column in
        spoiledTiles[lane, channel, row / 4, column / 4] > 0
          && output[lane, channel, row, column].isNaN ? .nan : y[lane, channel, row, column]
      }
      let dy = trial.random(trial.outputs, height: height, width: width)
      let expected = layer.backward(x, dy).filters
      let gradient = trial.filterGradientByTiles(x, dy)
      gradient.expect(
        expected.indices.map { index in
          expected[index / 9 * 9..<index / 9 * 9 + 9].contains(where: \.isNaN)
            && gradient.values[index].isNaN ? .nan : expected[index]
        })
    }
  }
}
