import { after, before, describe, it } from "mocha";
import { bearer, REGION, send, World } from "./harness.ts";
import type { Answer, StackAnswer } from "./harness.ts";
import { assertRejected } from "./rejections.ts";

const IN = `?region=${REGION}`;

describe("Grafana Cloud stand-in, errors of the cloud API", () => {
  let world: World;
  let stack: StackAnswer;
  let policy = "";

  before(async () => {
    world = await World.start();
    stack = await world.stack("taken");
    policy = await world.policy("writer", stack.id, ["metrics:write"]);
    await world.token(policy, "known");
  });
  after(() => world.stop());

  const newStack = (changes: Record<string, unknown>): Promise<Answer> =>
    world.api("POST", "/instances", { name: "x", slug: "fresh", region: REGION, ...changes });
  const newPolicy = (changes: Record<string, unknown>, query = IN): Promise<Answer> =>
    world.api("POST", `/v1/accesspolicies${query}`, {
      name: "p",
      scopes: ["logs:write"],
      realms: [{ type: "stack", identifier: String(stack.id) }],
      ...changes,
    });
  const newToken = (changes: Record<string, unknown>, query = IN): Promise<Answer> =>
    world.api("POST", `/v1/tokens${query}`, { accessPolicyId: policy, name: "t", ...changes });

  it("rejects calls without a valid token", async () => {
    const url = `${world.cloud.url}/api/instances`;
    const { secret } = await world.token(policy, "weak");
    const expired = await world.token(policy, "expired");
    await world.client.expireToken(expired.id);
    await assertRejected([
      ["no token", 401, "Missing or malformed authorization header", () => send("GET", url)],
      ["basic auth", 401, "Missing or malformed", () => send("GET", url, { auth: "Basic YTpi" })],
      ["unknown token", 401, "Invalid token", () => send("GET", url, { auth: bearer("glc_nobody") })],
      ["expired token", 401, "Token expired", () => send("GET", url, { auth: bearer(expired.secret) })],
      ["missing scope", 403, "stacks:read is required", () => send("GET", url, { auth: bearer(secret) })],
      ["scope the bootstrap token lacks", 403, "orgs:read is required", () => world.api("GET", "/orgs/local")],
      ["unknown path", 404, "Not found", () => world.api("GET", "/v1/nothing")],
    ]);
  });

  it("rejects invalid stacks", async () => {
    const labels = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`l${index}`, "v"]));
    await assertRejected([
      ["taken slug", 409, "That url is not available", () => newStack({ slug: "taken" })],
      [
        "taken slug, new API",
        409,
        "not available",
        () => world.api("POST", "/v1/stacks", { name: "x", slug: "taken" }),
      ],
      ["slug with a dash", 400, "slug: Slug must start with a letter", () => newStack({ slug: "my-stack" })],
      ["slug starting with a digit", 400, "Slug must start with a letter", () => newStack({ slug: "1stack" })],
      ["slug in capitals", 400, "Slug must start with a letter", () => newStack({ slug: "Stack" })],
      ["slug of 30 characters", 400, "at most 29", () => newStack({ slug: "a".repeat(30) })],
      ["no slug", 400, "slug:", () => newStack({ slug: undefined })],
      ["no name", 400, "name:", () => newStack({ name: undefined })],
      ["unknown region", 400, 'Region "mars" does not exist', () => newStack({ region: "mars" })],
      ["eleven labels", 400, "At most 10 labels", () => newStack({ labels })],
      ["bad label value", 400, "labels.env: Label values", () => newStack({ labels: { env: "a b" } })],
      ["bad label key", 400, "labels.e nv: Label keys", () => newStack({ labels: { "e nv": "a" } })],
      [
        "rename to a taken slug",
        409,
        "not available",
        async () => {
          await newStack({ slug: "other" });
          return world.api("POST", "/instances/other", { slug: "taken" });
        },
      ],
      ["unknown stack", 404, "Instance not found", () => world.api("GET", "/instances/404404")],
      ["broken JSON", 400, "JSON", () => world.api("POST", "/instances", "{")],
    ]);
  });

  it("rejects invalid access policies", async () => {
    const realm = (type: string, identifier: string): unknown => [{ type, identifier }];
    const elsewhere = await world.stack("elsewhere", { region: "us" });
    await assertRejected([
      ["no region", 400, "region is required", () => newPolicy({}, "")],
      ["unknown region", 400, "does not exist", () => newPolicy({}, "?region=mars")],
      ["duplicate name", 409, "already exists in region", () => newPolicy({ name: "writer" })],
      ["unknown scope", 400, 'Invalid scope "metrics:writ"', () => newPolicy({ scopes: ["metrics:writ"] })],
      ["scope without permission", 400, 'Invalid scope "metrics"', () => newPolicy({ scopes: ["metrics"] })],
      ["no scopes", 400, "At least one scope", () => newPolicy({ scopes: [] })],
      ["no realms", 400, "At least one realm", () => newPolicy({ realms: [] })],
      ["unknown stack", 400, 'Realm stack "1" not found', () => newPolicy({ realms: realm("stack", "1") })],
      ["stack by slug", 400, 'Realm stack "taken" not found', () => newPolicy({ realms: realm("stack", "taken") })],
      [
        "stack of another region",
        400,
        "not found in region",
        () => newPolicy({ realms: realm("stack", String(elsewhere.id)) }),
      ],
      ["unknown organisation", 400, 'Realm org "x" not found', () => newPolicy({ realms: realm("org", "x") })],
      ["unknown realm type", 400, "realms.0.type", () => newPolicy({ realms: realm("team", "x") })],
      ["bad subnet", 400, "Invalid CIDR", () => newPolicy({ conditions: { allowedSubnets: ["10.0.0.0/99"] } })],
      ["unknown policy", 404, "Access policy not found", () => world.api("GET", `/v1/accesspolicies/none${IN}`)],
      ["policy of another region", 404, "not found", () => world.api("GET", `/v1/accesspolicies/${policy}?region=us`)],
    ]);
  });

  it("rejects invalid tokens", async () => {
    const gone = await world.token(policy, "gone");
    await world.client.expireToken(gone.id);
    await assertRejected([
      ["expiry in the past", 400, "must be in the future", () => newToken({ expiresAt: "2020-01-01T00:00:00Z" })],
      ["expiry that is not a time", 400, "expiresAt:", () => newToken({ expiresAt: "tomorrow" })],
      ["duplicate name", 409, 'Token with name "known" already exists', () => newToken({ name: "known" })],
      ["unknown policy", 404, "not found in region", () => newToken({ accessPolicyId: "none" })],
      ["policy of another region", 404, "not found in region", () => newToken({}, "?region=us")],
      ["reading an expired token", 404, "Token not found", () => world.api("GET", `/v1/tokens/${gone.id}${IN}`)],
    ]);
  });

  it("rejects invalid service accounts", async () => {
    const accounts = "/instances/taken/api/serviceaccounts";
    const { body } = await world.api("POST", accounts, { name: "iac", role: "Admin" });
    const tokens = `${accounts}/${String(body["id"])}/tokens`;
    await world.api("POST", tokens, { name: "one" });
    await assertRejected([
      [
        "unknown stack",
        404,
        "Instance not found",
        () => world.api("POST", "/instances/nobody/api/serviceaccounts", { name: "a", role: "Admin" }),
      ],
      ["unknown role", 400, "role:", () => world.api("POST", accounts, { name: "a", role: "Owner" })],
      ["duplicate name", 400, "already exists", () => world.api("POST", accounts, { name: "iac", role: "Viewer" })],
      ["unknown account", 404, "Service account not found", () => world.api("GET", `${accounts}/999`)],
      ["negative lifetime", 400, "secondsToLive:", () => world.api("POST", tokens, { name: "a", secondsToLive: -1 })],
      ["duplicate token name", 409, "already exists", () => world.api("POST", tokens, { name: "one" })],
      ["unknown token", 404, "token not found", () => world.api("DELETE", `${tokens}/999`)],
    ]);
  });
});
