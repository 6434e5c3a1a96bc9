import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { cloudProblems } from "../../components/backends/grafana-cloud/preflight.ts";
import type { Config } from "../../model/config/index.ts";
import { settingsOf } from "../../startup/stack-file.ts";
import { refusal } from "../../testing/harness.ts";
import { hurry } from "../hurry.ts";
import { CANARY } from "../../testing/mocks.ts";
import { accepted } from "../unit/config/input.ts";

const { fetch } = globalThis;
const created = accepted().backend;
const adopted = accepted({ "backend.stack": { mode: "adopt", slug: "shared" } }).backend;
const token = pulumi.secret(CANARY);
const REFUSED = new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:1") });

/** Makes the API answer in turn, repeating the last answer. @returns the requests */
function answering(...answers: (number | Error)[]): Request[] {
  const requests: Request[] = [];
  globalThis.fetch = (input, init) => {
    requests.push(new Request(input, init));
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? 200;
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(new Response(null, { status: answer }));
  };
  return requests;
}

const refused = (got: string): string => `preflight of stack test has 1 problem
  grafanaCloudToken: expected a token that https://grafana.com accepts, got ${got}
    fix: create an access policy whose realm is the whole organisation, with exactly these scopes:
           stacks:read
           stacks:write
           stacks:delete
           accesspolicies:read
           accesspolicies:write
           accesspolicies:delete
           stack-service-accounts:write
         then create a token for it and run: pulumi config set --secret observability:grafanaCloudToken`;

afterEach(() => void Object.assign(globalThis, { fetch }));

describe("preflight of Grafana Cloud", () => {
  hurry();
  const problems = (backend: Config["backend"]) => cloudProblems(backend, token);

  it("asks once for the stack, with the token", async () => {
    const requests = answering(200);
    assert.deepEqual(await problems(created), []);
    assert.deepEqual(
      requests.map(({ method, url, headers }) => [method, url, headers.get("authorization")]),
      [["GET", "https://grafana.com/api/instances/petrosadev", `Bearer ${CANARY}`]],
    );
  });

  it("reports a stack to adopt that does not exist", async () => {
    answering(404);
    assert.deepEqual(await problems(adopted), [
      {
        path: "backend.stack.slug",
        expected: "a stack that exists",
        got: '"shared"',
        fix: "correct the slug, or let this program create the stack: set observability:backend.stack.mode to create, and add its region",
        inPreview: "stop",
      },
    ]);
  });

  it("continues if the stack to create does not exist yet", async () => {
    answering(404);
    assert.deepEqual(await problems(created), []);
  });

  for (const status of [429, 500, 503]) {
    it(`leaves ${status} to the provider, which retries`, async () => {
      const requests = answering(status);
      assert.deepEqual([await problems(created), await problems(adopted)], [[], []]);
      assert.equal(requests.length, 2);
    });
  }

  it("retries if there is no answer", async () => {
    const requests = answering(REFUSED, 200);
    assert.deepEqual(await problems(created), []);
    assert.equal(requests.length, 2);
  });

  it("reports an API that does not answer after retries; a preview only warns", async () => {
    const requests = answering(REFUSED);
    assert.deepEqual(await problems(created), [
      {
        path: "backend.apiUrl",
        expected: "an answer from https://grafana.com",
        got: "fetch failed: connect ECONNREFUSED 127.0.0.1:1",
        fix: "correct the address, or the network path to it (DNS, proxy, firewall); curl should fail in the same way",
        inPreview: "warn",
      },
    ]);
    assert.equal(requests.length, 4);
  });
});

describe("preflight", () => {
  const values = { ...settingsOf("dev"), grafanaCloudToken: CANARY, slackWebhookUrl: CANARY };
  const keys = ["grafanaCloudToken", "slackWebhookUrl"];

  for (const [status, got] of [
    [401, "401 (unknown or expired)"],
    [403, "403 (a scope is missing)"],
  ] as const) {
    it(`fails on ${status} with every required scope, before the first resource`, async () => {
      const { error, resources } = await refusal(values, keys, { http: () => status });
      assert.ok(error instanceof pulumi.RunError);
      assert.equal(error.message, refused(got));
      assert.deepEqual(resources, []);
    });
  }
});
