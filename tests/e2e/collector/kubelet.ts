import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { ControlPlane } from "../../../local/control-plane/index.ts";
import { cadvisor, kubelet, resource } from "./kubelet-metrics.ts";
import type { Container } from "./kubelet-metrics.ts";
import { call } from "./pods.ts";
import { until } from "./until.ts";

export interface Kubelet {
  readonly port: number;
  /** Number of successful requests, by path. */
  readonly scrapes: Readonly<Record<string, number>>;
  /** Number of rejected requests, by status. */
  readonly refused: Readonly<Record<string, number>>;
  readonly close: () => Promise<void>;
}

/**
 * Serves a node's metrics like its kubelet and registers the port with the API server. It uses HTTPS with a certificate of the
 * cluster and admits accounts that may `get nodes/metrics`, which it checks with a TokenReview and a SubjectAccessReview.
 */
export async function startKubelet(
  plane: Pick<ControlPlane, "api" | "folder">,
  node: string,
  pods: readonly Container[],
): Promise<Kubelet> {
  const pages: Readonly<Record<string, () => string>> = {
    "/metrics": () => kubelet(node),
    "/metrics/cadvisor": () => cadvisor(pods),
    "/metrics/resource": () => resource(pods),
  };
  const counted: { scrapes: Record<string, number>; refused: Record<string, number> } = { scrapes: {}, refused: {} };
  const pki = (name: string) => readFileSync(join(plane.folder, "pki", name));
  const server = createServer({ cert: pki("apiserver.crt"), key: pki("apiserver.key") }, (request, response) => {
    const path = (request.url ?? "").replace(/\?.*/, "");
    const answer = async (): Promise<void> => {
      const page = pages[path];
      const status = page === undefined ? 404 : await admission(plane.api, node, request.headers.authorization ?? "");
      if (page === undefined || status !== 200) {
        counted.refused[status] = (counted.refused[status] ?? 0) + 1;
        response.writeHead(status).end();
        return;
      }
      counted.scrapes[path] = (counted.scrapes[path] ?? 0) + 1;
      response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(page());
    };
    answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await until(`the port of ${node}'s kubelet to be registered`, () => announce(plane.api, node, port));
  return {
    port,
    ...counted,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

interface Review {
  readonly status: {
    readonly authenticated?: boolean;
    readonly user?: { readonly username: string; readonly groups: readonly string[] };
    readonly allowed?: boolean;
  };
}

async function admission(api: ControlPlane["api"], node: string, header: string): Promise<number> {
  const token = /^Bearer (.+)$/.exec(header)?.[1];
  if (token === undefined) return 401;
  const reviews = "/apis/authentication.k8s.io/v1/tokenreviews";
  const { status } = await call<Review>(api, "POST", reviews, { spec: { token } });
  if (status.authenticated !== true) return 401;
  const { username: user, groups } = status.user ?? {};
  const resourceAttributes = { verb: "get", resource: "nodes", subresource: "metrics", name: node };
  const access = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
  const answer = await call<Review>(api, "POST", access, { spec: { user, groups, resourceAttributes } });
  return answer.status.allowed === true ? 200 : 403;
}

/** Writes the port to the node's status. Returns false if the node was changed in the meantime. */
async function announce(api: ControlPlane["api"], node: string, port: number): Promise<boolean> {
  const path = `/api/v1/nodes/${node}`;
  const object = await call<{ status: object }>(api, "GET", path);
  const daemonEndpoints = { kubeletEndpoint: { Port: port } };
  return (
    (await api("PUT", `${path}/status`, { ...object, status: { ...object.status, daemonEndpoints } })).status === 200
  );
}
