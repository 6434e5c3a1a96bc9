import type { DestinationPlan } from "../../../model/backends/destinations.ts";
import type { Reference } from "../language/ast.ts";
import { exported } from "../language/components.ts";
import type { Outputs } from "../language/components.ts";
import { destinationOf } from "../plan.ts";
import type { CollectorPlan } from "../plan.ts";
import { exporterLabel } from "./destination.ts";
import type { Feature } from "./feature.ts";
import { otlpExporter } from "./otlp-exporter.ts";
import type { DiskQueue } from "./otlp-exporter.ts";
import { remoteWriter } from "./remote-write.ts";

type Plan = Pick<CollectorPlan, "destinations">;

/** Signals that OpenTelemetry components process; profiles have separate components. */
const PIPELINE_SIGNALS = ["metrics", "logs", "traces"] as const;
type PipelineSignal = (typeof PIPELINE_SIGNALS)[number];

/** Returns the exporters of those signals that the backend accepts. */
export const toBackend = (plan: Plan, ...signals: readonly PipelineSignal[]): Outputs =>
  outputs(signals, (signal) => {
    const destination = destinationOf(plan, signal);
    return destination && [inputOf(destination)];
  });

/** Returns the same next component for each signal that the backend accepts. */
export const everySignal = (plan: Plan, next: Reference): Outputs =>
  outputs(PIPELINE_SIGNALS, (signal) => destinationOf(plan, signal) && [next]);

function outputs(
  signals: readonly PipelineSignal[],
  to: (signal: PipelineSignal) => readonly Reference[] | undefined,
): Outputs {
  return Object.fromEntries(
    signals.flatMap((signal) => {
      const next = to(signal);
      return next === undefined ? [] : [[signal, next]];
    }),
  );
}

const inputOf = (destination: DestinationPlan): Reference =>
  destination.protocol === "prometheus-remote-write"
    ? exported("otelcol.exporter.prometheus", exporterLabel(destination), "input")
    : exported("otelcol.exporter.otlphttp", exporterLabel(destination), "input");

/** Sends signals to the backend, with a separate queue for each destination. */
export function exporters(
  plan: Plan,
  queue: DiskQueue,
  signals: readonly PipelineSignal[] = PIPELINE_SIGNALS,
): readonly Feature[] {
  const destinations = [...new Set(signals.flatMap((signal) => destinationOf(plan, signal) ?? []))];
  return destinations.map((destination) =>
    destination.protocol === "prometheus-remote-write" ? remoteWriter(destination) : otlpExporter(destination, queue),
  );
}
