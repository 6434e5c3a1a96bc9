import type { FastifyInstance } from "fastify";
import { cloudScope } from "../core/auth.ts";
import { createStack, idParams, updateStack } from "./schemas.ts";
import { timestamp } from "../core/context.ts";
import type { Context } from "../core/context.ts";
import { cloudError } from "../core/errors.ts";
import { findStack, isReady, newInstance } from "../core/instance.ts";
import { DEFAULT_REGION, isRegion } from "../core/regions.ts";
import { connections, legacyConnections, stackJson } from "./stack-json.ts";
import type { Stack } from "../core/state.ts";

/** Stack ids start here so that they never overlap with tenant ids. */
const FIRST_STACK_ID = 1_000_000;

/** Stacks in both API generations: `/instances` (older plugin) and `/v1/stacks` (current plugin). */
export function stackRoutes(app: FastifyInstance, context: Context): void {
  const read = cloudScope(context, "stacks:read");
  const write = cloudScope(context, "stacks:write");
  const remove = cloudScope(context, "stacks:delete");

  for (const base of ["/instances", "/v1/stacks"]) {
    app.get(base, read, async () => ({ items: context.state.stacks.map((stack) => stackJson(context, stack)) }));
    app.post(base, write, async (request) => stackJson(context, addStack(context, request.body)));
    app.get(`${base}/:id`, read, async (request) =>
      stackJson(context, findStack(context, idParams.parse(request.params).id)),
    );
    app.post(`${base}/:id`, write, async (request) => {
      const stack = findStack(context, idParams.parse(request.params).id);
      changeStack(context, stack, request.body);
      return stackJson(context, stack);
    });
    app.delete(`${base}/:id`, remove, async (request) => {
      removeStack(context, findStack(context, idParams.parse(request.params).id));
      return {};
    });
    app.get(`${base}/:id/readiness`, read, async (request) => ({
      ready: isReady(findStack(context, idParams.parse(request.params).id)),
    }));
  }
  app.get("/instances/:id/connections", read, async (request) => {
    findStack(context, idParams.parse(request.params).id);
    return legacyConnections(context);
  });
  app.get("/v1/stacks/:id/connections", read, async (request) =>
    connections(context, findStack(context, idParams.parse(request.params).id)),
  );
}

function addStack(context: Context, body: unknown): Stack {
  const asked = createStack.parse(body);
  const region = asked.region === undefined || asked.region === "" ? DEFAULT_REGION : asked.region;
  if (!isRegion(region)) throw cloudError(400, `Region ${JSON.stringify(region)} does not exist`);
  requireFreeSlug(context, asked.slug);
  const delay = context.state.settings.stackReadyDelayMs;
  const stack: Stack = {
    id: FIRST_STACK_ID + context.nextId(),
    slug: asked.slug,
    name: asked.name,
    description: asked.description,
    region,
    labels: asked.labels ?? {},
    deleteProtection: asked.deleteProtection,
    createdAt: timestamp(),
    updatedAt: timestamp(),
    readyAt: delay === null ? null : new Date(Date.now() + delay).toISOString(),
    tenants: {
      prometheus: context.nextId() + 100_000,
      logs: context.nextId() + 200_000,
      traces: context.nextId() + 300_000,
      profiles: context.nextId() + 400_000,
      graphite: context.nextId() + 500_000,
      alerts: context.nextId() + 600_000,
      fleetManagement: context.nextId() + 700_000,
    },
    instance: newInstance(context, asked.slug),
  };
  context.state.stacks.push(stack);
  return stack;
}

function changeStack(context: Context, stack: Stack, body: unknown): void {
  const asked = updateStack.parse(body);
  if (asked.slug !== undefined && asked.slug !== stack.slug) requireFreeSlug(context, asked.slug);
  stack.slug = asked.slug ?? stack.slug;
  stack.name = asked.name ?? stack.name;
  stack.description = asked.description ?? stack.description;
  stack.labels = asked.labels ?? stack.labels;
  stack.deleteProtection = asked.deleteProtection ?? stack.deleteProtection;
  stack.updatedAt = timestamp();
}

function removeStack(context: Context, stack: Stack): void {
  if (stack.deleteProtection) {
    throw cloudError(409, "Delete protection is enabled for this stack; disable it before deleting");
  }
  context.state.stacks.splice(context.state.stacks.indexOf(stack), 1);
  context.state.deletedSlugs[stack.slug] = new Date().toISOString();
}

/** Do not change these messages: plugins use them to distinguish a retryable conflict from a final one. */
function requireFreeSlug(context: Context, slug: string): void {
  if (context.state.stacks.some((stack) => stack.slug === slug)) throw cloudError(409, "That url is not available");
  const deletedAt = context.state.deletedSlugs[slug];
  const wait = deletedAt === undefined ? 0 : Date.parse(deletedAt) + context.state.settings.slugCoolDownMs - Date.now();
  if (wait > 0) {
    throw cloudError(409, `A stack with this slug was deleted recently, wait for ${Math.ceil(wait / 1000)}s`);
  }
}
