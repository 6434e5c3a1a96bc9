import { z } from "zod";
import { field } from "./field.ts";
import { grafanaCloud } from "./grafana-cloud.ts";

/** Every kind of backend. */
export const backend = field(z.discriminatedUnion("kind", [grafanaCloud]), {
  description: "Where telemetry is stored.",
  expected: "a backend of kind grafana-cloud",
  example: "{ kind: grafana-cloud, stack: { mode: create, slug: petrosadev, region: prod-sa-east-1 } }",
});

export type BackendConfig = z.output<typeof backend>;
