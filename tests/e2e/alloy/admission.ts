import { startControlPlane } from "../../../local/control-plane/index.ts";
import type { ControlPlane } from "../../../local/control-plane/index.ts";
import { ensureTools } from "../../../local/toolchain/index.ts";
import type { KubernetesObject } from "./helm.ts";

/** Pod Security Standards. Each is enforced in a namespace with its name. */
export type Standard = "restricted" | "privileged";

type Identified = Pick<KubernetesObject, "apiVersion" | "kind">;

/** A real Kubernetes API that validates objects. */
export interface Admission extends ControlPlane {
  /** Returns the API's objections to objects in a standard's namespace and to the pods they would create. Creates nothing. */
  readonly objections: (objects: readonly KubernetesObject[], namespace: Standard) => Promise<readonly string[]>;
}

export async function startAdmission(): Promise<Admission> {
  const tools = await ensureTools(["control-plane"], (line) => process.stderr.write(`${line}\n`));
  const plane = await startControlPlane({ executables: tools["control-plane"] ?? "" });
  const { api } = plane;
  for (const name of ["restricted", "privileged"]) {
    const labels = { "pod-security.kubernetes.io/enforce": name };
    await api("POST", "/api/v1/namespaces", { metadata: { name, labels } });
  }
  const ask = async (object: Identified, namespace: Standard): Promise<string[]> => {
    const { status, text } = await api(
      "POST",
      `${apiPath(object, namespace)}?dryRun=All&fieldValidation=Strict`,
      object,
    );
    return status === 201 ? [] : [`${object.kind}: ${(JSON.parse(text) as { message: string }).message}`];
  };
  return {
    ...plane,
    objections: async (objects, namespace) => {
      const found: string[] = [];
      for (const object of objects) {
        found.push(...(await ask(object, namespace)));
        const pod = podOf(object);
        if (pod === undefined) continue;
        // Without its ServiceAccount, the pod would be rejected for that reason.
        const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
        const name = pod.spec.serviceAccountName;
        await api("POST", accounts, { metadata: { name } });
        found.push(...(await ask(pod, namespace)));
        await api("DELETE", `${accounts}/${name}`);
      }
      return found;
    },
  };
}

/** Returns the path where objects of a kind are created. */
export function apiPath({ apiVersion, kind }: Identified, namespace: string): string {
  const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = kind.startsWith("Cluster") ? "" : `/namespaces/${namespace}`;
  return `${group}${scope}/${kind.toLowerCase()}s`;
}

/** Returns a pod as the object's controller would create it, with a volume for each claim. */
function podOf({ metadata, spec }: KubernetesObject) {
  if (spec?.template === undefined) return undefined;
  const { template, volumeClaimTemplates = [] } = spec;
  const claims = volumeClaimTemplates.map(({ metadata: { name } }) => ({
    name,
    persistentVolumeClaim: { claimName: `${name}-${metadata.name}-0` },
  }));
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...template.metadata, name: `${metadata.name}-0` },
    spec: { ...template.spec, volumes: [...(template.spec.volumes ?? []), ...claims] },
  };
}
