import type { FastifyInstance } from "fastify";
import { accessPolicyRoutes, tokenRoutes } from "./access-policies.ts";
import { cloudScope } from "../core/auth.ts";
import { idParams } from "./schemas.ts";
import type { Context } from "../core/context.ts";
import { cloudError, errorHandler } from "../core/errors.ts";
import { ORGANISATION, REGIONS } from "../core/regions.ts";
import { serviceAccountRoutes, serviceAccountTokenRoutes } from "./service-accounts.ts";
import { stackRoutes } from "./stacks.ts";

/** The cloud API under `/api`. */
export async function cloudApi(app: FastifyInstance, context: Context): Promise<void> {
  app.setErrorHandler(errorHandler(cloudError));
  app.setNotFoundHandler(() => {
    throw cloudError(404, "Not found");
  });
  app.get("/stack-regions", cloudScope(context), async () => ({ items: REGIONS }));
  app.get("/orgs/:id", cloudScope(context, "orgs:read"), async (request) => {
    const { id } = idParams.parse(request.params);
    if (id !== ORGANISATION.slug && id !== String(ORGANISATION.id)) throw cloudError(404, "Organization not found");
    return ORGANISATION;
  });
  stackRoutes(app, context);
  accessPolicyRoutes(app, context);
  tokenRoutes(app, context);
  serviceAccountRoutes(app, context);
  serviceAccountTokenRoutes(app, context);
}
