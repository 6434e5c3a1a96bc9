import { z } from "zod";
import { ALLOY_CHART_VERSION } from "../versions.ts";
import { helmChart } from "./chart.ts";
import { load } from "./collector-load.ts";
import { logs, metrics, profiles, redaction, traces } from "./collector-signals.ts";
import { duration, DURATION_EXPECTED, field } from "./field.ts";

/** How much a gateway pod may have: set by the sizing function unless given here. */
const override = (schema: z.ZodNumber, meta: { description: string; expected: string; example: string }) =>
  field(schema.optional(), { ...meta, description: `${meta.description} Default: follows from \`load\`.` });

export const collector = z.strictObject({
  chart: helmChart("alloy", "https://grafana.github.io/helm-charts", ALLOY_CHART_VERSION),
  load,
  outage: field(duration().prefault("2h"), {
    description: "How long the backend may be away before a gateway's queue is full at the expected load.",
    expected: DURATION_EXPECTED,
    example: "4h",
  }),
  replicas: override(z.int().min(1).max(50), {
    description: "Gateway pods.",
    expected: "a whole number from 1 to 50",
    example: "2",
  }),
  cpuMillicores: override(z.int().min(50), {
    description: "CPU request of a gateway pod. There is no CPU limit.",
    expected: "a whole number of millicores from 50",
    example: "250",
  }),
  memoryMebibytes: override(z.int().min(256).max(65_536), {
    description: "Memory request and limit of a gateway pod. The pipeline refuses data before it is reached.",
    expected: "a whole number of MiB from 256 to 65536",
    example: "1024",
  }),
  queueGibibytes: override(z.int().min(1).max(1024), {
    description:
      "Volume of a gateway pod that holds what the backend has not taken yet. A StatefulSet's volumes cannot change their size: see docs/recovery.md.",
    expected: "a whole number of GiB from 1 to 1024",
    example: "10",
  }),
  autoscaling: field(
    z
      .strictObject({
        maxReplicas: field(z.int().min(2).max(50), {
          description: "Gateway pods at most; `replicas` is the least.",
          expected: "a whole number from 2 to 50",
          example: "6",
        }),
        cpuPercent: field(z.int().min(10).max(95).default(70), {
          description: "Use of the CPU request at which pods are added.",
          expected: "a whole number from 10 to 95",
          example: "70",
        }),
      })
      .optional(),
    {
      description:
        "A HorizontalPodAutoscaler for the gateway; needs metrics-server. A pod that is scaled away leaves what waits in its queue on its volume until it comes back. Default: none.",
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
