/** Grafana stores uids of folders, dashboards and rules in 40 characters. */
export const UID_LENGTH = 40;

/** Ids of systems, services, rules and dashboards: they become uids, resource names and parts of addresses. */
export const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const SERVICE_BOARD_SUFFIX = "-service";

/** Longest id of a service, so that the uid of its dashboard fits. */
export const SERVICE_ID_LENGTH = UID_LENGTH - SERVICE_BOARD_SUFFIX.length;

/** Uid of a service's dashboard. Folders and dashboards share one namespace of uids, hence the suffix. */
export const serviceBoardUid = (service: { readonly id: string }): string => `${service.id}${SERVICE_BOARD_SUFFIX}`;

/** Uid of a rule, and its key in `alerts.thresholds`. */
export const ruleUid = (service: { readonly id: string }, rule: { readonly id: string }): string =>
  `${service.id}-${rule.id}`;

/** Uids of the dashboards on all services, and of their folder. Never change them. */
export const FLEET = {
  folder: "overview",
  overview: "fleet-overview",
  slos: "fleet-slos",
  logs: "fleet-logs",
  traces: "fleet-traces",
  profiles: "fleet-profiles",
} as const;
