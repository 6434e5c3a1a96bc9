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
  it("are called by critical alerts where paging is on", () => {
    const changes = withPoints([CHAT, PAGER], { "alerts.routes": routes("pager"), "alerts.paging": true });
    assert.equal(accepted(changes).alerts.paging, true);
  });

  it("may be there without being called", () => {
    accepted(withPoints([CHAT, PAGER, { ...HOOK, pager: true }]));
  });

  it("are no webhooks or e-mail addresses, unless they say so", () => {
    const mail = { name: "mail", type: "email", addresses: ["oncall@example.com"] };
    accepted(withPoints([CHAT, HOOK, mail], { "alerts.routes": routes("hook", "mail", "hook") }));
  });

  refuses(
    "one that is called although paging is off",
    withPoints([CHAT, PAGER], { "alerts.routes.critical": "pager" }),
    [
      'alerts.routes.critical: expected a contact point that calls nobody out (oncall), because alerts.paging is false, got "pager", a pager',
      "fix: name oncall, or let this environment page: pulumi config set --path 'observability:alerts.paging' true",
    ],
  );
  refuses(
    "one that is all there is, although paging is off",
    withPoints([PAGER], { "alerts.routes": routes("pager", "pager", "pager") }),
    [
      'alerts.routes.critical: expected a contact point that calls nobody out (none is configured), because alerts.paging is false, got "pager", a pager',
      "fix: let this environment page: pulumi config set --path 'observability:alerts.paging' true",
      'alerts.routes.warning: expected a contact point that calls nobody out (none is configured), because only critical alerts may, got "pager", a pager',
      "fix: add a contact point that is no pager to alerts.contactPoints, and name it",
      'alerts.routes.info: expected a contact point that calls nobody out (none is configured), because only critical alerts may, got "pager", a pager',
      "fix: add a contact point that is no pager to alerts.contactPoints, and name it",
    ],
  );
  refuses(
    "one for warnings, even where paging is on",
    withPoints([CHAT, PAGER], { "alerts.routes.warning": "pager", "alerts.paging": true }),
    [
      'alerts.routes.warning: expected a contact point that calls nobody out (oncall), because only critical alerts may, got "pager", a pager',
      "fix: pulumi config set --path 'observability:alerts.routes.warning' oncall",
    ],
  );
  refuses(
    "a webhook that is one",
    withPoints([CHAT, { ...HOOK, pager: true }], { "alerts.routes.info": "hook", "alerts.paging": true }),
    [
      'alerts.routes.info: expected a contact point that calls nobody out (oncall), because only critical alerts may, got "hook", a pager',
      "fix: pulumi config set --path 'observability:alerts.routes.info' oncall",
    ],
  );
  refuses("paging that is a word", { "alerts.paging": "prod" }, [
    'alerts.paging: expected true or false, got "prod"',
    "fix: pulumi config set --path 'observability:alerts.paging' true",
  ]);
  refuses("pagerduty that says it is none", withPoints([CHAT, { ...PAGER, pager: false }]), [
    "alerts.contactPoints[1].pager: expected one of name, type, secret, got an unknown key",
    "fix: remove it: pulumi config rm --path 'observability:alerts.contactPoints[1].pager'",
  ]);
});

describe("configuration: the watchdog", () => {
  it("has a contact point of its own", () => {
    assert.equal(accepted(withPoints([CHAT, HOOK], { "alerts.watchdog": "hook" })).alerts.watchdog, "hook");
  });

  const otherwise =
    "add a heartbeat receiver to alerts.contactPoints and name that, or remove it: pulumi config rm --path 'observability:alerts.watchdog'";
  refuses("for a misspelt one", withPoints([CHAT, HOOK], { "alerts.watchdog": "hok" }), [
    'alerts.watchdog: expected a contact point (oncall, hook), got "hok"',
    `fix: did you mean "hook"? Otherwise ${otherwise}`,
  ]);
  refuses("for a pager", withPoints([CHAT, PAGER], { "alerts.watchdog": "pager" }), [
    'alerts.watchdog: expected a contact point that calls nobody out, because the watchdog always fires, got "pager", a pager',
    `fix: ${otherwise}`,
  ]);
  refuses("for one that people read", { "alerts.watchdog": "oncall" }, [
    'alerts.watchdog: expected a contact point that no route names, because the watchdog is told every five minutes, got "oncall", as in alerts.routes.critical',
    `fix: ${otherwise}`,
  ]);
  refuses("for nobody", withPoints([CHAT, { ...HOOK, name: "heartbeat" }], { "alerts.watchdog": "" }), [
    'alerts.watchdog: expected the name of a contact point, got ""',
    "fix: pulumi config set --path 'observability:alerts.watchdog' heartbeat",
  ]);
});

const timing = (changes: Readonly<Record<string, unknown>>): Changes => ({
  "alerts.muteTimings": [{ name: "maintenance", weekdays: ["sunday"], ...changes }],
});
const AT = "alerts.muteTimings[0]";
const SET = `fix: pulumi config set --path 'observability:${AT}`;
const WRITE = `fix: write in Pulumi.<stack>.yaml below observability:${AT}`;

describe("configuration: mute timings", () => {
  it("mute warning and info of all systems while they last, in UTC, unless they say otherwise", () => {
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

  it("take numbers of YAML where Grafana has text, and say a range of one as Grafana does", () => {
    const [found] = accepted(timing({ years: [2026], daysOfMonth: [-1, "7:7"] })).alerts.muteTimings;
    assert.deepEqual([found?.years, found?.daysOfMonth], [["2026"], ["-1", "7"]]);
  });

  it("take the names of time zones that Grafana takes", () => {
    for (const location of ["UTC", "America/Sao_Paulo", "Asia/Kolkata", "US/Eastern", "Etc/GMT+3"]) {
      accepted(timing({ location }));
    }
  });

  refuses("without a name", timing({ name: undefined }), [
    `${AT}.name: expected a name of letters, digits, - and _, got nothing`,
    `${SET}.name' maintenance`,
  ]);
  refuses("with a name that Grafana's ids cannot hold", timing({ name: "sun:night" }), [
    `${AT}.name: expected a name of letters, digits, - and _, got "sun:night"`,
    `${SET}.name' maintenance`,
  ]);
  refuses(
    "two of one name",
    { "alerts.muteTimings": [1, 2].map((day) => ({ name: "maintenance", daysOfMonth: [day] })) },
    [
      `alerts.muteTimings[1].name: expected a name of its own, got "maintenance" again, as in ${AT}.name`,
      "fix: rename one of the two",
    ],
  );
  refuses("that is always", timing({ weekdays: undefined }), [
    `${AT}: expected at least one of times, weekdays, daysOfMonth, months, years, got none, which is always`,
    `${WRITE}.times: [{ start: "02:00", end: "04:00" }]`,
  ]);
  refuses("an hour of one digit", timing({ times: [{ start: "9:30", end: "16:00" }] }), [
    `${AT}.times[0].start: expected a time of day as HH:MM, from 00:00 to 24:00, got "9:30"`,
    `${SET}.times[0].start' 09:30`,
  ]);
  refuses("a time after midnight", timing({ times: [{ start: "09:30", end: "24:01" }] }), [
    `${AT}.times[0].end: expected a time of day as HH:MM, from 00:00 to 24:00, got "24:01"`,
    `${SET}.times[0].end' 16:00`,
  ]);
  refuses(
    "a time that goes over midnight, told as the two that it is",
    timing({
      times: [
        { start: "12:00", end: "13:00" },
        { start: "22:00", end: "06:00" },
      ],
    }),
    [
      `${AT}.times[1].end: expected a time after the start "22:00", on the same day, got "06:00"`,
      `${WRITE}.times: [ { start: 12:00, end: 13:00 }, { start: 22:00, end: 24:00 }, { start: 00:00, end: 06:00 } ]`,
    ],
  );
  refuses("a time until midnight", timing({ times: [{ start: "22:00", end: "00:00" }] }), [
    `${AT}.times[0].end: expected a time after the start "22:00", on the same day, got "00:00"`,
    `${WRITE}.times: [ { start: 22:00, end: 24:00 } ]`,
  ]);
  for (const day of ["mon", "Monday", "saturday:sunday", "monday:", "monday:tuesday:friday", "monday-friday"]) {
    refuses(`a weekday "${day}"`, timing({ weekdays: [day] }), [
      `${AT}.weekdays[0]: expected a day or a range of days of one week, which begins on sunday, got "${day}"`,
      `${SET}.weekdays[0]' monday:friday`,
    ]);
  }
  for (const day of ["0", "32", "7:1", "-1:1", "1.5", "-1:-7"]) {
    refuses(`a day of the month "${day}"`, timing({ daysOfMonth: [day] }), [
      `${AT}.daysOfMonth[0]: expected a day from 1 to 31 or from the end, -1 to -31, or a range of days in order, got "${day}"`,
      `${SET}.daysOfMonth[0]' 1:7`,
    ]);
  }
  refuses("months that go over the end of the year", timing({ months: ["december:january"] }), [
    `${AT}.months[0]: expected a month or a range of months of one year, got "december:january"`,
    `${SET}.months[0]' june:august`,
  ]);
  refuses("years that go back", timing({ years: ["2027:2026"] }), [
    `${AT}.years[0]: expected a year or a range of years in order, got "2027:2026"`,
    `${SET}.years[0]' 2026:2027`,
  ]);
  refuses("no day at all", timing({ weekdays: [] }), [
    `${AT}.weekdays: expected a list, each a day or a range of days of one week, which begins on sunday, got []`,
    `${WRITE}.weekdays: ["monday:friday"]`,
  ]);
  for (const [location, near] of [
    ["America/NewYork", "America/New_York"],
    ["europe/berlin", "Europe/Berlin"],
    ["Utc", "UTC"],
  ] as const) {
    refuses(`a time zone "${location}"`, timing({ location }), [
      `${AT}.location: expected a time zone of the IANA database, got "${location}"`,
      `fix: did you mean "${near}"? Otherwise name one, e.g. America/New_York`,
    ]);
  }
  it("a difference to UTC, which Grafana does not take", () => {
    assert.throws(
      () => accepted(timing({ location: "+03:00" })),
      /location: expected a time zone of the IANA database/,
    );
  });
  refuses("a severity in the wrong case", timing({ severities: ["Critical"] }), [
    `${AT}.severities[0]: expected critical, warning or info, got "Critical"`,
    `${SET}.severities[0]' info`,
  ]);
  refuses("a word that is neither during nor outside", timing({ mutes: "after" }), [
    `${AT}.mutes: expected during or outside, got "after"`,
    `${SET}.mutes' during`,
  ]);
  refuses("a misspelt system", timing({ systems: ["tradeengin"] }), [
    `${AT}.systems[0]: expected a system of catalog.systems (tradeengine), got "tradeengin"`,
    'fix: did you mean "tradeengine"? Otherwise remove it',
  ]);
  refuses("a system that is not published", timing({ systems: ["ledger"] }), [
    `${AT}.systems[0]: expected a system of catalog.systems (tradeengine), got "ledger", which is not published`,
    "fix: add ledger to catalog.systems, or remove it",
  ]);
  refuses(
    "of notifications that are not ours",
    { ...timing({}), "alerts.contactPoints": undefined, "alerts.routes": undefined, slackWebhookUrl: undefined },
    [
      "alerts.muteTimings: expected contact points, because without them the stack's own policy decides who is told when, got none",
      "fix: add alerts.contactPoints and alerts.routes, or remove it: pulumi config rm --path 'observability:alerts.muteTimings'",
    ],
  );
  refuses("a misspelt part", timing({ weekday: ["monday"] }), [
    `${AT}.weekday: expected one of name, mutes, severities, systems, times, weekdays, daysOfMonth, months, years, location, got an unknown key`,
    'fix: did you mean "weekdays"? Rename it',
  ]);

  it("are accepted or refused in words, whatever is written", () => {
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
