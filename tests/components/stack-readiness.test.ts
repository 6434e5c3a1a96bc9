import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { answeringStack } from "../../components/backends/grafana-cloud/stack-readiness.ts";
import { failureOf } from "../../testing/harness.ts";
import { hurry } from "../hurry.ts";
import { mocks } from "../../testing/mocks.ts";

const { fetch } = globalThis;
const URL = "https://petrosadev.grafana.net";

/** Makes the health check answer in turn, repeating the last answer. @returns the requested paths */
function answering(...healths: number[]): string[] {
  const asked: string[] = [];
  globalThis.fetch = (input) => {
    const url = input instanceof Request ? input.url : input.toString();
    asked.push(url.replace(URL, ""));
    const status = url.endsWith("/api/health") ? ((healths.length > 1 ? healths.shift() : healths[0]) ?? 0) : 200;
    return Promise.resolve(new Response(null, { status }));
  };
  return asked;
}

/** The slug, or the error that stops the update. */
async function outcome(preview = false): Promise<unknown> {
  await pulumi.runtime.setMocks(mocks, "observability", "test", preview);
  let value: unknown;
  const error = await failureOf(() => {
    const slug = answeringStack(pulumi.output("petrosadev"), pulumi.output(URL), 0.2);
    return Promise.resolve({ slug: slug.apply((answered) => (value = answered)) });
  });
  return error ?? value;
}

describe("readiness of a stack", () => {
  hurry();
  afterEach(() => void Object.assign(globalThis, { fetch }));

  it("is not checked in a preview", async () => {
    const asked = answering(503);
    assert.equal(await outcome(true), "petrosadev");
    assert.deepEqual(asked, []);
  });

  it("is checked once if the stack answers, after waking it", async () => {
    const asked = answering(200);
    assert.equal(await outcome(), "petrosadev");
    assert.deepEqual(asked, ["/login?disableAutoLogin=true", "/api/health"]);
  });

  it("is checked until the stack answers", async () => {
    const asked = answering(503, 503, 200);
    assert.equal(await outcome(), "petrosadev");
    assert.equal(asked.length, 6);
  });

  it("fails with stack, address and last answer if the stack never answers", async () => {
    answering(503);
    const error = await outcome();
    assert.ok(error instanceof pulumi.RunError);
    assert.equal(
      error.message,
      `stack "petrosadev": expected ${URL}/api/health to answer 200 within 0.2 s, last answer: 503
  fix: run \`pulumi up\` again, which continues from here. If that does not help, check the stack in the Cloud portal, or raise observability:backend.stack.readinessTimeout`,
    );
  });
});
