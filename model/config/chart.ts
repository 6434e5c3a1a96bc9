import { z } from "zod";
import { baseUrl, field } from "./field.ts";

/** Where a Helm chart comes from: a repository and a version, or a folder. */
export const helmChart = (name: string, repository: string, version: string) =>
  field(
    z
      .union([
        z.strictObject({
          repository: field(baseUrl().default(repository), {
            description: "Helm repository.",
            expected: "an http(s) URL",
            example: repository,
          }),
          version: field(z.string().min(1).default(version), {
            description: "Version of the chart.",
            expected: "a chart version",
            example: version,
          }),
        }),
        z.strictObject({
          path: field(z.string().min(1), {
            description: "Chart on disk.",
            expected: "the path of a chart",
            example: `./charts/${name}`,
          }),
        }),
      ])
      .prefault({}),
    {
      description: `The Helm chart \`${name}\`: \`{ repository, version }\`, by default the public repository and the version that the values are tested with, or \`{ path }\` of a chart on disk.`,
      expected: "{ repository, version } or { path }, each a text",
      example: `{ version: "${version}" }`,
    },
  );
