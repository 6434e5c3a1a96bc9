import { table, thresholds, defaults, byName, type Sample } from "./sample-json.ts";

/** Tables, lists and texts. */
export const LISTS: readonly Sample[] = [
  [
    "row",
    24,
    1,
    {
      title: "Lists",
      collapsed: true,
      panels: [
        {
          id: 99,
          type: "text",
          title: "",
          gridPos: { x: 0, y: 50, w: 24, h: 6 },
          options: {
            mode: "markdown",
            content:
              "## How to read this\n\nEach row is a *service* in **$environment**. See the [runbook](docs/runbooks).\n\n- first: is it up\n- second: who is affected",
          },
        },
      ],
    },
  ],
  [
    "table",
    12,
    8,
    {
      ...defaults({}, [
        byName("Latency", "unit", "s"),
        byName("Requests", "unit", "reqps"),
        byName("Requests", "custom.cellOptions", { type: "gauge" }),
        byName("Latency", "custom.cellOptions", { type: "color-text" }),
        byName("Latency", "thresholds", thresholds([null, "#0072B2"], [1, "#D55E00"])),
        byName("Latency", "color", { mode: "thresholds" }),
      ]),
      transformations: [
        { id: "merge", options: {} },
        {
          id: "organize",
          options: {
            excludeByName: { Time: true },
            renameByName: { service: "Service", "Value #A": "Requests", "Value #B": "Latency" },
          },
        },
        { id: "sortBy", options: { sort: [{ field: "Requests", desc: true }] } },
      ],
      targets: [
        table("A", "sum by (service) (rate(http_server_request_duration_seconds_count[5m]))"),
        table(
          "B",
          "histogram_quantile(0.95, sum by (service, le) (rate(http_server_request_duration_seconds_bucket[5m])))",
        ),
      ],
    },
  ],
  [
    "table",
    12,
    8,
    {
      targets: [
        { refId: "A", queryType: "traceql", query: '{ resource.service.name = "tradeengine" && status = error }' },
      ],
    },
  ],
  [
    "traces",
    12,
    8,
    { targets: [{ refId: "A", queryType: "traceql", query: '{ resource.service.name = "tradeengine" }' }] },
  ],
  [
    "logs",
    12,
    8,
    {
      options: { showTime: true, wrapLogMessage: true },
      targets: [{ refId: "A", expr: '{service_name="tradeengine"}' }],
    },
  ],
  [
    "flamegraph",
    12,
    10,
    { targets: [{ refId: "A", queryType: "profile", profileTypeId: "memory:inuse_space:bytes:space:bytes" }] },
  ],
  ["alertlist", 6, 10, { options: { maxItems: 20 } }],
  ["dashlist", 6, 10, { options: { tags: ["observability"], maxItems: 10 } }],
];
