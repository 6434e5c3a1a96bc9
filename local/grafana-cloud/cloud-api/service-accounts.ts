import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { cloudScope } from "../core/auth.ts";
import { createServiceAccount, createServiceAccountToken } from "./schemas.ts";
import { timestamp } from "../core/context.ts";
import type { Context } from "../core/context.ts";
import { cloudError } from "../core/errors.ts";
import { findStack, isReady } from "../core/instance.ts";
import type { ServiceAccount, ServiceAccountToken, Stack } from "../core/state.ts";
import { isExpired, mintServiceAccountSecret, sha256 } from "../core/tokens.ts";

const params = z.object({ id: z.string(), account: z.coerce.number(), token: z.coerce.number().optional() });

/** Service accounts of a stack, managed through the cloud API. */
export function serviceAccountRoutes(app: FastifyInstance, context: Context): void {
  const scope = cloudScope(context, "stack-service-accounts:write");
  const base = "/instances/:id/api/serviceaccounts";

  app.post(base, scope, async (request, reply) => {
    const { instance } = readyStack(context, request);
    const asked = createServiceAccount.parse(request.body);
    if (instance.serviceAccounts.some((account) => account.name === asked.name)) {
      throw cloudError(400, `Service account ${JSON.stringify(asked.name)} already exists`);
    }
    const { name, role, isDisabled } = asked;
    const account: ServiceAccount = { id: context.nextId(), name, role, isDisabled };
    instance.serviceAccounts.push(account);
    return reply.code(201).send(account);
  });
  app.get(`${base}/:account`, scope, async (request) => findAccount(readyStack(context, request), request));
  app.delete(`${base}/:account`, scope, async (request) => {
    const stack = readyStack(context, request);
    const account = findAccount(stack, request);
    const { serviceAccounts, serviceAccountTokens } = stack.instance;
    serviceAccounts.splice(serviceAccounts.indexOf(account), 1);
    const kept = serviceAccountTokens.filter((token) => token.serviceAccountId !== account.id);
    serviceAccountTokens.splice(0, serviceAccountTokens.length, ...kept);
    return { message: "Service account deleted" };
  });
}

/** Tokens of the service accounts. */
export function serviceAccountTokenRoutes(app: FastifyInstance, context: Context): void {
  const scope = cloudScope(context, "stack-service-accounts:write");
  const base = "/instances/:id/api/serviceaccounts/:account/tokens";

  app.get(base, scope, async (request) => {
    const stack = readyStack(context, request);
    const account = findAccount(stack, request);
    return stack.instance.serviceAccountTokens
      .filter((token) => token.serviceAccountId === account.id)
      .map((token) => tokenJson(token));
  });
  app.post(base, scope, async (request) => {
    const stack = readyStack(context, request);
    const account = findAccount(stack, request);
    const asked = createServiceAccountToken.parse(request.body);
    const { serviceAccountTokens } = stack.instance;
    if (serviceAccountTokens.some((token) => token.serviceAccountId === account.id && token.name === asked.name)) {
      throw cloudError(409, `Service account token with name ${JSON.stringify(asked.name)} already exists`);
    }
    const key = mintServiceAccountSecret();
    const token: ServiceAccountToken = {
      id: context.nextId(),
      serviceAccountId: account.id,
      name: asked.name,
      sha256: sha256(key),
      createdAt: timestamp(),
      expiresAt: asked.secondsToLive === 0 ? null : timestamp(asked.secondsToLive * 1000),
    };
    serviceAccountTokens.push(token);
    return { id: token.id, name: token.name, key };
  });
  app.delete(`${base}/:token`, scope, async (request) => {
    const { instance } = readyStack(context, request);
    const { account, token } = params.parse(request.params);
    const found = instance.serviceAccountTokens.find((one) => one.id === token && one.serviceAccountId === account);
    if (found === undefined) throw cloudError(404, "Service account token not found");
    instance.serviceAccountTokens.splice(instance.serviceAccountTokens.indexOf(found), 1);
    return { message: "Service account token deleted" };
  });
}

/** Returns the stack, or 503 until it is ready: the real service proxies these calls to the instance. */
function readyStack(context: Context, request: FastifyRequest): Stack {
  const stack = findStack(context, z.object({ id: z.string() }).parse(request.params).id);
  if (!isReady(stack)) throw cloudError(503, "Instance is not ready");
  return stack;
}

function findAccount(stack: Stack, request: FastifyRequest): ServiceAccount {
  const { account } = params.parse(request.params);
  const found = stack.instance.serviceAccounts.find((candidate) => candidate.id === account);
  if (found === undefined) throw cloudError(404, "Service account not found");
  return found;
}

function tokenJson(token: ServiceAccountToken) {
  const expiry = token.expiresAt === null ? {} : { expiration: token.expiresAt };
  return {
    id: token.id,
    name: token.name,
    created: token.createdAt,
    ...expiry,
    hasExpired: isExpired(token, Date.now()),
    isRevoked: false,
  };
}
