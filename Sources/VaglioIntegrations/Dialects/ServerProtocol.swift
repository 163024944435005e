/// A protocol by which model servers are asked for predictions.
public enum ServerProtocol: String, Hashable, Sendable, CaseIterable {
  /// Open Inference Protocol v2 over REST: KServe, MLServer, Triton, Seldon Core 2.
  /// https://github.com/kserve/open-inference-protocol
  case openInference = "oip"
  /// KServe's (and TensorFlow Serving's) version 1 over REST.
  /// https://kserve.github.io/website/docs/concepts/architecture/data-plane/v1-protocol
  case kserveV1 = "kserve-v1"
  /// Seldon Core v1 over REST. https://docs.seldon.io/projects/seldon-core/en/latest/reference/apis
  case seldonV1 = "seldon"
  /// MLflow's scoring server. https://mlflow.org/docs/latest/ml/deployment
  case mlflow = "mlflow"

  /// The name for people.
  public var name: String {
    switch self {
    case .openInference: "Open Inference Protocol"
    case .kserveV1: "KServe v1"
    case .seldonV1: "Seldon Core v1"
    case .mlflow: "MLflow scoring"
    }
  }

  /// How an address of the protocol looks.
  public var example: String {
    switch self {
    case .openInference: "http://host:port/v2/models/NAME[/versions/V]"
    case .kserveV1: "http://host:port/v1/models/NAME"
    case .seldonV1: "http://host:port/api/v1.0/predictions"
    case .mlflow: "http://host:port/invocations"
    }
  }
}
