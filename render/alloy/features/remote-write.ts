import type { DestinationPlan } from "../../../model/backends/destinations.ts";
import { block } from "../language/ast.ts";
import type { Block } from "../language/ast.ts";
import { component, exported } from "../language/components.ts";
import { basicAuth, exporterLabel, lateUrl } from "./destination.ts";
import type { Feature } from "./feature.ts";

/** Sends metrics by Prometheus remote write. Undelivered metrics wait in a write-ahead log for up to two hours. */
export function remoteWriter(destination: DestinationPlan): Feature {
  const label = exporterLabel(destination);
  return {
    egress: [`backend:${destination.name}`],
    blocks: [
      component("otelcol.exporter.prometheus", label, {
        comment: "Converts metrics to the Prometheus format.",
        attributes: { forward_to: [exported("prometheus.remote_write", label, "receiver")] },
      }),
      component("prometheus.remote_write", label, {
        comment: "Sends metrics to the backend.",
        blocks: [
          block("endpoint", { url: lateUrl(destination), send_native_histograms: true }, authentication(destination)),
        ],
      }),
    ],
  };
}

function authentication(destination: DestinationPlan): readonly Block[] {
  const { auth } = destination;
  switch (auth.kind) {
    case "basic":
      return [basicAuth("basic_auth", destination)];
    case "sigv4":
      return [block("sigv4", { region: auth.region })];
    case "none":
      return [];
  }
}
