import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import type { GrafanaCloudConfig } from "../../../model/config/grafana-cloud.ts";
import { answeringStack } from "./stack-readiness.ts";

/** Where one kind of telemetry is written, and as which user. */
export interface WriteEndpoint {
  readonly url: pulumi.Output<string>;
  readonly username: pulumi.Output<string>;
}

type StackConfig = GrafanaCloudConfig["stack"];

/** The stack to create, or to adopt by its slug, and the lifetime and overlap of the service account's token. */
export type GrafanaCloudStackArgs = Pick<GrafanaCloudConfig, "stack" | "tokens">;

/** A Grafana Cloud stack, created or adopted, and a service account with a rotating token for managing what is inside it. */
export class GrafanaCloudStack extends pulumi.ComponentResource {
  static readonly __pulumiType = "observability:index:GrafanaCloudStack";

  /** Numeric id as a string: realm of access policies. */
  readonly stackId: pulumi.Output<string>;
  /** Region of the stack and of its access policies. */
  readonly region: pulumi.Output<string>;
  /** URL of the stack's Grafana. */
  readonly url: pulumi.Output<string>;
  readonly otlp: WriteEndpoint;
  readonly profiles: WriteEndpoint;
  /** Token with the role Admin in the stack's Grafana. Secret. */
  readonly serviceAccountToken: pulumi.Output<string>;
  /** Value of `deletedWith` for resources that are deleted with the stack. Undefined if the stack outlives this program. */
  readonly owner: grafana.cloud.Stack | undefined;

  constructor(name: string, args: GrafanaCloudStackArgs, opts?: pulumi.ComponentResourceOptions) {
    super(GrafanaCloudStack.__pulumiType, name, {}, opts);
    const child = { parent: this };
    const created = args.stack.mode === "create" ? createStack(name, args.stack, child) : undefined;
    const stack = created ?? grafana.cloud.getStackOutput({ slug: args.stack.slug }, child);
    // Deleting a protected stack fails after its contents were dropped from the state, so in that case nothing may be dropped.
    this.owner = args.stack.mode === "create" && !args.stack.deleteProtection ? created : undefined;
    const contents = { ...child, deletedWith: this.owner };
    this.url = pulumi.output(stack.url).apply((url) => url ?? "");
    const slug = answeringStack(pulumi.output(stack.slug), this.url, readinessSeconds(args.stack));

    const serviceAccount = new grafana.cloud.StackServiceAccount(
      `${name}-pulumi`,
      // Without a name, it gets a random one. A fixed name would stay taken after a killed update, because no API finds the account again.
      { stackSlug: slug, role: "Admin" },
      contents,
    );
    const token = new grafana.cloud.StackServiceAccountRotatingToken(
      `${name}-pulumi`,
      {
        stackSlug: slug,
        serviceAccountId: serviceAccount.id,
        namePrefix: "observability-pulumi",
        secondsToLive: args.tokens.lifetime.seconds,
        earlyRotationWindowSeconds: args.tokens.overlap.seconds,
      },
      contents,
    );

    this.stackId = stack.id;
    this.region = pulumi.output(stack.regionSlug).apply((region) => region ?? "");
    this.otlp = { url: stack.otlpUrl, username: stack.id };
    this.profiles = { url: stack.profilesUrl, username: stack.profilesUserId.apply(String) };
    this.serviceAccountToken = pulumi.secret(token.key);
    this.registerOutputs({ stackId: this.stackId, region: this.region, url: this.url });
  }
}

/** An adopted stack should answer at once, but may be paused. */
const ADOPTED_READINESS_SECONDS = 300;

const readinessSeconds = (stack: StackConfig): number =>
  stack.mode === "create" ? stack.readinessTimeout.seconds : ADOPTED_READINESS_SECONDS;

function createStack(
  name: string,
  stack: Extract<StackConfig, { mode: "create" }>,
  opts: pulumi.CustomResourceOptions,
): grafana.cloud.Stack {
  return new grafana.cloud.Stack(
    name,
    {
      slug: stack.slug,
      name: stack.name ?? stack.slug,
      regionSlug: stack.region,
      description: stack.description,
      labels: stack.labels,
      deleteProtection: stack.deleteProtection,
      waitForReadiness: true,
      waitForReadinessTimeout: stack.readinessTimeout.text,
    },
    // A slug is unique, so the old stack has to be deleted before its replacement is created.
    { ...opts, protect: stack.protect, deleteBeforeReplace: true },
  );
}
