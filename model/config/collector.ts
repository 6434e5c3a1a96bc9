import { z } from "zod";
import { ALLOY_CHART_VERSION } from "../versions.ts";
import { baseUrl, field } from "./field.ts";

const chart = field(
  z
    .union([
      z.strictObject({
        repository: field(baseUrl().default("https://grafana.github.io/helm-charts"), {
          description: "Helm repository.",
          expected: "an http(s) URL",
          example: "https://grafana.github.io/helm-charts",
        }),
        version: field(z.string().min(1).default(ALLOY_CHART_VERSION), {
          description: "Version of the chart.",
          expected: "a chart version",
          example: ALLOY_CHART_VERSION,
        }),
      }),
      z.strictObject({
        path: field(z.string().min(1), {
          description: "Chart on disk.",
          expected: "the path of a chart",
          example: "./charts/alloy",
        }),
      }),
    ])
    .prefault({}),
  {
    description:
      "The Alloy Helm chart: `{ repository, version }`, by default the public repository and the version that the values are tested with, or `{ path }` of a chart on disk.",
    expected: "{ repository, version } or { path }, each a text",
    example: '{ version: "1.11.1" }',
  },
);

export const collector = z.strictObject({
  chart,
  replicas: field(z.int().min(1).max(50).default(2), {
    description: "Gateway pods.",
    expected: "a whole number from 1 to 50",
    example: "2",
  }),
  cpuMillicores: field(z.int().min(50).default(250), {
    description: "CPU request of a gateway pod. There is no CPU limit.",
    expected: "a whole number of millicores from 50",
    example: "250",
  }),
  memoryMebibytes: field(z.int().min(256).max(65_536).default(1024), {
    description: "Memory request and limit of a gateway pod. The pipeline refuses data before it is reached.",
    expected: "a whole number of MiB from 256 to 65536",
    example: "1024",
  }),
  queueGibibytes: field(z.int().min(1).max(1024).default(10), {
    description: "Volume of a gateway pod that holds what the backend has not taken yet.",
    expected: "a whole number of GiB from 1 to 1024",
    example: "10",
  }),
});
