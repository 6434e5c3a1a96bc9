import { EVENTS_NAME, PLATFORM_TEAM } from "../../../model/names.ts";
import { block, object } from "../language/ast.ts";
import { component, exported } from "../language/components.ts";
import { read } from "./feature.ts";
import type { Feature } from "./feature.ts";
import { logsReceiver } from "./loki.ts";

export const EVENT_LABELS: readonly string[] = ["k8s.namespace.name", "service.name", "service.namespace"];

/** Collects Kubernetes events as log lines; only one gateway reads them. */
export const kubernetesEvents: Feature = {
  rbac: [read("", "events")],
  egress: ["kubernetes-api"],
  blocks: [
    component("loki.source.kubernetes_events", "default", {
      comment: "Reads the events of all namespaces; only one of the gateways does this.",
      attributes: { forward_to: [exported("loki.process", "events", "receiver")], log_format: "json" },
      blocks: [block("clustering", { enabled: true })],
    }),
    component("loki.process", "events", {
      comment: "Sets the labels that all log lines have.",
      attributes: { forward_to: [logsReceiver("events")] },
      blocks: [
        block("stage.json", { expressions: object({ level: "type" }) }),
        block("stage.labels", { values: object({ level: "", "k8s.namespace.name": "namespace" }) }),
        block("stage.static_labels", {
          values: object({ "service.name": EVENTS_NAME, "service.namespace": PLATFORM_TEAM }),
        }),
        block("stage.label_drop", { values: ["instance", "job", "namespace"] }),
      ],
    }),
  ],
};
