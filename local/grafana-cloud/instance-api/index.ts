import type { FastifyInstance } from "fastify";
import { alertingApi } from "./alerting/index.ts";
import type { Context } from "../core/context.ts";
import { dashboardRoutes } from "./dashboards.ts";
import { dataSourceRoutes } from "./data-sources.ts";
import { errorHandler, grafanaError } from "../core/errors.ts";
import { folderPermissionRoutes, folderRoutes } from "./folders.ts";
import { stackOf } from "../core/instance.ts";

/** Version that the instances report. Plugins reject some dashboards on major version 12. */
const VERSION = "13.0.1";

/** The API of all instances, under `/grafana/:slug`. */
export async function grafanaApi(app: FastifyInstance, context: Context): Promise<void> {
  app.setErrorHandler(errorHandler(grafanaError));
  app.setNotFoundHandler(() => {
    throw grafanaError(404, "Not found");
  });
  app.get("/login", async (_request, reply) => reply.type("text/html").send("<title>Grafana</title>"));
  app.get("/api/health", async (request) => {
    stackOf(context, request);
    return { commit: "local", database: "ok", version: VERSION };
  });
  folderRoutes(app, context);
  folderPermissionRoutes(app, context);
  dashboardRoutes(app, context);
  dataSourceRoutes(app, context);
  alertingApi(app, context);
}
