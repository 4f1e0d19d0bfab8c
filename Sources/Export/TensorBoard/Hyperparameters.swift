import Channel
import Foundation
import Training

// TensorBoard's hparams plugin: tensorboard/plugins/hparams/plugin_data.proto. What it keeps stands in the
// metadata of values with tags of their own.
extension SummaryValue {
  private static let plugin = "hparams"

  /// The beginning of a run, with its settings.
  ///
  /// - Parameter name: of the run; runs with the same name count as repetitions of one another.
  static func sessionStart(
    _ settings: RecordedSettings, name: String, beginning: Date
  ) -> SummaryValue {
    var start = ProtocolMessage()
    for (key, value) in settings.values.sorted(by: { $0.key < $1.key }) {
      // A google.protobuf.Value.
      var content = ProtocolMessage()
      switch value {
      case .number(let number): content.add(2, number)
      case .text(let text): content.add(3, text)
      case .flag(let flag): content.add(4, flag)
      }
      var entry = ProtocolMessage()
      entry.add(1, key)
      entry.add(2, content)
      start.add(1, entry)
    }
    start.add(4, name)
    start.add(5, beginning.timeIntervalSince1970)
    var data = ProtocolMessage()
    data.add(3, start)
    return SummaryValue("_hparams_/session_start_info", plugin: plugin, content: data)
  }

  /// The end of a run.
  ///
  /// - Parameters:
  ///   - reason: `nil` of one without an end, which is under way or was killed.
  ///   - seconds: since 1970.
  static func sessionEnd(_ reason: RunEnded.Reason?, seconds: Double) -> SummaryValue {
    // Status: 0 unknown, 1 success, 2 failure.
    let status =
      switch reason {
      case .finished, .stopped: 1
      case .failed: 2
      case nil: 0
      }
    var end = ProtocolMessage()
    end.add(1, status)
    end.add(2, seconds)
    var data = ProtocolMessage()
    data.add(4, end)
    return SummaryValue("_hparams_/session_end_info", plugin: plugin, content: data)
  }
}
