import Dispatch
import Synchronization

/// The batches of a run: the next one is made on another thread while the network computes with the one
/// before, so that reading and changing images takes no time from training.
///
/// Whether a batch was made before it was asked for changes nothing: it follows from the order and the batch
/// size that it is asked for with, and where that is another one than was expected, it is made then.
public final class BatchLoader {
  private let dataset: Dataset
  private let augmentation: Augmentation
  private let seed: UInt64
  private let queue = DispatchQueue(label: "densenet-explorer.batches", qos: .userInitiated)
  private var expected: Expected?

  /// A batch, and the order as it is after its draw.
  private typealias Drawn = (batch: Batch, draw: SampleDraw, order: SampleOrder)

  /// The batch that will be asked for next, if nothing changes.
  private final class Expected: Sendable {
    let order: SampleOrder
    let batchSize: Int
    private let result = Mutex<Result<Drawn, DatasetError>?>(nil)
    private let isMade = DispatchSemaphore(value: 0)

    init(_ order: SampleOrder, batchSize: Int) {
      self.order = order
      self.batchSize = batchSize
    }

    func make(_ draw: (SampleOrder, Int) throws(DatasetError) -> Drawn) {
      let made: Result<Drawn, DatasetError>
      do throws(DatasetError) {
        made = .success(try draw(order, batchSize))
      } catch {
        made = .failure(error)
      }
      result.withLock { $0 = made }
      isMade.signal()
    }

    /// Waits for it; `nil` where it is not what is asked for.
    func take(_ order: SampleOrder, batchSize: Int) -> Result<Drawn, DatasetError>? {
      guard order == self.order, batchSize == self.batchSize else { return nil }
      isMade.wait()
      return result.withLock { $0 }
    }
  }

  /// Makes the batches of a data set's training part.
  /// - Parameters:
  ///   - augmentation: what is done to images.
  ///   - seed: the run's.
  public init(_ dataset: Dataset, augmentation: Augmentation, seed: UInt64) {
    self.dataset = dataset
    self.augmentation = augmentation
    self.seed = seed
  }

  /// Draws the next batch, and begins to make the one after it.
  /// - Parameter order: the position in the data, which moves on.
  /// - Throws: where images are read from a file and that fails; the order then stays.
  public func next(
    _ order: inout SampleOrder, batchSize: Int
  ) throws(DatasetError) -> (batch: Batch, draw: SampleDraw) {
    let drawn: Drawn
    let made = expected?.take(order, batchSize: batchSize)
    // One that failed is tried anew.
    expected = nil
    if let made {
      drawn = try made.get()
    } else {
      drawn = try Self.draw(order, batchSize, dataset, augmentation, seed)
    }
    order = drawn.order
    let next = Expected(order, batchSize: batchSize)
    expected = next
    queue.async { [dataset, augmentation, seed] in
      next.make { (order, batchSize) throws(DatasetError) in
        try Self.draw(order, batchSize, dataset, augmentation, seed)
      }
    }
    return (drawn.batch, drawn.draw)
  }

  /// The batch that `next` would give, which stays the next one.
  public func peek(
    _ order: SampleOrder, batchSize: Int
  ) throws(DatasetError) -> (batch: Batch, order: SampleOrder) {
    let drawn = try Self.draw(order, batchSize, dataset, augmentation, seed)
    return (drawn.batch, drawn.order)
  }

  /// A batch that was drawn before, once more.
  public func again(_ draw: SampleDraw) throws(DatasetError) -> Batch {
    try dataset.batch(draw, augmentation: augmentation, seed: seed)
  }

  private static func draw(
    _ order: SampleOrder, _ batchSize: Int, _ dataset: Dataset, _ augmentation: Augmentation,
    _ seed: UInt64
  ) throws(DatasetError) -> Drawn {
    var order = order
    let draw = order.draw(batchSize)
    return (try dataset.batch(draw, augmentation: augmentation, seed: seed), draw, order)
  }
}
