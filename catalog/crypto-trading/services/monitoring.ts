import { errorLogBurst, series, type Service, targetDown } from "observability/catalog";
import { monitoring } from "./identities.ts";
import { up } from "../metrics.ts";

const heartbeat = series(up);

/**
 * A part of the monitoring inside the cluster. The collector and its backend may have taken its place, so that it is no alarm where
 * it is missing, and nobody is woken where it is down: what it watched is watched twice.
 */
function part(workload: string, title: string, description: string): Service {
  const subject = { prefix: `Crypto${title}`, title: `${title} in the cluster` };
  return {
    id: `crypto-${workload}`,
    title: `Crypto monitoring: ${title}`,
    description,
    ...monitoring(workload),
    metrics: [up],
    heartbeat,
    logs: true,
    traces: false,
    profiles: false,
    alerts: [{ ...targetDown(subject, heartbeat), severity: "warning" }, errorLogBurst(subject)],
  };
}

export const monitoringServices: readonly Service[] = [
  part("prometheus", "Prometheus", "Collects and keeps metrics, port 9090."),
  part("loki", "Loki", "Keeps logs, port 3100."),
  part("grafana", "Grafana", "Shows boards, port 3000."),
];
