/** Uids of the boards on all services, and of their folder. Never change them. */
export const FLEET = {
  folder: "overview",
  overview: "fleet-overview",
  slos: "fleet-slos",
  logs: "fleet-logs",
  traces: "fleet-traces",
  profiles: "fleet-profiles",
} as const;
