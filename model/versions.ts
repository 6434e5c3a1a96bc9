/** Chart `alloy` of https://grafana.github.io/helm-charts that the values are tested with. */
export const ALLOY_CHART_VERSION = "1.11.1";
/** Alloy that the generated configuration is tested with; newer than the chart's own default. */
export const ALLOY_VERSION = "1.19.2";
