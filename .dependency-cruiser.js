/** Dependencies point one way: index → startup → components → render → model ← catalog. */
const only = (from, ...to) => ({
  name: `${from}-depends-on`,
  comment: `${from}/ depends on ${to.join(", ") || "nothing else of this repository"}`,
  severity: "error",
  from: { path: `^${from}/` },
  to: { pathNot: [`^(${[from, ...to].join("|")})/`, "node_modules/", "^[a-z_/]+$", "^package.json$"] },
});

/** The pure folders: no Pulumi, no file system, environment or clock (ESLint forbids the globals). */
const PURE = "^(model|render|catalog)/";

export default {
  forbidden: [
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    only("model"),
    only("catalog", "model"),
    only("render", "model"),
    only("components", "render", "model"),
    {
      name: "pure",
      comment: "model/, render/ and catalog/ import no Pulumi and nothing of Node.js",
      severity: "error",
      from: { path: PURE },
      to: { path: "node_modules/@pulumi(verse)?/", dependencyTypesNot: [] },
    },
    {
      name: "pure-of-node",
      comment: "model/, render/ and catalog/ import nothing of Node.js",
      severity: "error",
      from: { path: PURE },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "tests-are-for-tests",
      severity: "error",
      from: { pathNot: "^tests/" },
      to: { path: "^tests/" },
    },
    {
      name: "the-program-needs-no-local-world",
      severity: "error",
      from: { path: "^(index.ts|model|render|catalog|components|scripts)" },
      to: { path: "^local/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};
