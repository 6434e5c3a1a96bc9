import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import { acceptedToken, type WriteProbe } from "../../components/backends/grafana-cloud/token-readiness.ts";
import { failureOf } from "../../testing/harness.ts";
import { hurry } from "../hurry.ts";
import { CANARY, mocks } from "../../testing/mocks.ts";

const TOKEN = `${CANARY}-token`;
const OTLP = {
  kind: "otlp",
  url: pulumi.output("https://otlp.example.net/otlp"),
  username: pulumi.output("42"),
} as const;
const PROFILES = {
  kind: "profiles",
  url: pulumi.output("https://profiles.example.net"),
  username: pulumi.output("43"),
} as const;
const PROBE: WriteProbe = { policy: "petrosa-collector", timeoutSeconds: 0.2, endpoints: [OTLP] };

type Answer = number | Error;

/** Answers in turn, repeating the last answer. @returns the requests */
function answering(...answers: Answer[]): Request[] {
  const requests: Request[] = [];
  globalThis.fetch = (input, init) => {
    requests.push(new Request(input, init));
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    return typeof answer === "number"
      ? Promise.resolve(new Response(null, { status: answer }))
      : Promise.reject(answer ?? new Error("no answer"));
  };
  return requests;
}

/** The error of fetch if nothing listens. */
const refused = () => new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:1") });

const real = { fetch: globalThis.fetch, info: pulumi.log.info };
const logged: string[] = [];

/** The accepted token, or the error that stops the update. */
async function outcome(changes: Partial<WriteProbe> = {}, preview = false): Promise<unknown> {
  await pulumi.runtime.setMocks(mocks, "observability", "test", preview);
  let value: unknown;
  const error = await failureOf(async () => {
    const token = acceptedToken(pulumi.secret(TOKEN), pulumi.output("prod-sa-east-1"), { ...PROBE, ...changes });
    assert.equal(await pulumi.isSecret(token), true);
    return { token: token.apply((accepted) => (value = accepted)) };
  });
  return error ?? value;
}

/** The message of the update's error, which must not contain the token. */
async function message(changes: Partial<WriteProbe> = {}): Promise<string> {
  const error = await outcome(changes);
  assert.ok(error instanceof pulumi.RunError);
  assert.doesNotMatch(error.message, new RegExp(CANARY));
  assert.doesNotMatch(error.message, new RegExp(Buffer.from(`42:${CANARY}`).toString("base64").slice(0, 20)));
  return error.message;
}

const FIX =
  "  fix: run `pulumi up --refresh`, which replaces a revoked token and restores changed scopes. If Grafana Cloud is only slow, raise observability:backend.tokens.readinessTimeout. Nothing is lost: the collector keeps its current token";

describe("readiness of a token", () => {
  hurry();
  beforeEach(() => {
    logged.length = 0;
    Object.assign(pulumi.log, { info: (text: string) => Promise.resolve(void logged.push(text)) });
  });
  afterEach(() => {
    globalThis.fetch = real.fetch;
    Object.assign(pulumi.log, { info: real.info });
  });

  it("is not checked in a preview", async () => {
    const requests = answering(401);
    assert.equal(await outcome({}, true), TOKEN);
    assert.deepEqual(requests, []);
  });

  it("is checked by one empty write with the token to each endpoint if it is accepted", async () => {
    const requests = answering(200);
    assert.equal(await outcome({ endpoints: [OTLP, PROFILES] }), TOKEN);
    const told = requests.map(async (request) => [
      request.method,
      request.url,
      request.headers.get("content-type"),
      Buffer.from(request.headers.get("authorization")?.replace("Basic ", "") ?? "", "base64").toString(),
      await request.text(),
    ]);
    assert.deepEqual(await Promise.all(told), [
      ["POST", "https://otlp.example.net/otlp/v1/metrics", "application/json", `42:${TOKEN}`, '{"resourceMetrics":[]}'],
      [
        "POST",
        "https://profiles.example.net/push.v1.PusherService/Push",
        "application/json",
        `43:${TOKEN}`,
        '{"series":[]}',
      ],
    ]);
    assert.deepEqual(logged, []);
  });

  for (const status of [204, 400, 404, 415]) {
    it(`is shown by an answer ${status}: the token was accepted, whatever happens to the write`, async () => {
      const requests = answering(status);
      assert.equal(await outcome(), TOKEN);
      assert.equal(requests.length, 1);
    });
  }

  for (const [title, answer] of [
    ["401", 401],
    ["429", 429],
    ["503", 503],
    ["no connection", refused()],
    ["no answer in time", new DOMException("The operation was aborted due to timeout", "TimeoutError")],
  ] as const) {
    it(`is checked again while the answer is ${title}`, async () => {
      const requests = answering(answer, answer, answer, 200);
      assert.equal(await outcome({ timeoutSeconds: 10 }), TOKEN);
      assert.equal(requests.length, 4);
    });
  }

  it("logs once what it waits for", async () => {
    answering(401, 401, 200);
    await outcome({ timeoutSeconds: 10 });
    assert.deepEqual(logged, [
      "waiting for https://otlp.example.net/otlp/v1/metrics to accept the new token of policy petrosa-collector (401)",
    ]);
  });

  it("fails with policy, region, endpoint and last answer if the token stays refused", async () => {
    const requests = answering(401);
    assert.equal(
      await message(),
      `token of access policy "petrosa-collector" (region prod-sa-east-1): expected https://otlp.example.net/otlp/v1/metrics to accept it within 0.2 s, last answer: 401\n${FIX}`,
    );
    assert.ok(requests.length > 1, `${requests.length} requests`);
  });

  it("fails with the reason if there is no answer", async () => {
    answering(refused());
    assert.match(await message(), /within 0\.2 s, last answer: fetch failed: connect ECONNREFUSED 127\.0\.0\.1:1\n/);
  });

  it("fails at once if the policy lacks the scope", async () => {
    const requests = answering(403);
    assert.equal(
      await message({ timeoutSeconds: 900 }),
      `token of access policy "petrosa-collector" (region prod-sa-east-1): expected https://otlp.example.net/otlp/v1/metrics to accept it within 900 s, last answer: 403: the policy lacks the scope to write here\n${FIX}`,
    );
    assert.equal(requests.length, 1);
  });

  it("fails if one of two endpoints refuses", async () => {
    globalThis.fetch = (input) =>
      Promise.resolve(new Response(null, { status: new Request(input).url.includes("profiles") ? 403 : 200 }));
    assert.match(await message({ endpoints: [OTLP, PROFILES] }), /expected https:\/\/profiles\.example\.net\/push/);
  });
});
