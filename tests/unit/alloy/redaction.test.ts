import { EXAMPLE_DESTINATIONS } from "../../../render/reference/committed-files.ts";
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { RawString } from "../../../render/alloy/language/ast.ts";
import { renderRole } from "../../../render/alloy/roles/role.ts";
import type { RoleName } from "../../../render/alloy/plan.ts";
import { find, roleWith } from "./roles.ts";

interface Replacement {
  readonly target: string;
  readonly pattern: RegExp;
  readonly replacement: string;
  /** Text required for any replacement. */
  readonly guard: string | undefined;
}

/** Converts the statement to JavaScript. The patterns use only syntax that RE2 and JavaScript interpret alike. */
function replacementOf({ text }: RawString): Replacement {
  const [, target, pattern, replacement, where = ""] =
    /^replace_pattern\(([a-z]+\.body|[a-z]+\.attributes\["[\w.]+"\]), ("(?:[^"\\]|\\.)*"), ("[^"]*")\)(?: where (.*))?$/.exec(
      text,
    ) ?? [];
  assert.ok(target !== undefined && pattern !== undefined && replacement !== undefined, text);
  const [, guard] = /^IsMatch\(log\.body, "(.*)"\)$/.exec(where) ?? [];
  return {
    target,
    pattern: new RegExp(JSON.parse(pattern) as string, "g"),
    replacement: JSON.parse(replacement) as string,
    guard,
  };
}

/** Returns the replacements in one context of a component. */
const statementsOf = (role: RoleName, component: string, context: string): readonly Replacement[] =>
  find(roleWith(role), `otelcol.processor.transform ${component}`)
    .blocks.filter(({ attributes }) => attributes["context"] === context)
    .flatMap(({ attributes }) => attributes["statements"] as RawString[])
    .filter(({ text }) => text.startsWith("replace_pattern"))
    .map(replacementOf);

const IN_LINES = statementsOf("gateway", "pushed", "log");

const redacted = (text: string, target: string, replacements: readonly Replacement[]): string =>
  replacements
    .filter((one) => one.target === target)
    .reduce(
      (line, { pattern, replacement, guard }) =>
        guard !== undefined && !line.includes(guard) ? line : line.replace(pattern, replacement),
      text,
    );

const inLogs = (text: string): string => redacted(text, "log.body", IN_LINES);

/** Joins parts of a secret, so that secret scanners do not report this file as a leak. */
const like = (...parts: readonly string[]): string => parts.join("");
const JWT = like("eyJ", "hbGciOiJIUzI1NiJ9.", "eyJzdWIiOiIxMjM0NTYifQ.", "c2lnbmF0dXJlLW9mLXRva2Vu");

const FOUND: Readonly<Record<string, readonly [line: string, redacted: string]>> = {
  "a token of Grafana Cloud": [`with ${like("gl", "c_eyJvIjoiMTIzNDU2NzgiLCJuIjoi")}=`, "with ****"],
  "a service account of Grafana": [`as ${like("gl", "sa_0123456789abcdefABCDEF_0a1b2c3d")}`, "as ****"],
  "a token of GitHub": [`clone with ${like("gh", "p_0123456789abcdefghijklmnopqrstuvwxyz")}.`, "clone with ****."],
  "a token of Slack": [`${like("xo", "xb-1234567890-abcdefghij")} posted`, "**** posted"],
  "a key id of AWS": [`key ${like("AK", "IAIOSFODNN7EXAMPLE")}`, "key ****"],
  "a key of Google": [`?k=${like("AI", "zaSyA-0123456789abcdefghijklmnopqrstu")}`, "?k=****"],
  "a JSON Web Token": [`session ${JWT} ended`, "session **** ended"],
  "a private key": [
    like("-----BEGIN RSA ", "PRIVATE KEY-----\nMIIEow+/=\n-----END RSA ", "PRIVATE KEY----- read"),
    "**** read",
  ],
  "credentials in an address": ["GET https://ann:hunter2@db.example.com/x", "GET https://****db.example.com/x"],
  "a bearer token": ["Authorization: Bearer abcdef0123456789abcdef", "Authorization: Bearer ****"],
  "basic credentials": ["authorization: basic YW5uOmh1bnRlcjI6OjA=", "authorization: basic ****"],
  "a password in a connection string": ["host=db password=hunter22 user=ann", "host=db password=**** user=ann"],
  "a password in JSON": ['{"password":"hunter22","user":"ann"}', '{"password":"****","user":"ann"}'],
  "a password in JSON within JSON": [
    String.raw`{"msg":"{\"password\":\"hunt\\er22\",\"n\":1}"}`,
    String.raw`{"msg":"{\"password\":\"****\",\"n\":1}"}`,
  ],
  "a password in the environment": ["PGPASSWORD=hunter22", "PGPASSWORD=****"],
  "a secret in YAML": ["client_secret: s3cr3t-value", "client_secret: ****"],
  "a secret key of AWS": ["AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG", "AWS_SECRET_ACCESS_KEY=****"],
  "an access key in camel case": ['{"secretAccessKey":"wJalrXUtnFEMI"}', '{"secretAccessKey":"****"}'],
  "an API key in a query": ["GET /v1?apiKey=0123456789&page=2", "GET /v1?apiKey=****&page=2"],
  "a token in a query": ["GET /cb?access_token=0123456789#x", "GET /cb?access_token=****"],
  "a signature in a query": ["/order?signature=0a1b2c3d4e5f&side=BUY", "/order?signature=****&side=BUY"],
  "an e-mail address": ["mail to ann.smith+news@mail.example.com sent", "mail to **** sent"],
  "a card number in groups": ["paid with 4111 1111 1111 1111 today", "paid with **** today"],
  "a card number with dashes": ["paid with 5500-0000-0000-0004", "paid with ****"],
  "a card number without groups": ['{"pan":"6011000000000004"}', '{"pan":"****"}'],
  "card numbers that a line begins with": ["4111111111111111 5500000000000004", "**** ****"],
  "two things of one kind": ["from a@example.com to b@example.com", "from **** to ****"],
};

const KEPT: Readonly<Record<string, string>> = {
  "an order": '{"level":"info","msg":"order 4711 filled","price":41111.25,"quantity":0.0042}',
  "a UUID": "request 4f9d3c1e-4111-4111-8111-411141114111 done",
  "a UUID of digits": "request 41111111-1111-4111-8111-111111111111 done",
  "a time in nanoseconds": '{"ts":1764204000123456789}',
  "a time in microseconds": '{"ts":1764204000123456}',
  "a time as text": "2026-11-27T00:20:00.123456789Z stdout F started",
  "a trace id": "trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7",
  "an address": "GET https://api.example.com:8443/v1/orders?symbol=BTCUSDT",
  "an address of a socket": "connected to tcp://10.0.0.1:5432 as ann",
  "a number of tokens": "prompt used 123456789 tokens, tokens=123456789",
  "the name of a Secret": "secretName: grafana-alloy",
  "a short value": "token: none",
  "a word": "the password was changed; Bearer realm=api",
  "a handle": "@ann merged it",
  "a number of 16 digits after the point": '{"price":0.4111111111111111,"quantity":4.111111111111111}',
  "a long number": "sequence 41111111111111112222",
};

describe("redaction of log lines", () => {
  for (const [what, [line, expected]] of Object.entries(FOUND)) {
    it(`replaces ${what}`, () => assert.equal(inLogs(line), expected));
    it(`finds nothing more to replace after ${what}`, () => assert.equal(inLogs(expected), expected));
  }
  for (const [what, line] of Object.entries(KEPT)) {
    it(`keeps ${what}`, () => assert.equal(inLogs(line), line));
  }

  it("begins each pattern except that of cards with literal text, or guards it with some, because others are slow", () => {
    const slow = IN_LINES.filter(
      ({ target, pattern, guard }) =>
        target === "log.body" && guard === undefined && !/^\(?(?:\w|-|:|\^)/.test(pattern.source),
    );
    assert.deepEqual(
      slow.map(({ pattern }) => pattern.source.slice(0, 8)),
      [String.raw`([^\w.])`],
    );
  });
});

describe("redaction of attributes", () => {
  const ATTRIBUTES = [
    "db.query.text",
    "db.statement",
    "exception.message",
    "exception.stacktrace",
    "http.target",
    "http.url",
    "url.full",
    "url.query",
  ];

  for (const context of ["log", "span", "spanevent"]) {
    it(`covers the free-text attributes of a ${context}`, () => {
      const targets = statementsOf("gateway", "pushed", context).map(({ target }) => target);
      assert.deepEqual(
        targets.filter((target) => target !== "log.body"),
        ATTRIBUTES.map((name) => `${context}.attributes["${name}"]`),
      );
    });
  }

  it("finds the same secrets in an attribute as in a line", () => {
    const spans = statementsOf("gateway", "pushed", "span");
    const inUrl = (text: string) => redacted(text, 'span.attributes["url.full"]', spans);
    for (const [what, [line]] of Object.entries(FOUND)) assert.notEqual(inUrl(line), line, what);
    for (const [what, line] of Object.entries(KEPT)) assert.equal(inUrl(line), line, what);
    assert.equal(
      inUrl("https://api.example.com/v1?page=2&signature=0a1b2c3d4e5f"),
      "https://api.example.com/v1?page=2&s****",
    );
  });
});

describe("redaction of logs that the collector reads itself", () => {
  it("is the same for events and pod logs", () => {
    assert.deepEqual(statementsOf("gateway", "logs", "log"), IN_LINES);
    assert.deepEqual(statementsOf("node", "logs", "log"), IN_LINES);
  });
});

describe("disabled redaction", () => {
  for (const name of ["gateway", "node"] as const) {
    it(`is absent from the ${name}`, () => {
      assert.match(renderRole(roleWith(name), EXAMPLE_DESTINATIONS), /replace_pattern/);
      assert.doesNotMatch(
        renderRole(roleWith(name, { redaction: false }), EXAMPLE_DESTINATIONS),
        /replace_pattern|removes secrets|and secrets/,
      );
    });
  }
});
