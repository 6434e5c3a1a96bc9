import { block } from "../ast.ts";
import type { Block, Reference } from "../ast.ts";
import { allSignalsTo, component, exported } from "../components.ts";
import type { Needs } from "../feature.ts";
import { setResourceAttribute } from "../ottl.ts";

/** Says on every signal which cluster and environment it came from, over whatever the application claimed. */
export const resourceAttributes = {
  ports: [],
  rbac: [],
  egress: [],
  input: exported("otelcol.processor.transform", "origin", "input"),
  blocks: (origin: { cluster: string; environment: string }, next: Reference): Block[] => {
    const attributes = {
      context: "resource",
      statements: [
        setResourceAttribute("k8s.cluster.name", origin.cluster),
        setResourceAttribute("deployment.environment.name", origin.environment),
      ],
    };
    return [
      component("otelcol.processor.transform", "origin", {
        comment: "Which cluster and environment a signal came from, whatever the application claims.",
        attributes: { error_mode: "ignore" },
        blocks: [
          block("metric_statements", attributes),
          block("log_statements", attributes),
          block("trace_statements", attributes),
          allSignalsTo(next),
        ],
      }),
    ];
  },
} satisfies Needs & { input: Reference; blocks: unknown };
