import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { instanceRole } from "../../core/auth.ts";
import type { Context } from "../../core/context.ts";
import { grafanaError } from "../../core/errors.ts";
import { provenanceOf, removeFrom, stackOf } from "../../core/instance.ts";
import { timingsInPolicies, timingsInRules } from "./references.ts";
import type { Instance, MuteTiming, Stack } from "../../core/state.ts";
import { timeInterval } from "./time-intervals.ts";

const saveMuteTiming = z.looseObject({
  name: z.string().min(1, "name is required"),
  time_intervals: z
    .array(timeInterval)
    .nullish()
    .transform((value) => value ?? []),
});

/** Mute timings, by name. */
export function muteTimingRoutes(app: FastifyInstance, context: Context): void {
  const base = "/api/v1/provisioning/mute-timings";
  const stack = (request: FastifyRequest): Stack => stackOf(context, request);
  const viewer = instanceRole(stack, "Viewer");
  const editor = instanceRole(stack, "Editor");

  app.get(base, viewer, async (request) => stack(request).instance.muteTimings.map(muteTimingJson));
  app.get(`${base}/:name`, viewer, async (request) => muteTimingJson(find(stack(request).instance, request)));
  app.post(base, editor, async (request, reply) => {
    const { muteTimings } = stack(request).instance;
    const asked = saveMuteTiming.parse(request.body);
    if (muteTimings.some((timing) => timing.name === asked.name)) {
      throw grafanaError(409, `time interval with name ${JSON.stringify(asked.name)} already exists`);
    }
    const added = { name: asked.name, timeIntervals: asked.time_intervals, provenance: provenanceOf(request) };
    muteTimings.push(added);
    return reply.code(201).send(muteTimingJson(added));
  });
  app.put(`${base}/:name`, editor, async (request, reply) => {
    const found = find(stack(request).instance, request);
    const asked = saveMuteTiming.parse(request.body);
    found.timeIntervals = asked.time_intervals;
    found.provenance = provenanceOf(request);
    return reply.code(202).send(muteTimingJson(found));
  });
  app.delete(`${base}/:name`, editor, async (request, reply) => {
    const { instance } = stack(request);
    const { name } = z.object({ name: z.string() }).parse(request.params);
    const found = instance.muteTimings.find((timing) => timing.name === name);
    if (found !== undefined) {
      requireUnused(instance, found);
      removeFrom(instance.muteTimings, found);
    }
    return reply.code(204).send();
  });
}

function find(instance: Instance, request: FastifyRequest): MuteTiming {
  const { name } = z.object({ name: z.string() }).parse(request.params);
  const found = instance.muteTimings.find((timing) => timing.name === name);
  if (found === undefined) throw grafanaError(404, "mute timing not found");
  return found;
}

function requireUnused(instance: Instance, timing: MuteTiming): void {
  if ([...timingsInPolicies(instance), ...timingsInRules(instance)].includes(timing.name)) {
    throw grafanaError(409, "Time interval is used by notification policies or alert rules", {
      messageId: "alerting.notifications.time-intervals.used",
    });
  }
}

function muteTimingJson(timing: MuteTiming) {
  const provenance = timing.provenance === "" ? {} : { provenance: timing.provenance };
  return { name: timing.name, time_intervals: timing.timeIntervals, ...provenance };
}
