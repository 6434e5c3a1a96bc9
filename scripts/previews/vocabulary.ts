/*
 * Label values in pictures: similar in length and kind to real ones.
 */

const VALUES: Readonly<Record<string, readonly string[]>> = {
  symbol: ["BTC-USD", "ETH-USD", "SOL-USD", "ADA-USD"],
  http_route: ["/signals", "/orders", "/positions/{symbol}", "/account"],
  http_request_method: ["GET", "POST", "DELETE"],
  method: ["GET", "POST", "DELETE"],
  http_response_status_code: ["200", "429", "500", "503"],
  status_code: ["200", "429", "500", "503"],
  code: ["200", "429", "500"],
  error_type: ["timeout", "429", "connection_refused"],
  server_address: ["api.binance.com", "mongodb.data.svc.cluster.local", "nats"],
  detected_level: ["info", "warn", "error", "debug"],
  level: ["info", "warn", "error", "debug"],
  status: ["success", "failed", "rejected"],
  result: ["success", "failure"],
  outcome: ["success", "failure"],
  state: ["running", "waiting", "failed"],
  service_name: ["tradeengine", "signal-generator", "trade-executor", "risk-management"],
  service: ["tradeengine", "signal-generator", "trade-executor", "risk-management"],
  job: [
    "petrosa/tradeengine",
    "crypto/signal-generator",
    "crypto/trade-executor",
    "trading/backend",
    "trading/celery-worker",
    "peak-trade/peak_trade_backtest",
  ],
  system: ["crypto-trading", "pipelines", "tradeengine"],
  namespace: ["crypto-trading", "pipelines", "observability", "monitoring"],
  service_namespace: ["crypto-trading", "pipelines", "petrosa"],
  k8s_namespace_name: ["crypto-trading", "pipelines", "observability", "monitoring"],
  cluster: ["trading-eu", "trading-us"],
  k8s_cluster_name: ["trading-eu", "trading-us"],
  environment: ["prod", "dev"],
  deployment_environment_name: ["prod", "dev"],
  team: ["trading", "platform"],
  node: ["node-a", "node-b", "node-c"],
  k8s_node_name: ["node-a", "node-b", "node-c"],
  container: ["signal-generator", "trade-executor", "celery-worker", "alloy"],
  k8s_container_name: ["signal-generator", "trade-executor", "celery-worker", "alloy"],
  deployment: ["signal-generator", "trade-executor", "celery-worker"],
  persistentvolumeclaim: ["alloy-queue-alloy-gateway-0", "alloy-queue-alloy-gateway-1"],
  phase: ["Running", "Pending", "Failed"],
  reason: ["CrashLoopBackOff", "OOMKilled", "ImagePullBackOff"],
  signal_type: ["buy", "sell", "hold"],
  side: ["buy", "sell"],
  strategy: ["momentum", "mean-reversion", "breakout"],
  decision: ["approve", "reject", "modify"],
  risk_level: ["low", "medium", "high"],
  model: ["lstm-v3", "xgboost-v2"],
  model_name: ["lstm-v3", "xgboost-v2"],
  model_type: ["lstm", "xgboost"],
  provider: ["openai", "anthropic"],
  exchange: ["coinbase", "binance"],
  endpoint: ["/api/v3/brokerage/orders", "/api/v3/brokerage/accounts"],
  operation: ["find", "insert", "update"],
  query_type: ["select", "insert", "update"],
  command: ["GET", "SET", "LPUSH"],
  table: ["signals", "pipelines", "executions"],
  queue_name: ["celery", "pipelines", "notifications"],
  queue: ["celery", "pipelines", "notifications"],
  topic: ["trading-signals", "market-data"],
  partition: ["0", "1", "2"],
  task: ["execute_pipeline", "send_notification"],
  task_name: ["execute_pipeline", "send_notification"],
  agent: ["market_data_agent", "bias_agent", "strategy_agent", "risk_manager_agent"],
  agent_name: ["market_data_agent", "bias_agent", "strategy_agent", "risk_manager_agent"],
  agent_type: ["market_data_agent", "bias_agent", "strategy_agent", "risk_manager_agent"],
  stage: ["fetch", "analyse", "decide", "execute"],
  source: ["indicator", "news", "model"],
  data_type: ["metrics", "logs", "traces"],
  signal: ["metrics", "logs", "traces", "profiles"],
  exporter: ["otelcol.exporter.otlphttp.grafana_cloud"],
  component_id: ["otelcol.exporter.otlphttp.cloud", "prometheus.scrape.annotations", "loki.source.file.pods"],
  component_path: ["/", "/remotecfg"],
  health_type: ["healthy", "unhealthy"],
  slo: ["order-success", "order-latency", "market-data-freshness", "pipeline-success"],
  sloth_slo: ["order-success", "order-latency"],
  alertname: ["TradeFailureRatioHigh", "KafkaConsumerLagHigh", "PodCrashLooping", "SignalGenerationStopped"],
  severity: ["critical", "warning", "info"],
  alertstate: ["firing", "pending"],
  version: ["1.42.0", "1.41.3"],
  service_version: ["1.42.0", "1.41.3"],
  type: ["user", "system"],
  route: ["/api/v1/pipelines", "/api/v1/signals", "/api/v1/executions/{id}"],
  ticker: ["BTC-USD", "AAPL", "EURUSD"],
  pipeline_id: ["64f1c2ab", "64f1c2b0", "64f1c2b7"],
  trigger_mode: ["signal", "schedule", "manual"],
  kubelet_version: ["v1.36.4"],
  span_name: ["backtest.run", "backtest.load_data", "backtest.report"],
  sha256: ["9f86d08188", "60303ae22b"],
  label_value: ["crypto-trading", "pipelines"],
  event: ["join", "leave", "update"],
  statefulset: ["mongodb", "redis"],
  daemonset: ["alloy-node", "kube-proxy"],
  horizontalpodautoscaler: ["trade-executor", "celery-worker"],
  job_name: ["backfill-28432", "retrain-28430"],
  eviction_signal: ["memory.available", "nodefs.available"],
  request_kind: ["mutating", "readOnly"],
  resource: ["cpu", "memory"],
  verb: ["GET", "LIST", "WATCH"],
  role: ["gateway", "node"],
  condition: ["MemoryPressure", "DiskPressure", "PIDPressure"],
  cpu_mode: ["user", "system"],
  device: ["eth0", "nvme0n1"],
  mountpoint: ["/", "/var/lib/containerd"],
  token: ["collector", "grafana-stack"],
  policy: ["collector", "profiles"],
  __name__: [
    "http_server_request_duration_seconds_bucket",
    "container_memory_working_set_bytes",
    "trade_executions_total",
    "kube_pod_container_status_waiting_reason",
  ],
  quantile: ["0.5", "0.95", "0.99"],
  le: ["0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10"],
};

const POD_ENDINGS = ["6d5f9b7c8d-x2k4q", "6d5f9b7c8d-p7w9z", "6d5f9b7c8d-m3v8t"];
const POD_LABELS = new Set(["pod", "instance", "k8s_pod_name", "service_instance_id"]);
/** Pods that the collector scrapes, and its own pods. */
const CLUSTER_PODS = ["signal-generator-6d5f9b7c8d-x2k4q", "celery-worker-5c8f7d6b9-p7w9z", "mongodb-0", "redis-0"];
const COLLECTOR_PODS = ["alloy-gateway-0", "alloy-gateway-1", "alloy-node-x2k4q"];

/** Labels that identify one object. Their values vary together: the first value of one goes with the first of another. */
export const IDENTITY = new Set([
  ...POD_LABELS,
  "job",
  "service",
  "service_name",
  "namespace",
  "service_namespace",
  "k8s_namespace_name",
  "container",
  "k8s_container_name",
  "deployment",
  "statefulset",
  "daemonset",
  "horizontalpodautoscaler",
  "job_name",
  "persistentvolumeclaim",
  "team",
  "system",
]);

/**
 * Returns the values of a label in an expression: those that a matcher selects, else typical values of the label. Pods are
 * named after their service.
 */
export function labelValues(label: string, expr: string): readonly string[] {
  const pinned = matched(label, expr);
  if (pinned !== undefined) return pinned;
  if (POD_LABELS.has(label)) return pods(label, expr);
  return VALUES[label] ?? [1, 2, 3].map((index) => `${label.replaceAll("_", "-")}-${index}`);
}

/** Returns the label's values that matchers allow; undefined if no matcher restricts them. */
function matched(label: string, expr: string): readonly string[] | undefined {
  const matchers = [...expr.matchAll(new RegExp(`\\b${label}\\s*(=~|!~|!=|=)\\s*"((?:[^"\\\\]|\\\\.)*)"`, "g"))]
    .map(([, operator = "", value = ""]) => ({ operator, value: value.replaceAll("\\\\", "\\") }))
    .filter(({ value }) => value !== "" && !value.includes("$"));
  if (matchers.length === 0) return undefined;
  const exact = matchers.find(({ operator }) => operator === "=");
  if (exact !== undefined) return [exact.value];
  const known = [...alternatives(matchers), ...(VALUES[label] ?? [])];
  const left = known.filter((one) =>
    matchers.every(({ operator, value }) => {
      const whole = operator.endsWith("~") ? new RegExp(`^(?:${value})$`).test(one) : one === value;
      return whole === (operator === "=~");
    }),
  );
  return left.length === 0 ? undefined : [...new Set(left)];
}

/** Returns the words in a pattern like `a|b`. */
const alternatives = (matchers: readonly { readonly operator: string; readonly value: string }[]): readonly string[] =>
  matchers
    .filter(({ operator }) => operator === "=~")
    .flatMap(({ value }) => value.replace(/^\((.*)\)$/, "$1").split("|"))
    .filter((one) => /^[\w/:-]+$/.test(one));

function pods(label: string, expr: string): readonly string[] {
  const [job] = matched("job", expr) ?? matched("service_name", expr) ?? matched("container", expr) ?? [];
  if (job === "integrations/alloy") return COLLECTOR_PODS;
  if (label === "instance" && job?.startsWith("integrations/") === true) return VALUES["node"] ?? [];
  if (job === undefined || job.startsWith("integrations/")) return CLUSTER_PODS;
  return POD_ENDINGS.map((ending) => `${job.split("/").at(-1)}-${ending}`);
}

/** Returns the share of a label value in the whole: failures are rare. */
export function weightOf(value: string, position: number): number {
  if (/^(4\d\d|5\d\d)$|fail|error|reject|timeout|refused|critical|fatal|crash|oom|unhealthy|discard/i.test(value))
    return 0.03;
  if (/^warn|skipped|modify|debug|pending/i.test(value)) return 0.12;
  return 1 / (1 + 0.45 * position);
}
