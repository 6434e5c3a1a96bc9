import { readFileSync } from "node:fs";
import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";
import { parse } from "yaml";

// What may import what: .dependency-cruiser.js.
const PURE = "model/, render/ and catalog/ are pure: no environment, clock or network";

/** The word list of the pages, for texts in the code: literals with a space in them. */
const WORDS = parse(readFileSync(new URL("words.yml", import.meta.url), "utf8")).rules.flatMap(
  ({ pattern, expected, prh }) => {
    const [, phrase] = /^\/(.*)\/i$/.exec(pattern);
    const text = `/^(?=[^]* )[^]*${phrase.replaceAll("/", "\\u002f")}/i`;
    const message = prh === undefined ? expected : `${expected}: ${prh}`;
    return [`Literal[value=${text}]`, `TemplateElement[value.cooked=${text}]`].map((selector) => ({
      selector,
      message,
    }));
  },
);

const SYNTAX = [
  ...WORDS,
  {
    selector: "CallExpression[callee.property.name='apply'] NewExpression[callee.property]",
    message: "no resource inside apply: it would be missing from the preview",
  },
  { selector: "ExportDefaultDeclaration", message: "named exports only" },
];

/** Kinds of backends: only what makes and configures them knows any; all else asks the interface. */
const KIND = {
  selector: "Literal[value=/^(grafana-cloud|self-hosted|aws)$/]",
  message: "only model/backends, model/config and components/backends know kinds of backends; ask TelemetryBackend",
};

export default tseslint.config(
  { ignores: ["node_modules/", ".local/", "examples/*/node_modules/", "eslint.config.js"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "@pulumi": pulumi },
    rules: {
      "@pulumi/no-output-in-template-literal": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-base-to-string": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/restrict-plus-operands": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "no-restricted-syntax": ["error", ...SYNTAX],
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["model/**", "render/**", "catalog/**"],
    rules: {
      "no-restricted-globals": [
        "error",
        { name: "process", message: PURE },
        { name: "Date", message: PURE },
        { name: "fetch", message: PURE },
      ],
    },
  },
  {
    files: ["index.ts", "startup/**", "components/**", "render/**", "model/**", "commands/**"],
    ignores: ["model/backends/**", "model/config/**", "components/backends/**"],
    rules: { "no-restricted-syntax": ["error", ...SYNTAX, KIND] },
  },
);
