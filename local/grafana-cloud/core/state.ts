/** A Grafana Cloud access policy. The bootstrap policy has the id `bootstrap`. */
export interface AccessPolicy {
  readonly id: string;
  readonly region: string;
  readonly name: string;
  displayName: string;
  scopes: string[];
  realms: Realm[];
  allowedSubnets: string[];
  readonly createdAt: string;
  updatedAt: string;
}

/** Realm of a policy: the whole organisation, or one stack by id. */
export interface Realm {
  readonly type: "org" | "stack";
  readonly identifier: string;
  readonly labelPolicies: { readonly selector: string }[];
}

/** A token of an access policy. Only the SHA-256 of its secret is kept. */
export interface CloudToken {
  readonly id: string;
  readonly accessPolicyId: string;
  readonly region: string;
  readonly name: string;
  displayName: string;
  readonly sha256: string;
  readonly createdAt: string;
  updatedAt: string;
  expiresAt: string | null;
  /** When the write gateways start to accept it. The cloud API accepts it at once. */
  activeAt: string;
}

/** Tenant ids, which are the basic-auth users of the backends. */
interface Tenants {
  readonly prometheus: number;
  readonly logs: number;
  readonly traces: number;
  readonly profiles: number;
  readonly graphite: number;
  readonly alerts: number;
  readonly fleetManagement: number;
}

/** A stack with the Grafana instance inside it. */
export interface Stack {
  readonly id: number;
  slug: string;
  name: string;
  description: string;
  readonly region: string;
  labels: Record<string, string>;
  deleteProtection: boolean;
  readonly createdAt: string;
  updatedAt: string;
  /** When the instance starts to respond; `null` means never. */
  readyAt: string | null;
  readonly tenants: Tenants;
  readonly instance: Instance;
}

export type Role = "None" | "Viewer" | "Editor" | "Admin";

export interface ServiceAccount {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly isDisabled: boolean;
}

export interface ServiceAccountToken {
  readonly id: number;
  readonly serviceAccountId: number;
  readonly name: string;
  readonly sha256: string;
  readonly createdAt: string;
  expiresAt: string | null;
}

/** JSON that the instance stores without inspecting every field. */
export type Json = Record<string, unknown>;

export interface Permission {
  readonly builtInRole: string;
  readonly teamId: number;
  readonly userId: number;
  permission: string;
}

export interface Folder {
  readonly id: number;
  readonly uid: string;
  title: string;
  parentUid: string;
  version: number;
  permissions: Permission[];
}

export interface Dashboard {
  readonly id: number;
  readonly uid: string;
  version: number;
  folderUid: string;
  model: Json;
}

export interface DataSource {
  readonly id: number;
  readonly uid: string;
  name: string;
  type: string;
  url: string;
  readOnly: boolean;
  /** All other posted fields, without secrets. */
  rest: Json;
  secureJsonFields: string[];
}

/** One integration; integrations with the same name form one contact point. */
export interface ContactPoint {
  readonly uid: string;
  name: string;
  type: string;
  /** Secret settings are stored as `[REDACTED]`. */
  settings: Json;
  disableResolveMessage: boolean;
  provenance: string;
}

interface Named {
  readonly name: string;
  provenance: string;
}

export interface MuteTiming extends Named {
  timeIntervals: Json[];
}

export interface Template extends Named {
  template: string;
}

export interface Rule {
  readonly id: number;
  readonly uid: string;
  readonly title: string;
  readonly folderUid: string;
  readonly ruleGroup: string;
  readonly provenance: string;
  readonly updated: string;
  /** The rule as posted, with defaults filled in. */
  readonly body: Json;
}

export interface RuleGroup {
  readonly folderUid: string;
  readonly title: string;
  interval: number;
}

/** Everything inside one Grafana instance. */
export interface Instance {
  readonly serviceAccounts: ServiceAccount[];
  readonly serviceAccountTokens: ServiceAccountToken[];
  readonly folders: Folder[];
  readonly dashboards: Dashboard[];
  readonly dataSources: DataSource[];
  readonly contactPoints: ContactPoint[];
  readonly muteTimings: MuteTiming[];
  readonly templates: Template[];
  readonly ruleGroups: RuleGroup[];
  readonly rules: Rule[];
  /** Root of the notification policy tree as last written. */
  policyTree: Json;
  policyProvenance: string;
}

/** Data that arrived at one gateway for one stack, signal and token. */
export interface Received {
  readonly stack: string;
  readonly signal: Signal;
  /** `otlp`, `prometheus`, `loki` or `pyroscope`. */
  readonly protocol: string;
  readonly tokenId: string;
  requests: number;
  /** Body bytes on the wire. */
  bytes: number;
  /** Number of spans, log records, data points, log lines or profiles; 0 if the body is not decoded. */
  items: number;
  /** Distinct values of `service.name`. */
  readonly services: string[];
  /** Up to 10,000 distinct span names, metric names, log bodies or profile names. */
  readonly names: string[];
}

export type Signal = "metrics" | "logs" | "traces" | "profiles";

/** Behaviour of the stand-in, set through the test API. */
export interface Settings {
  /** Milliseconds until the write gateways accept a new token. */
  tokenActivationDelayMs: number;
  /** Milliseconds until a new stack is ready; `null` for never. */
  stackReadyDelayMs: number | null;
  /** Milliseconds until the slug of a deleted stack can be used again. */
  slugCoolDownMs: number;
}

/** Everything that survives a restart. */
export interface State {
  readonly version: 1;
  lastId: number;
  port: number;
  settings: Settings;
  readonly stacks: Stack[];
  readonly policies: AccessPolicy[];
  readonly tokens: CloudToken[];
  readonly deletedSlugs: Record<string, string>;
  readonly received: Received[];
}

export function emptyState(): State {
  return {
    version: 1,
    lastId: 0,
    port: 0,
    settings: { tokenActivationDelayMs: 0, stackReadyDelayMs: 0, slugCoolDownMs: 0 },
    stacks: [],
    policies: [],
    tokens: [],
    deletedSlugs: {},
    received: [],
  };
}
