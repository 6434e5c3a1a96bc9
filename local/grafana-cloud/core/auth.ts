import type { FastifyRequest } from "fastify";
import type { Context } from "./context.ts";
import type { ApiError } from "./errors.ts";
import { cloudError, gatewayError, grafanaError } from "./errors.ts";
import type { CloudToken, Role, Stack } from "./state.ts";
import {
  findCloudToken,
  findServiceAccountToken,
  grantedScopes,
  isExpired,
  policyOf,
  realmCovers,
  subnetAllowed,
} from "./tokens.ts";

const ROLE_RANK: Record<Role, number> = { None: 0, Viewer: 1, Editor: 2, Admin: 3 };

/** Route option: the request needs a valid cloud token with this scope. Without a scope, any valid token will do. */
export function cloudScope(context: Context, scope?: string) {
  return {
    onRequest: async (request: FastifyRequest): Promise<void> => {
      requireCloudScope(context, request, scope);
    },
  };
}

function requireCloudScope(context: Context, request: FastifyRequest, scope: string | undefined): void {
  const secret = bearer(request);
  if (secret === undefined) throw cloudError(401, "Missing or malformed authorization header");
  const token = findCloudToken(context.state, secret);
  if (token === undefined) throw cloudError(401, "Invalid token");
  if (isExpired(token, Date.now())) throw cloudError(401, "Token expired");
  const policy = policyOf(context.state, token);
  if (policy === undefined) throw cloudError(401, "Invalid token");
  if (!subnetAllowed(policy.allowedSubnets, request.ip)) throw cloudError(403, "Request IP is not allowed");
  if (scope !== undefined && !grantedScopes(policy).includes(scope)) {
    throw cloudError(403, `Insufficient permissions: scope ${scope} is required`);
  }
}

/** Route option: the request needs a token of a service account with at least this role in the instance. */
export function instanceRole(stackOf: (request: FastifyRequest) => Stack, role: Role) {
  return {
    onRequest: async (request: FastifyRequest): Promise<void> => {
      requireRole(stackOf(request), bearer(request), role);
    },
  };
}

function requireRole(stack: Stack, secret: string | undefined, role: Role): void {
  const unauthorized = (message: string, messageId: string): ApiError =>
    grafanaError(401, message, { messageId, statusCode: 401, traceID: "" });
  if (secret === undefined) throw unauthorized("Unauthorized", "auth.unauthorized");
  const token = findServiceAccountToken(stack, secret);
  if (token === undefined) throw unauthorized("Invalid API key", "api-key.invalid");
  if (isExpired(token, Date.now())) throw unauthorized("Expired API key", "api-key.expired");
  const account = stack.instance.serviceAccounts.find((candidate) => candidate.id === token.serviceAccountId);
  if (account === undefined) throw unauthorized("Invalid API key", "api-key.invalid");
  if (account.isDisabled) throw unauthorized("Service account is disabled", "service-account.disabled");
  if (ROLE_RANK[account.role] < ROLE_RANK[role]) {
    throw grafanaError(403, `You'll need additional permissions to perform this action. Role needed: ${role}`, {
      title: "Access denied",
    });
  }
}

/** Authenticates a write: basic auth with the tenant id as user and a token that may write this signal to the stack. */
export function authenticateWrite(
  context: Context,
  request: FastifyRequest,
  scope: string,
  tenantOf: (stack: Stack) => number,
): { readonly stack: Stack; readonly token: CloudToken } {
  const credentials = basic(request);
  if (credentials === undefined) throw gatewayError(401, "authentication error: no credentials provided");
  const token = findCloudToken(context.state, credentials.password);
  const policy = token === undefined ? undefined : policyOf(context.state, token);
  if (token === undefined || policy === undefined) throw gatewayError(401, "authentication error: invalid token");
  if (isExpired(token, Date.now())) throw gatewayError(401, "authentication error: token expired");
  if (Date.parse(token.activeAt) > Date.now()) throw gatewayError(401, "authentication error: invalid token");
  const stack = context.state.stacks.find((candidate) => String(tenantOf(candidate)) === credentials.user);
  if (stack === undefined || !realmCovers(policy.realms, stack)) {
    throw gatewayError(401, "authentication error: token is not valid for this tenant");
  }
  if (!subnetAllowed(policy.allowedSubnets, request.ip)) throw gatewayError(403, "request IP is not allowed");
  if (!grantedScopes(policy).includes(scope)) throw gatewayError(403, "authentication error: invalid scope requested");
  return { stack, token };
}

function bearer(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
}

function basic(request: FastifyRequest): { readonly user: string; readonly password: string } | undefined {
  const encoded = /^Basic (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const [user = "", ...password] = Buffer.from(encoded, "base64").toString().split(":");
  return { user, password: password.join(":") };
}
