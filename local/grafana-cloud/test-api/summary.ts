import { isReady } from "../core/instance.ts";
import type { CloudToken, Instance, Realm, Role, Stack, State } from "../core/state.ts";
import { BOOTSTRAP_ID, findCloudToken, findServiceAccountToken, isExpired, policyOf } from "../core/tokens.ts";

/** A token as tests see it, without the secret. */
export interface TokenInfo {
  readonly id: string;
  readonly kind: "bootstrap" | "access-policy" | "service-account";
  readonly name: string;
  /** Name of the access policy or of the service account. */
  readonly owner: string;
  /** Scopes of the policy; `role:<Role>` for a service account. */
  readonly scopes: readonly string[];
  /** Realms of the policy; for a service account, its stack. */
  readonly realms: readonly { readonly type: string; readonly identifier: string }[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
  /** When the write gateways start to accept it. */
  readonly activeAt: string;
  readonly expired: boolean;
}

/** A stack and the names of everything in it. */
interface StackSummary {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly region: string;
  readonly labels: Record<string, string>;
  readonly deleteProtection: boolean;
  readonly ready: boolean;
  readonly serviceAccounts: readonly { readonly name: string; readonly role: Role; readonly tokens: number }[];
  readonly folders: readonly { readonly uid: string; readonly title: string }[];
  readonly dashboards: readonly {
    readonly uid: string;
    readonly title: string;
    readonly folderUid: string;
    readonly version: number;
  }[];
  /** Data sources other than those that every stack has. */
  readonly dataSources: readonly string[];
  readonly contactPoints: readonly { readonly name: string; readonly type: string; readonly provenance: string }[];
  readonly muteTimings: readonly string[];
  readonly templates: readonly string[];
  readonly policyReceiver: string;
  readonly policyProvenance: string;
  readonly ruleGroups: readonly {
    readonly folderUid: string;
    readonly title: string;
    readonly interval: number;
    readonly rules: readonly { readonly uid: string; readonly title: string }[];
  }[];
}

/** Everything in the stand-in except the bootstrap policy. */
export interface StateSummary {
  readonly stacks: readonly StackSummary[];
  readonly policies: readonly {
    readonly id: string;
    readonly name: string;
    readonly region: string;
    readonly scopes: readonly string[];
    readonly realms: readonly Realm[];
    readonly tokens: number;
  }[];
}

export function summarise(state: State): StateSummary {
  return {
    stacks: state.stacks.map(summariseStack),
    policies: state.policies
      .filter((policy) => policy.id !== BOOTSTRAP_ID)
      .map(({ id, name, region, scopes, realms }) => ({
        id,
        name,
        region,
        scopes,
        realms,
        tokens: state.tokens.filter((token) => token.accessPolicyId === id).length,
      })),
  };
}

function summariseStack(stack: Stack): StackSummary {
  const { id, slug, name, description, region, labels, deleteProtection, instance } = stack;
  const identity = { id, slug, name, description, region, labels, deleteProtection, ready: isReady(stack) };
  return {
    ...identity,
    serviceAccounts: instance.serviceAccounts.map((account) => ({
      name: account.name,
      role: account.role,
      tokens: instance.serviceAccountTokens.filter((token) => token.serviceAccountId === account.id).length,
    })),
    ...summariseContent(instance),
    ...summariseAlerting(instance),
  };
}

function summariseContent(instance: Instance) {
  return {
    folders: instance.folders.map((folder) => ({ uid: folder.uid, title: folder.title })),
    dashboards: instance.dashboards.map(({ uid, model, folderUid, version }) => {
      return { uid, title: String(model["title"]), folderUid, version };
    }),
    dataSources: instance.dataSources.filter((source) => !source.readOnly).map((source) => source.uid),
  };
}

function summariseAlerting(instance: Instance) {
  return {
    contactPoints: instance.contactPoints.map(({ name, type, provenance }) => ({ name, type, provenance })),
    muteTimings: instance.muteTimings.map((timing) => timing.name),
    templates: instance.templates.map((template) => template.name),
    policyReceiver: String(instance.policyTree["receiver"]),
    policyProvenance: instance.policyProvenance,
    ruleGroups: instance.ruleGroups.map(({ folderUid, title, interval }) => ({
      folderUid,
      title,
      interval,
      rules: instance.rules
        .filter((rule) => rule.folderUid === folderUid && rule.ruleGroup === title)
        .map((rule) => ({ uid: rule.uid, title: rule.title })),
    })),
  };
}

/** Returns every cloud token, including the bootstrap token. */
export function listTokens(state: State): TokenInfo[] {
  return state.tokens.map((token) => cloudTokenInfo(state, token));
}

/** Returns the issued token that has this secret, if any. */
export function identifyToken(state: State, secret: string): TokenInfo | undefined {
  const cloud = findCloudToken(state, secret);
  if (cloud !== undefined) return cloudTokenInfo(state, cloud);
  for (const stack of state.stacks) {
    const token = findServiceAccountToken(stack, secret);
    if (token === undefined) continue;
    const account = stack.instance.serviceAccounts.find((candidate) => candidate.id === token.serviceAccountId);
    return {
      id: String(token.id),
      kind: "service-account",
      name: token.name,
      owner: account?.name ?? "",
      scopes: [`role:${account?.role ?? "None"}`],
      realms: [{ type: "stack", identifier: String(stack.id) }],
      createdAt: token.createdAt,
      expiresAt: token.expiresAt,
      activeAt: token.createdAt,
      expired: isExpired(token, Date.now()),
    };
  }
  return undefined;
}

function cloudTokenInfo(state: State, token: CloudToken): TokenInfo {
  const policy = policyOf(state, token);
  const { id, name, createdAt, expiresAt, activeAt } = token;
  return {
    id,
    kind: token.accessPolicyId === BOOTSTRAP_ID ? "bootstrap" : "access-policy",
    name,
    owner: policy?.name ?? "",
    scopes: policy?.scopes ?? [],
    realms: policy?.realms ?? [],
    createdAt,
    expiresAt,
    activeAt,
    expired: isExpired(token, Date.now()),
  };
}
