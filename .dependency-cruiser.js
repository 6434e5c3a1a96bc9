// What may import what: index → startup → components → render → model ← catalog. `npm run dependencies` checks it.

/** A folder may import itself and these folders of the repository, and any package. */
const only = (folder, ...others) => ({
  name: `${folder}-imports`,
  comment: `${folder}/ imports only ${[folder, ...others].join("/, ")}/`,
  severity: "error",
  from: { path: `^${folder}/` },
  to: { pathNot: `^(${[folder, ...others].join("|")})/`, dependencyTypes: ["local", "aliased"] },
});

const PROGRAM = "^(index[.]ts$|(startup|components|render|model|catalog|commands)/)";
const PURE = "^(model|render|catalog)/";

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    only("model"),
    only("catalog", "model"),
    only("render", "model"),
    only("components", "render", "model"),
    only("startup", "components", "render", "model", "catalog"),
    {
      name: "pure-folders-import-no-platform",
      comment: "model/, render/ and catalog/ import no Pulumi and nothing of Node.js",
      severity: "error",
      from: { path: PURE },
      to: { path: "node_modules/@pulumi|^node:" },
    },
    {
      name: "pure-folders-import-no-core-module",
      comment: "model/, render/ and catalog/ import no Pulumi and nothing of Node.js",
      severity: "error",
      from: { path: PURE },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "kinds-of-backends-are-known-to-backends",
      severity: "error",
      from: { path: PROGRAM, pathNot: "^(components|model)/backends/|^model/config/" },
      to: { path: "^components/backends/[^/]+/" },
    },
    {
      name: "the-program-stands-alone",
      comment: "the program imports neither the local world nor what tests share",
      severity: "error",
      from: { path: PROGRAM, pathNot: "^commands/" },
      to: { path: "^(local|testing|scripts|bench)/" },
    },
    {
      name: "tests-are-for-tests",
      severity: "error",
      from: { pathNot: "^tests/" },
      to: { path: "^tests/" },
    },
    {
      name: "packages-are-declared",
      comment: "an import of a package that package.json does not name",
      severity: "error",
      from: { pathNot: "^bench/programs/" }, // they have a package.json each
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "unknown"] },
    },
    {
      name: "the-program-needs-no-development-package",
      severity: "error",
      from: { path: PROGRAM, pathNot: "^commands/render-catalog" },
      to: { dependencyTypes: ["npm-dev"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true, // circles of types are circles
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
