import Foundation

/// How the learning rate changes over a run, as a factor on the base learning rate.
public enum Schedule: String, Sendable, Codable, CaseIterable {
  /// 1 throughout.
  case constant
  /// A tenth from half of all steps on, a hundredth from three quarters on (the paper's).
  case step
  /// From 1 to 0 along half a cosine (Loshchilov and Hutter 2017, without restarts).
  case cosine

  /// The factor for the update that follows `done` updates, of `total`.
  public func factor(done: Int, total: Int) -> Double {
    let progress = total > 0 ? min(Double(done) / Double(total), 1) : 0
    switch self {
    case .constant: return 1
    case .step: return progress < 0.5 ? 1 : progress < 0.75 ? 0.1 : 0.01
    case .cosine: return (1 + cos(.pi * progress)) / 2
    }
  }
}
