import { block, raw } from "../language/ast.ts";
import type { Block, RawString } from "../language/ast.ts";
import type { Outputs } from "../language/components.ts";
import { quote } from "../language/quote.ts";

/** Something that must not leave the cluster, and how to find it; RE2 without capturing groups. */
interface Secret {
  /** What tells it; stays in log lines. */
  readonly after?: string;
  readonly pattern: string;
  /** Literal text without which there is nothing to find: looking for it is a hundred times cheaper than the pattern. */
  readonly onlyWith?: string;
}

/** A value after `name=`, `"name": "` and the like, also in JSON within JSON; it ends before a quote, escaped or not. */
const assigned = (name: string): Secret => ({
  after: String.raw`${name}\\?["']?\s*[:=]\s*\\?["']?`,
  pattern: String.raw`(?:[^\s"',;&}\\]|\\[^\s"']){6,}`,
});

const CARD = String.raw`(?:4\d|5[1-5]|2[2-7]|6[05])\d\d(?:\d{12}|(?: \d{4}){3}|(?:-\d{4}){3})\b`;

/**
 * Go's regular expressions are fast (30 ns a line instead of 3,000) only from a literal beginning, so each pattern but that
 * of cards has one, or a literal that guards it, even where that leaves the first letter of a name out.
 */
const SECRETS: readonly Secret[] = [
  // Tokens of Grafana, GitHub, Slack, AWS and Google by their prefixes, JSON Web Tokens, private keys.
  { pattern: "gl(?:c|sa)_[A-Za-z0-9_+/=-]{20,}" },
  { pattern: "gh[pousr]_[A-Za-z0-9]{36,}" },
  { pattern: "xox[abprs]-[A-Za-z0-9-]{10,}" },
  { pattern: "A(?:KIA|SIA)[A-Z0-9]{16}" },
  { pattern: "AIza[A-Za-z0-9_-]{35}" },
  { pattern: String.raw`eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+` },
  { pattern: "-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?" },
  // Credentials in addresses and headers, and what is called password, secret, token, key or signature.
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
  // E-mail addresses, and payment cards in their usual groups.
  { pattern: String.raw`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}`, onlyWith: "@" },
  // Not the digits of a fraction, and not with several separators: that is part of a UUID.
  { pattern: `^${CARD}` },
  { after: String.raw`[^\w.]`, pattern: CARD },
];

/** Attributes that hold free text: addresses, queries, messages. All others are names and numbers of conventions. */
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
 * Statements that replace credentials, e-mail addresses and card numbers by `****` in log lines and in the attributes of logs,
 * spans and their events that hold free text. Statements, not a component of their own: each component that changes data copies
 * it first. Not otelcol.processor.redaction: experimental in Alloy 1.19, and the level is one for the whole process.
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

/** One expression for an attribute that most spans do not have: what counts is to find that out once. */
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
