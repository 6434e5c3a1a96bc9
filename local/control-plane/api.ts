import { Agent, request } from "node:https";

/** A response of the Kubernetes API. */
interface ApiAnswer {
  readonly status: number;
  readonly text: string;
}

/** One request to the Kubernetes API; `body` is sent as JSON. */
export type KubernetesApi = (method: string, path: string, body?: unknown) => Promise<ApiAnswer>;

const TIMEOUT_MS = 10_000;

/** Creates a client for one API server on loopback. It trusts only that server's self-signed certificate. */
export function kubernetesApi(port: number, ca: Buffer, token: string): KubernetesApi {
  const agent = new Agent({ ca, keepAlive: true });
  return (method, path, body) =>
    new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      };
      const options = { host: "127.0.0.1", port, method, path, agent, headers, timeout: TIMEOUT_MS };
      const sent = request(options, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (text += part));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      });
      sent.on("timeout", () => sent.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
}
