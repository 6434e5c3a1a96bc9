import assert from "node:assert/strict";
import { GrafanaCloudClient } from "../../local/grafana-cloud/test-api/client.ts";
import { startGrafanaCloud } from "../../local/grafana-cloud/server.ts";
import type { GrafanaCloud } from "../../local/grafana-cloud/server.ts";

export const REGION = "prod-eu-west-2";

/** A decoded response. `body` is parsed JSON if there is any. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

/** Sends one request; `body` is sent as JSON unless it is a Buffer or a string. */
export async function send(
  method: string,
  url: string,
  options: { readonly auth?: string; readonly body?: unknown; readonly headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { auth, body, headers } = options;
  const raw = Buffer.isBuffer(body) || typeof body === "string";
  const response = await fetch(url, {
    method,
    headers: {
      "content-type": "application/json",
      ...(auth === undefined ? {} : { authorization: auth }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

export function bearer(token: string): string {
  return `Bearer ${token}`;
}

export function basic(user: string | number, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

/** A running stand-in with shortcuts to its three APIs. */
export class World {
  readonly cloud: GrafanaCloud;
  readonly client: GrafanaCloudClient;
  /** Token of an Admin service account, set by `withInstance`. */
  instanceToken = "";
  slug = "";

  private constructor(cloud: GrafanaCloud) {
    this.cloud = cloud;
    this.client = new GrafanaCloudClient(cloud.url);
  }

  static async start(options: { readonly stateDir?: string } = {}): Promise<World> {
    return new World(await startGrafanaCloud(options));
  }

  stop(): Promise<void> {
    return this.cloud.close();
  }

  /** Calls the cloud API with the bootstrap token. */
  api(method: string, path: string, body?: unknown, token = this.cloud.bootstrapToken): Promise<Answer> {
    return send(method, `${this.cloud.url}/api${path}`, { auth: bearer(token), body });
  }

  /** Calls the instance of the stack that `withInstance` created. */
  grafana(method: string, path: string, body?: unknown, token = this.instanceToken): Promise<Answer> {
    return send(method, `${this.cloud.url}/grafana/${this.slug}/api${path}`, { auth: bearer(token), body });
  }

  /** Creates a stack and returns it as the API shows it. */
  async stack(slug: string, extra: Record<string, unknown> = {}): Promise<StackAnswer> {
    const answer = await this.api("POST", "/instances", { name: slug, slug, region: REGION, ...extra });
    assert.equal(answer.status, 200, answer.text);
    return answer.body as unknown as StackAnswer;
  }

  /** Creates a stack and an Admin token for its instance. */
  async withInstance(slug: string): Promise<StackAnswer> {
    const stack = await this.stack(slug);
    this.slug = slug;
    this.instanceToken = await this.serviceAccountToken(slug, "Admin");
    return stack;
  }

  async serviceAccountToken(slug: string, role: string, secondsToLive = 0): Promise<string> {
    const accounts = `/instances/${slug}/api/serviceaccounts`;
    const account = await this.api("POST", accounts, { name: `${role}-${Date.now()}-${secondsToLive}`, role });
    const token = await this.api("POST", `${accounts}/${String(account.body["id"])}/tokens`, {
      name: "t",
      secondsToLive,
    });
    assert.equal(token.status, 200, token.text);
    return String(token.body["key"]);
  }

  /** Creates an access policy for one stack and returns its id. */
  async policy(name: string, stackId: number, scopes: readonly string[], conditions?: unknown): Promise<string> {
    const realms = [{ type: "stack", identifier: String(stackId) }];
    const body = { name, scopes, realms, conditions };
    const answer = await this.api("POST", `/v1/accesspolicies?region=${REGION}`, body);
    assert.equal(answer.status, 200, answer.text);
    return String(answer.body["id"]);
  }

  /** Creates a token and returns its id and secret. */
  async token(accessPolicyId: string, name: string, expiresAt?: string): Promise<{ id: string; secret: string }> {
    const answer = await this.api("POST", `/v1/tokens?region=${REGION}`, { accessPolicyId, name, expiresAt });
    assert.equal(answer.status, 200, answer.text);
    return { id: String(answer.body["id"]), secret: String(answer.body["token"]) };
  }
}

/** The fields of a stack that tests use. */
export interface StackAnswer {
  readonly id: number;
  readonly slug: string;
  readonly url: string;
  readonly hmInstancePromId: number;
  readonly hlInstanceId: number;
  readonly htInstanceId: number;
  readonly hpInstanceId: number;
}

/** Returns an alert rule that the instance accepts, with changes. */
export function alertRule(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    uid: "reject-rate",
    title: "Reject rate high",
    condition: "C",
    for: "5m0s",
    noDataState: "NoData",
    execErrState: "Error",
    labels: { severity: "critical" },
    data: [
      {
        refId: "A",
        datasourceUid: "grafanacloud-prom",
        relativeTimeRange: { from: 600 },
        model: { refId: "A", expr: "up" },
      },
      { refId: "C", datasourceUid: "__expr__", relativeTimeRange: {}, model: { refId: "C", type: "threshold" } },
    ],
    ...changes,
  };
}

/** Returns the body of a rule group with these rules. */
export function ruleGroup(rules: readonly unknown[], interval = 60): Record<string, unknown> {
  return { title: "ignored", folderUid: "ignored", interval, rules };
}
