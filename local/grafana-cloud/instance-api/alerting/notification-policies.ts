import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { instanceRole } from "../../core/auth.ts";
import type { Context } from "../../core/context.ts";
import { grafanaError } from "../../core/errors.ts";
import { defaultPolicyTree, omit, provenanceOf, stackOf } from "../../core/instance.ts";
import { routes, timings } from "./references.ts";
import type { Instance, Stack } from "../../core/state.ts";

const names = z.array(z.string()).nullish();
const duration = z.string().regex(/^((\d+(ms|[smhdwy]))+)?$/, "not a valid duration");
const matcher = z.tuple([z.string().min(1), z.enum(["=", "!=", "=~", "!~"]), z.string()]);

const route = z.looseObject({
  receiver: z.string().optional(),
  group_by: names.refine((labels) => new Set(labels).size === (labels ?? []).length, "duplicated label in group_by"),
  group_wait: duration.optional(),
  group_interval: duration.optional(),
  repeat_interval: duration.optional(),
  object_matchers: z.array(matcher).nullish(),
  mute_time_intervals: names,
  active_time_intervals: names,
  continue: z.boolean().optional(),
  get routes() {
    return z.array(route).nullish();
  },
});

/** The notification policy tree: one per instance, written as a whole. */
export function notificationPolicyRoutes(app: FastifyInstance, context: Context): void {
  const path = "/api/v1/provisioning/policies";
  const stack = (request: FastifyRequest): Stack => stackOf(context, request);
  const viewer = instanceRole(stack, "Viewer");
  const editor = instanceRole(stack, "Editor");

  app.get(path, viewer, async (request) => {
    const { policyTree, policyProvenance } = stack(request).instance;
    return { ...policyTree, ...(policyProvenance === "" ? {} : { provenance: policyProvenance }) };
  });
  app.put(path, editor, async (request, reply) => {
    const { instance } = stack(request);
    const tree = omit(route.parse(request.body), "provenance");
    checkTree(instance, tree);
    instance.policyTree = tree;
    instance.policyProvenance = provenanceOf(request);
    return reply.code(202).send({ message: "policies updated" });
  });
  app.delete(path, editor, async (request, reply) => {
    const { instance } = stack(request);
    checkTree(instance, defaultPolicyTree());
    instance.policyTree = defaultPolicyTree();
    instance.policyProvenance = "";
    return reply.code(202).send({ message: "policies deleted" });
  });
}

function checkTree(instance: Instance, tree: Record<string, unknown>): void {
  const refuse = (reason: string) => grafanaError(400, `invalid object specification: ${reason}`);
  if (typeof tree["receiver"] !== "string" || tree["receiver"] === "") {
    throw refuse("root route must specify a default receiver");
  }
  const matchers = tree["object_matchers"];
  if (Array.isArray(matchers) && matchers.length > 0) throw refuse("root route must not have any matchers");
  if (tree["continue"] === true) throw refuse("cannot have continue in root route");
  if (timings(tree).length > 0) throw refuse("root route must not have any mute time intervals");
  for (const one of routes(tree)) {
    const receiver = one["receiver"];
    if (typeof receiver === "string" && receiver !== "" && !hasNamed(instance.contactPoints, receiver)) {
      throw refuse(`receiver ${JSON.stringify(receiver)} does not exist`);
    }
    const unknown = timings(one).find((name) => !hasNamed(instance.muteTimings, name));
    if (unknown !== undefined) throw refuse(`mute time interval ${JSON.stringify(unknown)} does not exist`);
  }
}

function hasNamed(list: readonly { readonly name: string }[], name: string): boolean {
  return list.some((entry) => entry.name === name);
}
