import Foundation
import KernelArguments
import Networks
import Oracle
import Testing

/// The activations value by value, over all that a float can be.
struct ActivationTests {
  /// What a kernel makes of numbers.
  private func results(
    _ activation: Activation, _ x: [Float], _ instructionSet: InstructionSet
  ) -> [Float] {
    var trial = Trial(instructionSet, seed: 1)
    let pixels = (x.count - 1) / trial.lanes + 1
    var images = Images(trial.lanes, 1, 1, pixels)
    for index in x.indices {
      images[index % trial.lanes, 0, 0, index / trial.lanes] = Double(x[index])
    }
    let strip = Strip(firstRow: 0, rows: 1, height: 1, width: pixels)
    let panel = trial.output(1, 1, pixels)
    trial.kernels.readPanel(
      PanelReading(
        source: trial.input(images).view, channels: 1, strip: strip, border: 0, trailing: 0,
        normalization: nil, activation: activation, panel: panel.view))
    trial.expectInputsUntouched()
    return x.indices.map { panel[$0 % trial.lanes, 0, 0, $0 / trial.lanes] }
  }

  /// Both signs of every hundredth part of a power of two, from the smallest normal number to the
  /// largest, and closer where the functions bend.
  private static let numbers: [Float] = {
    var numbers: [Float] = [0, .infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude]
    for exponent in -126...127 {
      for part in 0..<100 { numbers.append(scalbn(1 + Float(part) / 100, exponent)) }
    }
    for step in 1..<20_000 { numbers.append(Float(step) / 200) }
    return numbers + numbers.map { -$0 }
  }()

  @Test(arguments: Trial.instructionSets)
  func hyperbolicTangent(instructionSet: InstructionSet) {
    let results = results(.tanh, Self.numbers, instructionSet)
    var largest = 0.0
    for (x, y) in zip(Self.numbers, results) {
      let expected = tanh(Double(x))
      #expect(y.isFinite && abs(y) <= 1)
      // Below the normal numbers there is no relative precision.
      guard abs(expected) > 0x1p-126 else { continue }
      largest = max(largest, abs(Double(y) / expected - 1))
    }
    #expect(largest < 3 * 0x1p-23)
  }

  @Test(arguments: Trial.instructionSets)
  func sigmoid(instructionSet: InstructionSet) {
    let results = results(.sigmoid, Self.numbers, instructionSet)
    var largest = 0.0
    for (x, y) in zip(Self.numbers, results) {
      let expected = 1 / (1 + exp(-Double(x)))
      #expect(y >= 0 && y <= 1)
      // From −88 down it stays at a value that is hardly a normal number any more.
      if x < -87 {
        #expect(y < 0x1p-125)
      } else {
        largest = max(largest, abs(Double(y) / expected - 1))
      }
    }
    #expect(largest < 3 * 0x1p-23)
  }

  @Test(arguments: Trial.instructionSets)
  func rectification(instructionSet: InstructionSet) {
    let results = results(.relu, Self.numbers, instructionSet)
    #expect(zip(Self.numbers, results).allSatisfy { max($0, 0) == $1 })
  }

  /// A run stops at a number that is not finite, which therefore must not vanish on its way.
  @Test(arguments: Trial.instructionSets)
  func whatIsNotANumberStays(instructionSet: InstructionSet) {
    for activation in Activation.allCases {
      for value in results(activation, [.nan, -.nan, .signalingNaN], instructionSet) {
        #expect(value.isNaN, "\(activation)")
      }
    }
  }
}
