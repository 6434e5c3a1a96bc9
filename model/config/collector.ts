import { z } from "zod";
import { field } from "./field.ts";

const chart = field(
  z
    .union([
      z.strictObject({
        repository: z.url().default("https://grafana.github.io/helm-charts"),
        version: z.string().default("1.11.1"),
      }),
      z.strictObject({ path: z.string().min(1) }),
    ])
    .prefault({}),
  {
    description:
      "The Alloy Helm chart: `{ repository, version }`, by default the public repository and the version this program was tested with, or `{ path }` of a chart on disk.",
    expected: "{ repository, version } or { path }",
    example: '{ version: "1.11.1" }',
  },
);

const quantity = () => z.string().regex(/^\d+(\.\d+)?(m|k|Ki|M|Mi|G|Gi|T|Ti)?$/);
const QUANTITY_EXPECTED = "a Kubernetes quantity";

export const collector = z.strictObject({
  chart,
  imageTag: field(z.string().default("v1.19.2"), {
    description: "Alloy image tag; the default is the version the generated configuration was tested with.",
    example: "v1.19.2",
  }),
  replicas: field(z.int().min(1).max(50).default(2), {
    description: "Gateway pods.",
    expected: "a whole number from 1 to 50",
    example: "2",
  }),
  cpu: field(quantity().default("250m"), {
    description: "CPU request of a gateway pod.",
    expected: QUANTITY_EXPECTED,
    example: "250m",
  }),
  memory: field(
    z
      .string()
      .regex(/^\d+(Mi|Gi)$/)
      .default("1Gi"),
    {
      description: "Memory request and limit of a gateway pod. The pipeline refuses data before it is reached.",
      expected: "a quantity in Mi or Gi",
      example: "1Gi",
    },
  ),
  queueSize: field(
    z
      .string()
      .regex(/^\d+(Mi|Gi)$/)
      .default("10Gi"),
    {
      description: "Volume of a gateway pod that holds what the backend has not taken yet.",
      expected: "a quantity in Mi or Gi",
      example: "10Gi",
    },
  ),
});
