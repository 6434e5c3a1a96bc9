import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import type { GrafanaCloudConfig } from "../../../model/config/grafana-cloud.ts";
import { COLLECTOR_WRITER, PROFILES_WRITER, type Writer } from "../../../model/backends/grafana-cloud.ts";
import type { ExpiringToken, WriteToken } from "../backend.ts";
import type { GrafanaCloudStack } from "./stack.ts";
import { acceptedToken, type WriteProbe } from "./token-readiness.ts";

export interface AccessTokensArgs {
  readonly backend: Pick<GrafanaCloudConfig, "stack" | "tokens">;
  /** Whether applications push their profiles directly. */
  readonly applicationTokens: boolean;
  /** Stack that the tokens write to, and realm of their policies. */
  readonly stack: GrafanaCloudStack;
}

/**
 * A write-only access policy and a rotating token for each writer. A replaced token stays valid until it expires, and a new one
 * is not used before its write endpoints accept it.
 */
export class AccessTokens extends pulumi.ComponentResource {
  static readonly __pulumiType = "observability:index:AccessTokens";

  /** Token of the collector, which may write all signals. */
  readonly collector: MintedToken;
  /** Token of the applications, which may write profiles. Minted only if an application pushes them directly. */
  readonly profiles: MintedToken | undefined;

  constructor(name: string, args: AccessTokensArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AccessTokens.__pulumiType, name, {}, opts);
    this.collector = mintToken(this, name, COLLECTOR_WRITER, args);
    this.profiles = args.applicationTokens ? mintToken(this, name, PROFILES_WRITER, args) : undefined;
    this.registerOutputs({});
  }
}

/** A write-only token that is replaced before it expires. */
export interface MintedToken extends WriteToken, ExpiringToken {}

function mintToken(parent: pulumi.Resource, name: string, writer: Writer, args: AccessTokensArgs): MintedToken {
  const { stack, backend } = args;
  const { tokens } = backend;
  const child = { parent, deletedWith: stack.owner };
  const policyName = `${backend.stack.slug}-${writer.key}`;
  const policy = new grafana.cloud.AccessPolicy(
    `${name}-${writer.key}`,
    {
      region: stack.region,
      name: policyName,
      displayName: writer.displayName,
      scopes: [...writer.scopes],
      realms: [{ type: "stack", identifier: stack.stackId }],
    },
    // Not `deletedWith` the stack, because a policy belongs to the organisation and outlives the stack.
    { parent },
  );
  const token = new grafana.cloud.AccessPolicyRotatingToken(
    `${name}-${writer.key}`,
    {
      region: stack.region,
      accessPolicyId: policy.policyId,
      namePrefix: policyName,
      expireAfter: tokens.lifetime.text,
      earlyRotationWindow: tokens.overlap.text,
      deleteOnDestroy: false, // pods still hold the old token while the new one reaches them
    },
    child,
  );
  const probe: WriteProbe = {
    policy: policyName,
    timeoutSeconds: tokens.readinessTimeout.seconds,
    endpoints: writer.endpoints.map((endpoint) => ({ kind: endpoint, ...stack[endpoint] })),
  };
  return {
    value: acceptedToken(pulumi.secret(token.token), stack.region, probe),
    version: token.name,
    expiresAt: token.expiresAt.apply((time) => Math.floor(Date.parse(time) / 1000)),
  };
}
