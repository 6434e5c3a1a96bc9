import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { checkBootstrapToken } from "../../components/preflight.ts";
import type { Config } from "../../model/config.ts";
import { refusal, settingsOf } from "../harness.ts";
import { CANARY } from "../mocks.ts";
import { accepted } from "../unit/config/input.ts";

const { fetch } = globalThis;
const created = accepted().backend;
const adopted = accepted({ "backend.stack": { mode: "adopt", slug: "shared" } }).backend;

/** What the check of the token ends with where the API answers so, and what was asked. */
async function check(backend: Config["backend"], answer: number | Error): Promise<[unknown, Request[]]> {
  const requests: Request[] = [];
  globalThis.fetch = (input, init) => {
    requests.push(new Request(input, init));
    return typeof answer === "number"
      ? Promise.resolve(new Response(null, { status: answer }))
      : Promise.reject(answer);
  };
  const error: unknown = await checkBootstrapToken(backend, pulumi.secret(CANARY)).catch((reason: unknown) => reason);
  return [error, requests];
}

const refused = (
  got: string,
) => `observability:grafanaCloudToken: expected a token that https://grafana.com accepts, got ${got}
  fix: create an access policy with realm = the whole organisation and exactly the scopes
         stacks:read
         stacks:write
         stacks:delete
         accesspolicies:read
         accesspolicies:write
         accesspolicies:delete
         stack-service-accounts:write
       then: pulumi config set --secret observability:grafanaCloudToken`;

describe("check of the bootstrap token", () => {
  afterEach(() => void Object.assign(globalThis, { fetch }));

  it("asks once, for the stack, with the token", async () => {
    const [error, requests] = await check(created, 200);
    assert.equal(error, undefined);
    assert.deepEqual(
      requests.map(({ method, url, headers }) => [method, url, headers.get("authorization")]),
      [["GET", "https://grafana.com/api/instances/petrosadev", `Bearer ${CANARY}`]],
    );
  });

  for (const [status, got] of [
    [401, "401 (unknown or expired)"],
    [403, "403 (a scope is missing)"],
  ] as const) {
    it(`ends with every scope that is needed on ${status}`, async () => {
      const [error] = await check(created, status);
      assert.ok(error instanceof pulumi.RunError);
      assert.equal(error.message, refused(got));
    });
  }

  it("ends where the stack to adopt does not exist", async () => {
    const [error] = await check(adopted, 404);
    assert.ok(error instanceof pulumi.RunError);
    assert.equal(
      error.message,
      `observability:backend.stack.slug: expected a stack that exists, got "shared"
  fix: correct the slug, or let this program create the stack: set observability:backend.stack.mode to create, and its region`,
    );
  });

  it("goes on where the stack to create does not exist yet", async () => {
    assert.equal((await check(created, 404))[0], undefined);
  });

  for (const answer of [429, 500, 503, new TypeError("fetch failed"), new DOMException("timeout", "TimeoutError")]) {
    it(`leaves ${typeof answer === "number" ? answer : answer.message} to the provider, which tries again`, async () => {
      assert.equal((await check(created, answer))[0], undefined);
      assert.equal((await check(adopted, answer))[0], undefined);
    });
  }

  it("comes before the first resource", async () => {
    const values = { ...settingsOf("dev"), grafanaCloudToken: CANARY, slackWebhookUrl: CANARY };
    const keys = ["grafanaCloudToken", "slackWebhookUrl"];
    const { error, resources } = await refusal(values, keys, { http: () => 401 });
    assert.ok(error instanceof pulumi.RunError);
    assert.equal(error.message, refused("401 (unknown or expired)"));
    assert.deepEqual(resources, []);
  });
});
