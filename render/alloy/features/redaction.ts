import { block, raw } from "../language/ast.ts";
import type { Block, RawString } from "../language/ast.ts";
import type { Outputs } from "../language/components.ts";
import { quote } from "../language/quote.ts";

/** A pattern (RE2 without capturing groups) for something that must not leave the cluster. */
interface Secret {
  /** Text before the secret that identifies it; it stays in log lines. */
  readonly after?: string;
  readonly pattern: string;
  /** Literal text that every match contains. Searching for it is a hundred times cheaper than matching the pattern. */
  readonly onlyWith?: string;
}

/** Matches a value after `name=`, `"name": "` or similar, also in JSON within JSON. It ends before a quote, escaped or not. */
const assigned = (name: string): Secret => ({
  after: String.raw`${name}\\?["']?\s*[:=]\s*\\?["']?`,
  pattern: String.raw`(?:[^\s"',;&}\\]|\\[^\s"']){6,}`,
});

const CARD = String.raw`(?:4\d|5[1-5]|2[2-7]|6[05])\d\d(?:\d{12}|(?: \d{4}){3}|(?:-\d{4}){3})\b`;

/**
 * Go's regular expressions are fast (30 ns a line instead of 3,000) only if they begin with a literal. Each pattern except that
 * of cards therefore begins with a literal or has one that guards it, even if that omits the first letter of a name.
 */
const SECRETS: readonly Secret[] = [
  // Tokens of Grafana, GitHub, Slack, AWS and Google by their prefixes, JSON Web Tokens, and private keys.
  { pattern: "gl(?:c|sa)_[A-Za-z0-9_+/=-]{20,}" },
  { pattern: "gh[pousr]_[A-Za-z0-9]{36,}" },
  { pattern: "xox[abprs]-[A-Za-z0-9-]{10,}" },
  { pattern: "A(?:KIA|SIA)[A-Z0-9]{16}" },
  { pattern: "AIza[A-Za-z0-9_-]{35}" },
  { pattern: String.raw`eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+` },
  { pattern: "-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?" },
  // Credentials in addresses and headers, and values named password, secret, token, key or signature.
  { after: "://", pattern: String.raw`[^/\s:@]+:[^/\s@]+@` },
  { after: "earer ", pattern: "[A-Za-z0-9._~+/=-]{16,}" },
  { after: "asic ", pattern: "[A-Za-z0-9+/=]{16,}" },
  ...[
    "assw(?:or)?d",
    "ASSW(?:OR)?D",
    "ecret",
    "ECRET",
    "oken",
    "OKEN",
    "pi_?[kK]ey",
    "PI_?KEY",
    "ccess_?[kK]ey",
    "CCESS_?KEY",
    "ignature",
  ].map(assigned),
  // E-mail addresses, and payment card numbers in their usual groups.
  { pattern: String.raw`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`, onlyWith: "@" },
  // Does not match the digits of a fraction, or several separators, which are part of a UUID.
  { pattern: `^${CARD}` },
  { after: String.raw`[^\w.]`, pattern: CARD },
];

/** Attributes with free text: addresses, queries, messages. All others are names and numbers defined by conventions. */
const FREE_TEXT = [
  "db.query.text",
  "db.statement",
  "exception.message",
  "exception.stacktrace",
  "http.target",
  "http.url",
  "url.full",
  "url.query",
];

/**
 * Returns statements that replace credentials, e-mail addresses and card numbers with `****` in log lines and in free-text
 * attributes of logs, spans and span events. They are not a separate component, because each component that changes data
 * copies it first. otelcol.processor.redaction is experimental in Alloy 1.19, and the stability level applies to the whole
 * process.
 */
export const redaction = (signals: Outputs): Block[] => [
  ...(signals.logs === undefined
    ? []
    : [
        block("log_statements", {
          context: "log",
          statements: [...SECRETS.map((secret) => replace("log.body", secret)), ...inFreeText("log")],
        }),
      ]),
  ...(signals.traces === undefined
    ? []
    : ["span", "spanevent"].map((context) => block("trace_statements", { context, statements: inFreeText(context) }))),
];

/** One expression for all secrets, so that an attribute, which most spans do not have, is looked up only once. */
const ANY_SECRET = SECRETS.map(({ after = "", pattern }) => `${after}${pattern}`).join("|");
const inFreeText = (context: string): RawString[] =>
  FREE_TEXT.map((name) => {
    const attribute = `${context}.attributes[${quote(name)}]`;
    return raw(`replace_pattern(${attribute}, ${quote(ANY_SECRET)}, "****") where ${attribute} != nil`);
  });

function replace(target: string, { after, pattern, onlyWith }: Secret): RawString {
  const [found, replacement] = after === undefined ? [pattern, "****"] : [`(${after})${pattern}`, "$1****"];
  const condition = onlyWith === undefined ? "" : ` where IsMatch(${target}, ${quote(onlyWith)})`;
  return raw(`replace_pattern(${target}, ${quote(found)}, "${replacement}")${condition}`);
}
