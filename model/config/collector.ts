import { z } from "zod";
import { ALLOY_CHART_VERSION } from "../versions.ts";
import { helmChart } from "./chart.ts";
import { load } from "./collector-load.ts";
import { logs, metrics, profiles, redaction, traces } from "./collector-signals.ts";
import { duration, DURATION_EXPECTED, field } from "./field.ts";

/** Resources of the gateway: chosen by the sizing function unless set here. */
const override = (schema: z.ZodNumber, meta: { description: string; expected: string; example: string }) =>
  field(schema.optional(), { ...meta, description: `${meta.description} Default: derived from \`load\`.` });

export const collector = z.strictObject({
  chart: helmChart("alloy", "https://grafana.github.io/helm-charts", ALLOY_CHART_VERSION),
  load,
  outage: field(duration().prefault("2h"), {
    description: "How long the backend may be unavailable before a gateway's queue is full at the expected load.",
    expected: DURATION_EXPECTED,
    example: "4h",
  }),
  replicas: override(z.int().min(1).max(50), {
    description: "Number of gateway pods.",
    expected: "a whole number from 1 to 50",
    example: "2",
  }),
  cpuMillicores: override(z.int().min(50), {
    description: "CPU request of a gateway pod. There is no CPU limit.",
    expected: "a whole number of millicores, at least 50",
    example: "250",
  }),
  memoryMebibytes: override(z.int().min(256).max(65_536), {
    description: "Memory request and limit of a gateway pod. The pipeline refuses data before it reaches the limit.",
    expected: "a whole number of MiB from 256 to 65536",
    example: "1024",
  }),
  queueGibibytes: override(z.int().min(1).max(1024), {
    description:
      "Size of each gateway pod's volume, which holds telemetry that the backend has not accepted yet. A StatefulSet cannot resize its volumes: see docs/recovery.md.",
    expected: "a whole number of GiB from 1 to 1024",
    example: "10",
  }),
  autoscaling: field(
    z
      .strictObject({
        maxReplicas: field(z.int().min(2).max(50), {
          description: "Maximum number of gateway pods; `replicas` is the minimum.",
          expected: "a whole number from 2 to 50",
          example: "6",
        }),
        cpuPercent: field(z.int().min(10).max(95).default(70), {
          description: "CPU utilization, in percent of the request, at which pods are added.",
          expected: "a whole number from 10 to 95",
          example: "70",
        }),
      })
      .optional(),
    {
      description:
        "HorizontalPodAutoscaler for the gateway; requires metrics-server. When a pod is scaled down, its undelivered telemetry stays on its volume and is sent when the pod returns. Default: none.",
      expected: "an object with maxReplicas",
      example: "{ maxReplicas: 6 }",
    },
  ),
  metrics,
  logs,
  traces,
  profiles,
  redaction,
});
