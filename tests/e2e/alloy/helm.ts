import assert from "node:assert/strict";
import type { types } from "@pulumi/kubernetes";
import { execaSync } from "execa";
import { parseAllDocuments } from "yaml";
import { executable } from "./tools.ts";

/** The parts of a Kubernetes object that the tests use. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly { readonly verbs: readonly string[]; readonly resources: readonly string[] }[];
  readonly spec?: {
    readonly replicas?: number;
    readonly ports?: readonly { readonly name: string; readonly port: number }[];
    readonly template?: PodTemplate;
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  };
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: types.output.core.v1.PodSpec;
}

/** A chart rendered by the real Helm. */
export interface Chart {
  /** Fails with Helm's message if it rejects the chart or the values. */
  readonly lint: (values: unknown) => void;
  /** Returns all objects that an installation would create. */
  readonly render: (values: unknown) => readonly KubernetesObject[];
  /** Returns Helm's error for the values. */
  readonly refusal: (values: unknown) => string;
}

/** Loads the chart in a folder for a release and a namespace. */
export async function chartIn(folder: string, release: string, namespace: string): Promise<Chart> {
  const helm = await executable("helm");
  const run = (args: readonly string[], values: unknown) =>
    execaSync(helm, [...args, folder, "--namespace", namespace, "--values", "-"], {
      input: JSON.stringify(values),
      env: { KUBECONFIG: "" },
      reject: false,
    });
  const template = (values: unknown) => run(["template", "--include-crds", release], values);
  return {
    lint: (values) => {
      const { exitCode, stdout, stderr } = run(["lint", "--strict"], values);
      assert.equal(exitCode, 0, `${stdout}\n${stderr}`);
    },
    render: (values) => {
      const { exitCode, stdout, stderr } = template(values);
      assert.equal(exitCode, 0, stderr);
      return parseAllDocuments(stdout).map((document) => document.toJSON() as KubernetesObject);
    },
    refusal: (values) => {
      const { exitCode, stderr } = template(values);
      assert.notEqual(exitCode, 0);
      return stderr;
    },
  };
}

/** Returns the `Kind name` of each object, in alphabetical order. */
export const inventory = (objects: readonly KubernetesObject[]): readonly string[] =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();

/** Returns the template of the only object that creates pods. */
export function podTemplate(objects: readonly KubernetesObject[]): PodTemplate {
  const [template, ...more] = objects.flatMap(({ spec }) => (spec?.template === undefined ? [] : [spec.template]));
  assert.ok(template !== undefined && more.length === 0);
  return template;
}
