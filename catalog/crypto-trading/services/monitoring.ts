import { errorLogBurst, series, type Service, targetDown } from "observability/catalog";
import { monitoring } from "./identities.ts";
import { up } from "../metrics.ts";

const heartbeat = series(up);

/**
 * Part of the monitoring inside the cluster. The collector and its backend may have replaced it, so no rule fires if it is
 * missing, and no one is paged if it is down: what it monitors is monitored twice.
 */
function part(workload: string, title: string, description: string): Service {
  const subject = { prefix: `Crypto${title}`, title: `In-cluster ${title}` };
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
  part("prometheus", "Prometheus", "Collects and stores metrics; port 9090."),
  part("loki", "Loki", "Stores logs; port 3100."),
  part("grafana", "Grafana", "Shows dashboards; port 3000."),
];
