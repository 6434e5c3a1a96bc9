/** OTLP/JSON requests as an application's SDK would send them. Each item carries a name to be found again. */

const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } });

export interface Origin {
  /** Address of the pod, as an SDK reports it. */
  readonly podIp: string;
}

function resource({ podIp }: Origin) {
  const claimed = attribute("deployment.environment.name", "claimed-by-the-application");
  return { attributes: [attribute("service.name", "tradeengine"), attribute("k8s.pod.ip", podIp), claimed] };
}

const now = () => `${Date.now()}000000`;

export const spans = (origin: Origin, names: readonly string[]) => ({
  resourceSpans: [
    {
      resource: resource(origin),
      scopeSpans: [
        {
          spans: names.map((name, index) => ({
            traceId: "5b8efff798038103d269b633813fc60c",
            spanId: (index + 1).toString(16).padStart(16, "0"),
            name,
            kind: 2,
            startTimeUnixNano: now(),
            endTimeUnixNano: now(),
          })),
        },
      ],
    },
  ],
});

export const logs = (origin: Origin, lines: readonly string[]) => ({
  resourceLogs: [
    {
      resource: resource(origin),
      scopeLogs: [{ logRecords: lines.map((line) => ({ timeUnixNano: now(), body: { stringValue: line } })) }],
    },
  ],
});

export const metrics = (origin: Origin, names: readonly string[]) => ({
  resourceMetrics: [
    {
      resource: resource(origin),
      scopeMetrics: [
        { metrics: names.map((name) => ({ name, gauge: { dataPoints: [{ timeUnixNano: now(), asDouble: 1 }] } })) },
      ],
    },
  ],
});
