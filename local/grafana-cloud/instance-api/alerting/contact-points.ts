import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { instanceRole } from "../../core/auth.ts";
import type { Context } from "../../core/context.ts";
import { grafanaError } from "../../core/errors.ts";
import { omit, provenanceOf, removeFrom, requireValidUid, stackOf } from "../../core/instance.ts";
import { checkSettings, isIntegrationType, redact } from "./integrations.ts";
import { receiversInPolicies, receiversInRules } from "./references.ts";
import type { ContactPoint, Instance, Stack } from "../../core/state.ts";

const uidParams = z.object({ uid: z.string() });
const nameQuery = z.object({ name: z.string().optional() });
const saveContactPoint = z.looseObject({
  uid: z.string().default(""),
  name: z.string({ error: "name is required" }).min(1, "name is required"),
  type: z.string().refine(isIntegrationType, { error: (issue) => `unknown integration type ${String(issue.input)}` }),
  settings: z.record(z.string(), z.unknown()),
  disableResolveMessage: z.boolean().default(false),
});

/** Contact points: one object per integration, grouped by name. */
export function contactPointRoutes(app: FastifyInstance, context: Context): void {
  const base = "/api/v1/provisioning/contact-points";
  const stack = (request: FastifyRequest): Stack => stackOf(context, request);
  const viewer = instanceRole(stack, "Viewer");
  const editor = instanceRole(stack, "Editor");

  app.get(base, viewer, async (request) => {
    const { name } = nameQuery.parse(request.query);
    return stack(request).instance.contactPoints.filter((point) => name === undefined || point.name === name);
  });
  app.post(base, editor, async (request, reply) => {
    const { contactPoints } = stack(request).instance;
    const { uid, ...point } = parse(request);
    if (uid !== "") requireValidUid(uid);
    if (contactPoints.some((candidate) => candidate.uid === uid)) {
      throw grafanaError(400, `contact point with uid ${JSON.stringify(uid)} already exists`);
    }
    const added = { uid: uid === "" ? randomUUID().slice(0, 14) : uid, ...point };
    contactPoints.push(added);
    return reply.code(202).send(added);
  });
  app.put(`${base}/:uid`, editor, async (request, reply) => {
    const found = find(stack(request).instance, request);
    const point = omit(parse(request), "uid");
    if (point.name !== found.name) requireUnusedIfLast(stack(request).instance, found);
    Object.assign(found, point);
    return reply.code(202).send({ message: "contactpoint updated" });
  });
  app.delete(`${base}/:uid`, editor, async (request, reply) => {
    const { instance } = stack(request);
    const found = find(instance, request);
    requireUnusedIfLast(instance, found);
    removeFrom(instance.contactPoints, found);
    return reply.code(202).send({ message: "contactpoint deleted" });
  });
}

function parse(request: FastifyRequest): ContactPoint {
  const { uid, name, type, settings, disableResolveMessage } = saveContactPoint.parse(request.body);
  checkSettings(type, settings);
  return {
    uid,
    name,
    type,
    settings: redact(type, settings),
    disableResolveMessage,
    provenance: provenanceOf(request),
  };
}

function find(instance: Instance, request: FastifyRequest): ContactPoint {
  const { uid } = uidParams.parse(request.params);
  const found = instance.contactPoints.find((point) => point.uid === uid);
  if (found === undefined) throw grafanaError(404, "contact point not found");
  return found;
}

/** The last integration of a contact point cannot be deleted while the policy tree or a rule uses it. */
function requireUnusedIfLast(instance: Instance, point: ContactPoint): void {
  if (instance.contactPoints.some((other) => other !== point && other.name === point.name)) return;
  if (receiversInPolicies(instance).includes(point.name)) {
    throw grafanaError(409, "Contact point is currently referenced by a notification policy.", {
      messageId: "alerting.notifications.contact-points.referenced",
    });
  }
  if (receiversInRules(instance).includes(point.name)) {
    throw grafanaError(
      409,
      "Contact point is currently used in the notification settings of one or many alert rules.",
      {
        messageId: "alerting.notifications.contact-points.used-by-rule",
      },
    );
  }
}
