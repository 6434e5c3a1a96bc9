import { z } from "zod";
import { baseUrl, field } from "./field.ts";

/** Source of a Helm chart: a repository and a version, or a folder. */
export const helmChart = (name: string, repository: string, version: string) =>
  field(
    z
      .union([
        z.strictObject({
          repository: field(baseUrl().default(repository), {
            description: "URL of the Helm repository.",
            expected: "an http(s) URL",
            example: repository,
          }),
          version: field(z.string().min(1).default(version), {
            description: "Chart version.",
            expected: "a chart version",
            example: version,
          }),
        }),
        z.strictObject({
          path: field(z.string().min(1), {
            description: "Path to a chart on disk.",
            expected: "the path to a chart",
            example: `./charts/${name}`,
          }),
        }),
      ])
      .prefault({}),
    {
      description: `Source of the Helm chart \`${name}\`: \`{ repository, version }\`, or \`{ path }\` for a chart on disk. Default: the public repository and the version that the values are tested with.`,
      expected: "{ repository, version } or { path }, with string values",
      example: `{ version: "${version}" }`,
    },
  );
