import { createHash, randomBytes, randomUUID } from "node:crypto";
import { BlockList } from "node:net";
import type { AccessPolicy, CloudToken, Realm, ServiceAccountToken, Stack, State } from "./state.ts";

/** Id of the access policy that represents the manually created one. Its token is the bootstrap token. */
export const BOOTSTRAP_ID = "bootstrap";

/** All scopes of the bootstrap token. */
const BOOTSTRAP_SCOPES = [
  "accesspolicies:read",
  "accesspolicies:write",
  "accesspolicies:delete",
  "stacks:read",
  "stacks:write",
  "stacks:delete",
  "stack-service-accounts:write",
];

/** Scope sets that the real service expands when it checks a token. */
const SCOPE_SETS: Record<string, readonly string[]> = {
  "set:alloy-data-write": ["metrics:write", "logs:write", "traces:write", "profiles:write", "fleet-management:read"],
};

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Creates a cloud token: `glc_` and 43 characters. */
export function mintCloudSecret(): string {
  return `glc_${randomBytes(32).toString("base64url")}`;
}

/** Creates a service-account token: `glsa_`, 32 characters and a suffix shaped like a checksum. */
export function mintServiceAccountSecret(): string {
  return `glsa_${randomBytes(16).toString("hex")}_${randomBytes(4).toString("hex")}`;
}

export function isExpired(token: { readonly expiresAt: string | null }, now: number): boolean {
  return token.expiresAt !== null && Date.parse(token.expiresAt) <= now;
}

export function findCloudToken(state: State, secret: string): CloudToken | undefined {
  const digest = sha256(secret);
  return state.tokens.find((token) => token.sha256 === digest);
}

export function policyOf(state: State, token: CloudToken): AccessPolicy | undefined {
  return state.policies.find((policy) => policy.id === token.accessPolicyId);
}

export function findServiceAccountToken(stack: Stack, secret: string): ServiceAccountToken | undefined {
  const digest = sha256(secret);
  return stack.instance.serviceAccountTokens.find((token) => token.sha256 === digest);
}

/** Returns the scopes of a policy, with scope sets expanded. */
export function grantedScopes(policy: AccessPolicy): string[] {
  return policy.scopes.flatMap((scope) => [scope, ...(SCOPE_SETS[scope] ?? [])]);
}

export function realmCovers(realms: readonly Realm[], stack: Stack): boolean {
  return realms.some((realm) => realm.type === "org" || realm.identifier === String(stack.id));
}

/** Whether the client address is in the policy's allowed subnets. No subnets means that every address is allowed. */
export function subnetAllowed(subnets: readonly string[], address: string): boolean {
  if (subnets.length === 0) return true;
  const family = address.includes(":") ? "ipv6" : "ipv4";
  return subnets.some((cidr) => {
    const [network = "", prefix = ""] = cidr.split("/");
    const list = new BlockList();
    list.addSubnet(network, Number(prefix), network.includes(":") ? "ipv6" : "ipv4");
    return list.check(address, family);
  });
}

/** Adds the bootstrap policy and returns its new token. */
export function mintBootstrapToken(state: State, now: string): string {
  const secret = mintCloudSecret();
  if (!state.policies.some((policy) => policy.id === BOOTSTRAP_ID)) {
    state.policies.push({
      id: BOOTSTRAP_ID,
      region: "",
      name: "bootstrap",
      displayName: "Bootstrap",
      scopes: [...BOOTSTRAP_SCOPES],
      realms: [{ type: "org", identifier: "local", labelPolicies: [] }],
      allowedSubnets: [],
      createdAt: now,
      updatedAt: now,
    });
  }
  state.tokens.push({
    id: randomUUID(),
    accessPolicyId: BOOTSTRAP_ID,
    region: "",
    name: "bootstrap",
    displayName: "bootstrap",
    sha256: sha256(secret),
    createdAt: now,
    updatedAt: now,
    expiresAt: null,
    activeAt: now,
  });
  return secret;
}
