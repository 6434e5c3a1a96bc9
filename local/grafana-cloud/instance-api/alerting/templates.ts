import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { instanceRole } from "../../core/auth.ts";
import type { Context } from "../../core/context.ts";
import { grafanaError } from "../../core/errors.ts";
import { keepOnly, provenanceOf, stackOf } from "../../core/instance.ts";
import { sha256 } from "../../core/tokens.ts";
import type { Stack, Template } from "../../core/state.ts";

const nameParams = z.object({ name: z.string().min(1) });
const saveTemplate = z.looseObject({ template: z.string().trim().min(1, "template must have content") });

/** Notification templates, by name. */
export function templateRoutes(app: FastifyInstance, context: Context): void {
  const base = "/api/v1/provisioning/templates";
  const stack = (request: FastifyRequest): Stack => stackOf(context, request);
  const viewer = instanceRole(stack, "Viewer");
  const editor = instanceRole(stack, "Editor");

  app.get(base, viewer, async (request) => stack(request).instance.templates.map(templateJson));
  app.get(`${base}/:name`, viewer, async (request) => {
    const { name } = nameParams.parse(request.params);
    const found = stack(request).instance.templates.find((template) => template.name === name);
    if (found === undefined) throw grafanaError(404, "template not found");
    return templateJson(found);
  });
  app.put(`${base}/:name`, editor, async (request, reply) => {
    const { name } = nameParams.parse(request.params);
    const { templates } = stack(request).instance;
    const saved = {
      name,
      template: wrapped(name, saveTemplate.parse(request.body).template),
      provenance: provenanceOf(request),
    };
    keepOnly(templates, (template) => template.name !== name);
    templates.push(saved);
    return reply.code(202).send(templateJson(saved));
  });
  app.delete(`${base}/:name`, editor, async (request, reply) => {
    const { name } = nameParams.parse(request.params);
    keepOnly(stack(request).instance.templates, (template) => template.name !== name);
    return reply.code(204).send();
  });
}

/** Grafana wraps text without a `define` in one named after the template, and rejects text that does not parse. */
function wrapped(name: string, template: string): string {
  const actions = [...template.matchAll(/\{\{-?\s*(\w*)[^{}]*\}\}/g)].map((match) => match[1] ?? "");
  const opened = actions.filter((word) => ["define", "if", "range", "with", "block"].includes(word)).length;
  const closed = actions.filter((word) => word === "end").length;
  const braces = template.split("{{").length === template.split("}}").length;
  if (!braces || opened !== closed) throw grafanaError(400, "invalid object specification: template does not parse");
  if (actions.includes("define")) return template;
  const lines = template.split("\n").map((line) => `  ${line}`);
  return [`{{ define "${name}" }}`, ...lines, "{{ end }}"].join("\n");
}

function templateJson(template: Template) {
  const provenance = template.provenance === "" ? {} : { provenance: template.provenance };
  return {
    name: template.name,
    template: template.template,
    version: sha256(template.template).slice(0, 16),
    ...provenance,
  };
}
