/** OTLP/JSON requests with every kind of value and data point. */

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const resource = { attributes: [text("service.name", "risk")] };
const scope = { name: "orders" };
export const TRACE = "5b8efff798038103d269b633813fc60c";
export const SPAN = "eee19b7ec3c1b174";
/** Above 2^53, so a double would round it. */
export const TIME = "1700000000123456789";

export const spans = (...names: string[]) => ({
  resourceSpans: [
    {
      resource,
      scopeSpans: [
        {
          scope,
          spans: names.map((name) => ({
            traceId: TRACE,
            spanId: SPAN,
            name,
            kind: 2,
            startTimeUnixNano: TIME,
            endTimeUnixNano: "1700000000123456790",
            attributes: [
              text("text", "a"),
              { key: "integer", value: { intValue: "-7" } },
              { key: "large", value: { intValue: "9223372036854775807" } },
              { key: "double", value: { doubleValue: 0.5 } },
              { key: "truth", value: { boolValue: false } },
              { key: "list", value: { arrayValue: { values: [{ stringValue: "x" }, { intValue: "1" }] } } },
              { key: "map", value: { kvlistValue: { values: [text("k", "v")] } } },
              { key: "bytes", value: { bytesValue: "AQI=" } },
              { key: "nothing" },
            ],
            status: { code: 2 },
          })),
        },
      ],
    },
  ],
});

export const LOGS = {
  resourceLogs: [
    {
      resource,
      scopeLogs: [
        {
          scope,
          logRecords: [
            {
              timeUnixNano: TIME,
              observedTimeUnixNano: "1",
              severityNumber: 9,
              severityText: "INFO",
              body: { stringValue: "line" },
              traceId: TRACE,
              spanId: SPAN,
            },
            { body: { kvlistValue: { values: [text("message", "structured")] } } },
          ],
        },
      ],
    },
  ],
};

const at = { timeUnixNano: TIME, attributes: [text("pod", "risk-0")] };
export const METRICS = {
  resourceMetrics: [
    {
      resource,
      scopeMetrics: [
        {
          scope,
          metrics: [
            {
              name: "gauge",
              unit: "By",
              gauge: {
                dataPoints: [
                  { ...at, asDouble: 1.5 },
                  { ...at, flags: 1 },
                ],
              },
            },
            {
              name: "sum",
              sum: { isMonotonic: true, aggregationTemporality: 2, dataPoints: [{ ...at, asInt: "-3" }] },
            },
            {
              name: "histogram",
              histogram: {
                aggregationTemporality: 2,
                dataPoints: [{ ...at, count: "6", sum: 2.5, bucketCounts: ["1", "2", "3"], explicitBounds: [1, 2] }],
              },
            },
            {
              name: "exponential",
              exponentialHistogram: {
                aggregationTemporality: 1,
                dataPoints: [{ ...at, count: "3", sum: 4, positive: { bucketCounts: ["1", "2"] } }],
              },
            },
            {
              name: "summary",
              summary: { dataPoints: [{ ...at, count: "2", sum: 3, quantileValues: [{ quantile: 0.5, value: 1 }] }] },
            },
          ],
        },
      ],
    },
  ],
};
