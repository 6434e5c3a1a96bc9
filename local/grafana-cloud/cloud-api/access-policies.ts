import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { cloudScope } from "../core/auth.ts";
import { createPolicy, createToken, idParams, regionQuery, updatePolicy, updateToken } from "./schemas.ts";
import { formatTime, timestamp } from "../core/context.ts";
import type { Context } from "../core/context.ts";
import { cloudError } from "../core/errors.ts";
import { isRegion, ORGANISATION } from "../core/regions.ts";
import type { AccessPolicy, CloudToken, Realm } from "../core/state.ts";
import { isExpired, mintCloudSecret, sha256 } from "../core/tokens.ts";

const policyQuery = regionQuery.extend({ name: z.string().optional() });
const tokenQuery = policyQuery.extend({ accessPolicyId: z.string().optional() });

/** `/v1/accesspolicies`: identical for both plugin generations. */
export function accessPolicyRoutes(app: FastifyInstance, context: Context): void {
  const { policies, tokens } = context.state;
  const read = cloudScope(context, "accesspolicies:read");
  const write = cloudScope(context, "accesspolicies:write");
  const remove = cloudScope(context, "accesspolicies:delete");

  app.get("/v1/accesspolicies", read, async (request) => {
    const { region, name } = policyQuery.parse(request.query);
    const found = policies.filter((policy) => policy.region === region && (name === undefined || policy.name === name));
    return { items: found.map(policyJson), metadata: {} };
  });
  app.post("/v1/accesspolicies", write, async (request) => {
    const policy = newPolicy(context, regionOf(request), request.body);
    policies.push(policy);
    return policyJson(policy);
  });
  app.get("/v1/accesspolicies/:id", read, async (request) => policyJson(findPolicy(context, request)));
  app.post("/v1/accesspolicies/:id", write, async (request) => {
    const policy = findPolicy(context, request);
    const asked = updatePolicy.parse(request.body);
    if (asked.realms !== undefined) requireKnownStacks(context, policy.region, asked.realms);
    policy.displayName = asked.displayName ?? policy.displayName;
    policy.scopes = asked.scopes ?? policy.scopes;
    policy.realms = asked.realms ?? policy.realms;
    policy.allowedSubnets = asked.conditions?.allowedSubnets ?? [];
    policy.updatedAt = timestamp();
    return policyJson(policy);
  });
  app.delete("/v1/accesspolicies/:id", remove, async (request, reply) => {
    const policy = findPolicy(context, request);
    policies.splice(policies.indexOf(policy), 1);
    const kept = tokens.filter((token) => token.accessPolicyId !== policy.id);
    tokens.splice(0, tokens.length, ...kept);
    return reply.code(204).type("application/json").send();
  });
}

/** `/v1/tokens`: identical for both plugin generations. */
export function tokenRoutes(app: FastifyInstance, context: Context): void {
  const { tokens } = context.state;
  const read = cloudScope(context, "accesspolicies:read");
  const write = cloudScope(context, "accesspolicies:write");
  const remove = cloudScope(context, "accesspolicies:delete");

  app.get("/v1/tokens", read, async (request) => {
    const { region, name, accessPolicyId } = tokenQuery.parse(request.query);
    const found = tokens.filter(
      (token) =>
        token.region === region &&
        (name === undefined || token.name === name) &&
        (accessPolicyId === undefined || token.accessPolicyId === accessPolicyId) &&
        !isExpired(token, Date.now()),
    );
    return { items: found.map(tokenJson), metadata: {} };
  });
  app.post("/v1/tokens", write, async (request) => {
    const secret = mintCloudSecret();
    const token = newToken(context, regionOf(request), request.body, secret);
    tokens.push(token);
    return { ...tokenJson(token), token: secret };
  });
  app.get("/v1/tokens/:id", read, async (request) => tokenJson(findToken(context, request)));
  app.post("/v1/tokens/:id", write, async (request) => {
    const token = findToken(context, request);
    token.displayName = updateToken.parse(request.body).displayName ?? token.displayName;
    token.updatedAt = timestamp();
    return tokenJson(token);
  });
  app.delete("/v1/tokens/:id", remove, async (request, reply) => {
    tokens.splice(tokens.indexOf(findToken(context, request)), 1);
    return reply.code(204).type("application/json").send();
  });
}

function newPolicy(context: Context, region: string, body: unknown): AccessPolicy {
  const asked = createPolicy.parse(body);
  requireKnownStacks(context, region, asked.realms);
  if (context.state.policies.some((policy) => policy.region === region && policy.name === asked.name)) {
    throw cloudError(409, `Access policy with name ${JSON.stringify(asked.name)} already exists in region ${region}`);
  }
  return {
    id: randomUUID(),
    region,
    name: asked.name,
    displayName: asked.displayName ?? asked.name,
    scopes: asked.scopes,
    realms: asked.realms,
    allowedSubnets: asked.conditions?.allowedSubnets ?? [],
    createdAt: timestamp(),
    updatedAt: timestamp(),
  };
}

function newToken(context: Context, region: string, body: unknown, secret: string): CloudToken {
  const asked = createToken.parse(body);
  const { state } = context;
  if (!state.policies.some((policy) => policy.id === asked.accessPolicyId && policy.region === region)) {
    throw cloudError(404, `Access policy ${JSON.stringify(asked.accessPolicyId)} not found in region ${region}`);
  }
  if (state.tokens.some((token) => token.region === region && token.name === asked.name)) {
    throw cloudError(409, `Token with name ${JSON.stringify(asked.name)} already exists in region ${region}`);
  }
  return {
    id: randomUUID(),
    accessPolicyId: asked.accessPolicyId,
    region,
    name: asked.name,
    displayName: asked.displayName ?? asked.name,
    sha256: sha256(secret),
    createdAt: timestamp(),
    updatedAt: timestamp(),
    expiresAt: asked.expiresAt == null ? null : formatTime(Date.parse(asked.expiresAt)),
    activeAt: new Date(Date.now() + state.settings.tokenActivationDelayMs).toISOString(),
  };
}

function requireKnownStacks(context: Context, region: string, realms: readonly Realm[]): void {
  for (const realm of realms) {
    const known =
      realm.type === "org"
        ? [ORGANISATION.slug, String(ORGANISATION.id)].includes(realm.identifier)
        : context.state.stacks.some((stack) => String(stack.id) === realm.identifier && stack.region === region);
    if (!known) {
      throw cloudError(400, `Realm ${realm.type} ${JSON.stringify(realm.identifier)} not found in region ${region}`);
    }
  }
}

function regionOf(request: FastifyRequest): string {
  const { region } = regionQuery.parse(request.query);
  if (!isRegion(region)) throw cloudError(400, `Region ${JSON.stringify(region)} does not exist`);
  return region;
}

function findPolicy(context: Context, request: FastifyRequest): AccessPolicy {
  const { id } = idParams.parse(request.params);
  const region = regionOf(request);
  const policy = context.state.policies.find((one) => one.id === id && one.region === region);
  if (policy === undefined) throw cloudError(404, "Access policy not found");
  return policy;
}

/** Returns 404 for an expired token, like the real API. */
function findToken(context: Context, request: FastifyRequest): CloudToken {
  const { id } = idParams.parse(request.params);
  const region = regionOf(request);
  const token = context.state.tokens.find((one) => one.id === id && one.region === region);
  if (token === undefined || isExpired(token, Date.now())) throw cloudError(404, "Token not found");
  return token;
}

function policyJson(policy: AccessPolicy) {
  const { allowedSubnets, ...rest } = policy;
  const conditions = allowedSubnets.length > 0 ? { conditions: { allowedSubnets } } : {};
  return { ...rest, orgId: String(ORGANISATION.id), status: "active", ...conditions };
}

function tokenJson(token: CloudToken) {
  const { id, accessPolicyId, name, displayName, createdAt, updatedAt, expiresAt } = token;
  const expiry = expiresAt === null ? {} : { expiresAt };
  return { id, accessPolicyId, name, displayName, createdAt, updatedAt, orgId: String(ORGANISATION.id), ...expiry };
}
