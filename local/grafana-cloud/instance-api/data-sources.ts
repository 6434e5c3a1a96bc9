import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { instanceRole } from "../core/auth.ts";
import type { Context } from "../core/context.ts";
import { grafanaError } from "../core/errors.ts";
import { omit, removeFrom, requireValidUid, stackOf } from "../core/instance.ts";
import type { DataSource, Stack } from "../core/state.ts";

const saveDataSource = z.looseObject({
  uid: z.string().default(""),
  name: z.string().min(1),
  type: z.string().min(1),
  url: z.string().default(""),
  secureJsonData: z.record(z.string(), z.string()).nullish(),
});

/** Data sources, including those that every stack has. */
export function dataSourceRoutes(app: FastifyInstance, context: Context): void {
  const stack = (request: FastifyRequest): Stack => stackOf(context, request);
  const admin = instanceRole(stack, "Admin");
  const byUid = (request: FastifyRequest): DataSource =>
    find(stack(request), "uid", z.object({ uid: z.string() }).parse(request.params).uid);

  app.get("/api/datasources", admin, async (request) => stack(request).instance.dataSources.map(dataSourceJson));
  app.get("/api/datasources/uid/:uid", admin, async (request) => dataSourceJson(byUid(request)));
  app.get("/api/datasources/name/:name", admin, async (request) =>
    dataSourceJson(find(stack(request), "name", z.object({ name: z.string() }).parse(request.params).name)),
  );
  app.post("/api/datasources", admin, async (request) => {
    const added = add(context, stack(request), request.body);
    const { id, name } = added;
    return { id, name, message: "Datasource added", datasource: dataSourceJson(added) };
  });
  app.put("/api/datasources/uid/:uid", admin, async (request) => {
    const found = writable(byUid(request));
    const asked = saveDataSource.parse(request.body);
    requireFree(stack(request), "name", asked.name, found);
    Object.assign(found, fields(asked));
    return { id: found.id, name: found.name, message: "Datasource updated", datasource: dataSourceJson(found) };
  });
  app.delete("/api/datasources/uid/:uid", admin, async (request) => {
    const found = writable(byUid(request));
    removeFrom(stack(request).instance.dataSources, found);
    return { id: found.id, message: "Data source deleted" };
  });
}

function add(context: Context, stack: Stack, body: unknown): DataSource {
  const asked = saveDataSource.parse(body);
  const uid = asked.uid === "" ? randomUUID().slice(0, 14) : asked.uid;
  requireValidUid(uid);
  requireFree(stack, "name", asked.name);
  requireFree(stack, "uid", uid);
  const added: DataSource = { id: context.nextId(), uid, readOnly: false, ...fields(asked) };
  stack.instance.dataSources.push(added);
  return added;
}

/** Returns the fields that a write sets. Like the real service, it keeps only the names of secrets. */
function fields(asked: z.infer<typeof saveDataSource>) {
  const { name, type, url, secureJsonData } = asked;
  const rest = omit(asked, "uid", "id", "name", "type", "url", "secureJsonData");
  return { name, type, url, rest, secureJsonFields: Object.keys(secureJsonData ?? {}) };
}

function find(stack: Stack, key: "uid" | "name", value: string): DataSource {
  const found = stack.instance.dataSources.find((candidate) => candidate[key] === value);
  if (found === undefined) throw grafanaError(404, "Data source not found");
  return found;
}

function requireFree(stack: Stack, key: "uid" | "name", value: string, except?: DataSource): void {
  if (stack.instance.dataSources.some((one) => one !== except && one[key] === value)) {
    throw grafanaError(409, `data source with the same ${key} already exists`);
  }
}

function writable(dataSource: DataSource): DataSource {
  if (dataSource.readOnly) throw grafanaError(403, "Cannot change read-only data source");
  return dataSource;
}

function dataSourceJson(dataSource: DataSource) {
  const { rest, secureJsonFields, ...known } = dataSource;
  const secure = Object.fromEntries(secureJsonFields.map((name) => [name, true]));
  return { access: "proxy", jsonData: {}, ...rest, ...known, orgId: 1, secureJsonFields: secure };
}
