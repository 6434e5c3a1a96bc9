import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { accepted, changed, type Changes, refuses, told } from "./input.ts";

const CHAT = { name: "oncall", type: "slack", secret: "slackWebhookUrl" };
const PAGER = { name: "pager", type: "pagerduty", secret: "slackWebhookUrl" };
const HOOK = { name: "hook", type: "webhook", secret: "slackWebhookUrl" };
const routes = (critical: string, warning = "oncall", info = "oncall") => ({ critical, warning, info });

const withPoints = (points: readonly unknown[], changes: Changes = {}): Changes => ({
  "alerts.contactPoints": points,
  ...changes,
});

describe("configuration: pagers", () => {
  it("accepts a pager for critical alerts if paging is on", () => {
    const changes = withPoints([CHAT, PAGER], { "alerts.routes": routes("pager"), "alerts.paging": true });
    assert.equal(accepted(changes).alerts.paging, true);
  });

  it("accepts pagers that no route uses", () => {
    accepted(withPoints([CHAT, PAGER, { ...HOOK, pager: true }]));
  });

  it("treats webhooks and e-mail addresses as pagers only if they set pager", () => {
    const mail = { name: "mail", type: "email", addresses: ["oncall@example.com"] };
    accepted(withPoints([CHAT, HOOK, mail], { "alerts.routes": routes("hook", "mail", "hook") }));
  });

  refuses(
    "a pager for critical alerts if paging is off",
    withPoints([CHAT, PAGER], { "alerts.routes.critical": "pager" }),
    [
      'alerts.routes.critical: expected a contact point that is not a pager (oncall), because alerts.paging is false, got "pager", which is a pager',
      "fix: use oncall, or enable paging in this environment: pulumi config set --path 'observability:alerts.paging' true",
    ],
  );
  refuses(
    "a pager as the only contact point if paging is off",
    withPoints([PAGER], { "alerts.routes": routes("pager", "pager", "pager") }),
    [
      'alerts.routes.critical: expected a contact point that is not a pager (none is configured), because alerts.paging is false, got "pager", which is a pager',
      "fix: enable paging in this environment: pulumi config set --path 'observability:alerts.paging' true",
      'alerts.routes.warning: expected a contact point that is not a pager (none is configured), because only critical alerts may page, got "pager", which is a pager',
      "fix: add a contact point that is not a pager to alerts.contactPoints, and use it here",
      'alerts.routes.info: expected a contact point that is not a pager (none is configured), because only critical alerts may page, got "pager", which is a pager',
      "fix: add a contact point that is not a pager to alerts.contactPoints, and use it here",
    ],
  );
  refuses(
    "a pager for warnings even if paging is on",
    withPoints([CHAT, PAGER], { "alerts.routes.warning": "pager", "alerts.paging": true }),
    [
      'alerts.routes.warning: expected a contact point that is not a pager (oncall), because only critical alerts may page, got "pager", which is a pager',
      "fix: pulumi config set --path 'observability:alerts.routes.warning' oncall",
    ],
  );
  refuses(
    "a webhook that is a pager for info alerts",
    withPoints([CHAT, { ...HOOK, pager: true }], { "alerts.routes.info": "hook", "alerts.paging": true }),
    [
      'alerts.routes.info: expected a contact point that is not a pager (oncall), because only critical alerts may page, got "hook", which is a pager',
      "fix: pulumi config set --path 'observability:alerts.routes.info' oncall",
    ],
  );
  refuses("paging that is a word", { "alerts.paging": "prod" }, [
    'alerts.paging: expected true or false, got "prod"',
    "fix: pulumi config set --path 'observability:alerts.paging' true",
  ]);
  refuses("a pagerduty contact point with pager: false", withPoints([CHAT, { ...PAGER, pager: false }]), [
    "alerts.contactPoints[1].pager: expected one of name, type, secret, got an unknown key",
    "fix: remove it: pulumi config rm --path 'observability:alerts.contactPoints[1].pager'",
  ]);
});

describe("configuration: the watchdog", () => {
  it("accepts a contact point that no route uses", () => {
    assert.equal(accepted(withPoints([CHAT, HOOK], { "alerts.watchdog": "hook" })).alerts.watchdog, "hook");
  });

  const otherwise =
    "add a heartbeat receiver to alerts.contactPoints and use it here, or remove this setting: pulumi config rm --path 'observability:alerts.watchdog'";
  refuses("a misspelt contact point", withPoints([CHAT, HOOK], { "alerts.watchdog": "hok" }), [
    'alerts.watchdog: expected a contact point (oncall, hook), got "hok"',
    `fix: did you mean "hook"? Otherwise ${otherwise}`,
  ]);
  refuses("a pager", withPoints([CHAT, PAGER], { "alerts.watchdog": "pager" }), [
    'alerts.watchdog: expected a contact point that is not a pager, because the watchdog always fires, got "pager", which is a pager',
    `fix: ${otherwise}`,
  ]);
  refuses("a contact point that a route uses", { "alerts.watchdog": "oncall" }, [
    'alerts.watchdog: expected a contact point that no route uses, because the watchdog notifies it every five minutes, got "oncall", which alerts.routes.critical uses',
    `fix: ${otherwise}`,
  ]);
  refuses("an empty name", withPoints([CHAT, { ...HOOK, name: "heartbeat" }], { "alerts.watchdog": "" }), [
    'alerts.watchdog: expected the name of a contact point, got ""',
    "fix: pulumi config set --path 'observability:alerts.watchdog' heartbeat",
  ]);
});

const timing = (changes: Readonly<Record<string, unknown>>): Changes => ({
  "alerts.muteTimings": [{ name: "maintenance", weekdays: ["sunday"], ...changes }],
});
const AT = "alerts.muteTimings[0]";
const SET = `fix: pulumi config set --path 'observability:${AT}`;
const WRITE = `fix: in Pulumi.<stack>.yaml, set observability:${AT}`;

describe("configuration: mute timings", () => {
  it("by default mutes warning and info alerts of all systems during the interval, in UTC", () => {
    assert.deepEqual(accepted(timing({})).alerts.muteTimings, [
      {
        name: "maintenance",
        weekdays: ["sunday"],
        mutes: "during",
        severities: ["warning", "info"],
        location: "UTC",
      },
    ]);
  });

  it("accepts YAML numbers where Grafana has strings, and writes a range of one item as Grafana does", () => {
    const [found] = accepted(timing({ years: [2026], daysOfMonth: [-1, "7:7"] })).alerts.muteTimings;
    assert.deepEqual([found?.years, found?.daysOfMonth], [["2026"], ["-1", "7"]]);
  });

  it("accepts the time zone names that Grafana accepts", () => {
    for (const location of ["UTC", "America/Sao_Paulo", "Asia/Kolkata", "US/Eastern", "Etc/GMT+3"]) {
      accepted(timing({ location }));
    }
  });

  refuses("a mute timing without a name", timing({ name: undefined }), [
    `${AT}.name: expected a name of letters, digits, - and _, got nothing`,
    `${SET}.name' maintenance`,
  ]);
  refuses("a name that Grafana's ids cannot contain", timing({ name: "sun:night" }), [
    `${AT}.name: expected a name of letters, digits, - and _, got "sun:night"`,
    `${SET}.name' maintenance`,
  ]);
  refuses(
    "two mute timings with the same name",
    { "alerts.muteTimings": [1, 2].map((day) => ({ name: "maintenance", daysOfMonth: [day] })) },
    [
      `alerts.muteTimings[1].name: expected a unique name, got "maintenance", which is also used in ${AT}.name`,
      "fix: rename one of the two",
    ],
  );
  refuses("a mute timing that is always active", timing({ weekdays: undefined }), [
    `${AT}: expected at least one of times, weekdays, daysOfMonth, months, years, got none, so the timing would always be active`,
    `${WRITE}.times to [{ start: "02:00", end: "04:00" }]`,
  ]);
  refuses("an hour with one digit", timing({ times: [{ start: "9:30", end: "16:00" }] }), [
    `${AT}.times[0].start: expected a time of day as HH:MM, from 00:00 to 24:00, got "9:30"`,
    `${SET}.times[0].start' 09:30`,
  ]);
  refuses("a time after 24:00", timing({ times: [{ start: "09:30", end: "24:01" }] }), [
    `${AT}.times[0].end: expected a time of day as HH:MM, from 00:00 to 24:00, got "24:01"`,
    `${SET}.times[0].end' 16:00`,
  ]);
  refuses(
    "a time range that crosses midnight, and suggests two ranges",
    timing({
      times: [
        { start: "12:00", end: "13:00" },
        { start: "22:00", end: "06:00" },
      ],
    }),
    [
      `${AT}.times[1].end: expected a time later than start "22:00" on the same day, got "06:00"`,
      `${WRITE}.times to [ { start: 12:00, end: 13:00 }, { start: 22:00, end: 24:00 }, { start: 00:00, end: 06:00 } ]`,
    ],
  );
  refuses("a time range that ends at 00:00", timing({ times: [{ start: "22:00", end: "00:00" }] }), [
    `${AT}.times[0].end: expected a time later than start "22:00" on the same day, got "00:00"`,
    `${WRITE}.times to [ { start: 22:00, end: 24:00 } ]`,
  ]);
  for (const day of ["mon", "Monday", "saturday:sunday", "monday:", "monday:tuesday:friday", "monday-friday"]) {
    refuses(`the weekday "${day}"`, timing({ weekdays: [day] }), [
      `${AT}.weekdays[0]: expected a weekday or a range within one week (sunday to saturday), got "${day}"`,
      `${SET}.weekdays[0]' monday:friday`,
    ]);
  }
  for (const day of ["0", "32", "7:1", "-1:1", "1.5", "-1:-7"]) {
    refuses(`the day of the month "${day}"`, timing({ daysOfMonth: [day] }), [
      `${AT}.daysOfMonth[0]: expected a day from 1 to 31, a day counted from the end (-1 to -31), or an ascending range, got "${day}"`,
      `${SET}.daysOfMonth[0]' 1:7`,
    ]);
  }
  refuses("months that cross the end of the year", timing({ months: ["december:january"] }), [
    `${AT}.months[0]: expected a month or a range within one year, got "december:january"`,
    `${SET}.months[0]' june:august`,
  ]);
  refuses("years in descending order", timing({ years: ["2027:2026"] }), [
    `${AT}.years[0]: expected a year or an ascending range, got "2027:2026"`,
    `${SET}.years[0]' 2026:2027`,
  ]);
  refuses("an empty list of weekdays", timing({ weekdays: [] }), [
    `${AT}.weekdays: expected a list, each item a weekday or a range within one week (sunday to saturday), got []`,
    `${WRITE}.weekdays to ["monday:friday"]`,
  ]);
  for (const [location, near] of [
    ["America/NewYork", "America/New_York"],
    ["europe/berlin", "Europe/Berlin"],
    ["Utc", "UTC"],
  ] as const) {
    refuses(`the time zone "${location}"`, timing({ location }), [
      `${AT}.location: expected a time zone from the IANA database, got "${location}"`,
      `fix: did you mean "${near}"? Otherwise use another, such as America/New_York`,
    ]);
  }
  it("refuses a UTC offset, which Grafana does not accept", () => {
    assert.throws(
      () => accepted(timing({ location: "+03:00" })),
      /location: expected a time zone from the IANA database/,
    );
  });
  refuses("a severity in the wrong case", timing({ severities: ["Critical"] }), [
    `${AT}.severities[0]: expected critical, warning or info, got "Critical"`,
    `${SET}.severities[0]' info`,
  ]);
  refuses("a value of mutes other than during and outside", timing({ mutes: "after" }), [
    `${AT}.mutes: expected during or outside, got "after"`,
    `${SET}.mutes' during`,
  ]);
  refuses("a misspelt system", timing({ systems: ["tradeengin"] }), [
    `${AT}.systems[0]: expected a system from catalog.systems (tradeengine), got "tradeengin"`,
    'fix: did you mean "tradeengine"? Otherwise remove it',
  ]);
  refuses("a system that is not published", timing({ systems: ["ledger"] }), [
    `${AT}.systems[0]: expected a system from catalog.systems (tradeengine), got "ledger", which is not published`,
    "fix: add ledger to catalog.systems, or remove it",
  ]);
  refuses(
    "mute timings without contact points",
    { ...timing({}), "alerts.contactPoints": undefined, "alerts.routes": undefined, slackWebhookUrl: undefined },
    [
      "alerts.muteTimings: expected contact points, because without them the stack's own notification policy decides where and when alerts are sent, got none",
      "fix: add alerts.contactPoints and alerts.routes, or remove the mute timings: pulumi config rm --path 'observability:alerts.muteTimings'",
    ],
  );
  refuses("a misspelt key", timing({ weekday: ["monday"] }), [
    `${AT}.weekday: expected one of name, mutes, severities, systems, times, weekdays, daysOfMonth, months, years, location, got an unknown key`,
    'fix: did you mean "weekdays"? Rename it',
  ]);

  it("accepts or refuses any content with a described problem", () => {
    const anything = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom("monday:friday", "02:00", "UTC", ["1:7"]));
    const keys = ["name", "mutes", "severities", "systems", "times", "weekdays", "daysOfMonth", "months", "location"];
    const timings = fc.array(fc.oneof(fc.dictionary(fc.constantFrom(...keys), anything), anything), { maxLength: 3 });
    fc.assert(
      fc.property(fc.oneof(timings, anything), anything, (muteTimings, watchdog) => {
        const lines = told(changed({ "alerts.muteTimings": muteTimings, "alerts.watchdog": watchdog }));
        for (const [index, line] of lines.entries())
          assert.match(line, index % 2 === 0 ? /: expected .+, got / : /^fix: ./);
      }),
      { numRuns: 500 },
    );
  });
});
