/** Chart `alloy` of https://grafana.github.io/helm-charts that the values are tested with. */
export const ALLOY_CHART_VERSION = "1.11.1";
/** Alloy that the generated configuration is tested with; newer than the chart's own default. */
export const ALLOY_VERSION = "1.19.2";
/** Chart `kube-state-metrics` of https://prometheus-community.github.io/helm-charts that the values are tested with. */
export const KUBE_STATE_METRICS_CHART_VERSION = "8.3.1";
/** kube-state-metrics that the metrics are tested with: the default of this chart version. */
export const KUBE_STATE_METRICS_VERSION = "2.19.1";
