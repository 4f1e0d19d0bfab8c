import Networks
import Testing

/// Counts that are known: the paper's, torchvision's and those of He et al.'s networks.
struct ParameterCountTests {
  private func count(_ family: Architecture.Family, classes: Int = 10) -> Int {
    NetworkConfiguration(
      Architecture(family), input: ImageShape(channels: 3, height: 224, width: 224),
      classes: classes
    ).parameterCount
  }

  /// Three blocks, ten classes, three colours.
  @Test(arguments: [
    (depth: 22, growthRate: 8, isCompressed: true, count: 32_606),
    (22, 12, true, 71_686), (40, 12, true, 176_122), (40, 36, true, 1_542_682),
    (40, 48, true, 2_733_130), (40, 60, true, 4_261_690), (100, 12, true, 769_162),
    (190, 40, true, 25_624_430), (250, 24, true, 15_324_406), (40, 12, false, 1_019_722),
    (100, 12, false, 6_979_642), (100, 24, false, 27_249_082),
  ])
  func denseNets(depth: Int, growthRate: Int, isCompressed: Bool, expected: Int) {
    let layers = (depth - 4) / (isCompressed ? 6 : 3)
    let structure = DenseNetStructure(
      blocks: [layers, layers, layers], growthRate: growthRate, hasBottleneck: isCompressed,
      compression: isCompressed ? 0.5 : 1, initialChannels: isCompressed ? 2 * growthRate : 16)
    #expect(structure.depth == depth)
    #expect(count(.densenet(structure)) == expected)
  }

  @Test(arguments: [(121, 7_978_856), (169, 14_149_480), (201, 20_013_928), (161, 28_681_000)])
  func imagenetDenseNets(depth: Int, expected: Int) throws {
    let structure = try #require(DenseNetStructure(imagenetDepth: depth))
    #expect(structure.depth == depth)
    #expect(structure.name == "DenseNet-\(depth)")
    #expect(count(.densenet(structure), classes: 1000) == expected)
  }

  /// As PyTorch counts them in the networks that the reference files are made with, projections
  /// included.
  @Test(arguments: [(8, 78_042, 75_290), (20, 272_474, 269_722), (110, 1_730_714, 1_727_962)])
  func residualAndPlain(depth: Int, residual: Int, plain: Int) throws {
    let structure = try #require(ResidualStructure(depth: depth))
    #expect(structure.depth == depth)
    #expect(count(.resnet(structure)) == residual)
    #expect(count(.plain(structure)) == plain)
  }
}
