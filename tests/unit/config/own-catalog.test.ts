import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { systems } from "../../../catalog/index.ts";
import { tradeengine } from "../../../catalog/tradeengine/index.ts";
import type { Service } from "../../../model/catalog/service.ts";
import type { System } from "../../../model/catalog/system.ts";
import type { AlertRule } from "../../../model/catalog/alert-rule.ts";
import { defineSystem } from "../../../model/catalog/define-system.ts";
import { parseConfig } from "../../../model/check/parse.ts";
import { withUnreadDirectory } from "../../../model/check/catalog.ts";
import { ownSystems } from "../../../model/catalog/problems/own-systems.ts";
import { changed, KNOWN } from "./input.ts";

const FILE = "../our/index.ts";
const BUILT_IN = { systems, names: ["overview", "watchdog", "Watchdog"] };
const [engine] = tradeengine.services;
const [absent] = engine?.alerts ?? [];
assert.ok(engine && absent);

interface Renamed {
  readonly id?: string;
  readonly alerts?: readonly Partial<AlertRule>[];
}

/** A system whose services resemble the trade engine, with other names. */
const system = (id: string, ...services: readonly Renamed[]): System =>
  defineSystem({
    id,
    title: "Shop",
    services: services.map(({ alerts = [], ...service }): Service => ({
      ...engine,
      slos: [],
      id: "checkout",
      ...service,
      alerts: alerts.map((rule) => ({ ...absent, name: "CheckoutAbsent", ...rule })),
    })),
  });

/** The problems of an export, line by line. Empty if it is accepted. */
function problemsOf(exported: unknown): readonly string[] {
  const own = ownSystems(exported, BUILT_IN, FILE);
  if (!("problems" in own)) return [];
  return own.problems.flatMap(({ path, expected, got, fix }) => [`${path}: expected ${expected}, got ${got}`, fix]);
}

const refuses = (title: string, exported: unknown, lines: readonly string[]): void =>
  void it(`refuses ${title}`, () => assert.deepEqual(problemsOf(exported), lines));

describe("catalog directory: systems", () => {
  it("accepts systems unchanged", () => {
    const own = { shop: system("shop", { alerts: [{}] }), empty: system("empty") };
    assert.deepEqual(ownSystems(own, BUILT_IN, FILE), { systems: own });
  });

  it("accepts an export without systems", () => assert.deepEqual(ownSystems({}, BUILT_IN, FILE), { systems: {} }));

  for (const [what, exported] of Object.entries({
    nothing: undefined,
    null: null,
    "a list": [system("shop")],
    text: "shop",
  })) {
    refuses(`an export that is ${what}`, exported, [
      'catalog.directory: expected an export named "systems" in ../our/index.ts: an object with systems by name, got none',
      "add export const systems = { shop }; create shop with defineSystem",
    ]);
  }

  for (const [what, value] of Object.entries({
    "a system that was not checked": { id: "shop", title: "Shop", services: [] },
    "a service": engine,
    "a list": Object.freeze([system("shop")]),
    nothing: undefined,
    null: null,
    "a function": () => system("shop"),
  })) {
    refuses(`a named export that is ${what}`, { shop: value }, [
      `${FILE} systems.shop: expected a system created by defineSystem, got something else`,
      'import { defineSystem } from "observability/catalog", and wrap the system in defineSystem(…)',
    ]);
  }

  refuses("a system under a name other than its id", { store: system("shop") }, [
    `${FILE} systems.store: expected the id of the system as its name, got the system "shop"`,
    "rename it to shop",
  ]);

  refuses("the name of a built-in system, and reports it once", { tradeengine }, [
    `${FILE} systems.tradeengine: expected a unique name, got "tradeengine", which is a built-in system`,
    "choose another name and id",
  ]);
});

describe("catalog directory: services", () => {
  refuses(
    "the id of a built-in service, without reporting what follows from it",
    { shop: defineSystem({ ...tradeengine, id: "shop" }) },
    [
      `${FILE} systems.shop.services.tradeengine: expected an id that no other service has, got "tradeengine", which is also used in systems.tradeengine.services.tradeengine`,
      "rename it",
    ],
  );

  refuses("the same id in two systems", { shop: system("shop", {}), store: system("store", {}) }, [
    `${FILE} systems.store.services.checkout: expected an id that no other service has, got "checkout", which is also used in ${FILE} systems.shop.services.checkout`,
    "rename it",
  ]);

  const alikeUids = system(
    "shop",
    { alerts: [{ id: "queue-full" }] },
    { id: "checkout-queue", alerts: [{ id: "full", name: "QueueFull" }] },
  );
  refuses("alerts with the same uid", { shop: alikeUids }, [
    `${FILE} systems.shop.services.checkout-queue.alerts.full: expected a uid that no other alert has, <service id>-<alert id>, got "checkout-queue-full", which is also used in ${FILE} systems.shop.services.checkout.alerts.queue-full`,
    "rename it",
  ]);

  refuses("the name of a built-in alert", { shop: system("shop", { alerts: [{ name: absent.name }] }) }, [
    `${FILE} systems.shop.services.checkout.alerts.${absent.id}.name: expected a name that no other alert has, got "${absent.name}", which is also used in systems.tradeengine.services.tradeengine.alerts.${absent.id}.name`,
    "rename it",
  ]);

  it("accepts a runbook shared with other services", () =>
    assert.deepEqual(problemsOf({ shop: system("shop", { alerts: [{ runbook: absent.name }] }) }), []));

  it("refuses names of what the program publishes itself", () => {
    const own = {
      overview: system("overview", {}),
      watchdog: system("watchdog", { id: "watchdog", alerts: [{ name: "Watchdog" }] }),
    };
    const again = problemsOf(own).filter((line) => line.endsWith(", which is also used in the built-in catalog"));
    assert.deepEqual(
      again.map((line) => line.split(":")[0]),
      [
        `${FILE} systems.watchdog.services.watchdog`,
        `${FILE} systems.overview`,
        `${FILE} systems.watchdog`,
        `${FILE} systems.watchdog.services.watchdog.alerts.${absent.id}.name`,
      ],
    );
  });

  it("reports all problems at once", () => {
    const own = { store: system("shop", {}), other: {}, again: system("again", {}) };
    assert.deepEqual(
      problemsOf(own).map((line) => line.split(":")[0]),
      [
        `${FILE} systems.other`,
        'import { defineSystem } from "observability/catalog", and wrap the system in defineSystem(…)',
        `${FILE} systems.store`,
        "rename it to shop",
        `${FILE} systems.again.services.checkout`,
        "rename it",
      ],
    );
  });
});

describe("catalog directory: dashboards", () => {
  const board = { id: "checkout-service", title: "Checkout", description: "All of it.", rows: [] };
  const shop = defineSystem({ ...system("shop"), boards: [board] });
  refuses("the uid of a service's dashboard", { shop, store: system("store", {}) }, [
    `${FILE} systems.shop.boards.checkout-service: expected a uid that no other dashboard or folder has, got "checkout-service", which is also used in ${FILE} systems.store.services.checkout`,
    "rename it",
  ]);

  refuses("the uid of a folder", { shop: defineSystem({ ...shop, boards: [{ ...board, id: "shop" }] }) }, [
    `${FILE} systems.shop.boards.shop: expected a uid that no other dashboard or folder has, got "shop", which is also used in ${FILE} systems.shop`,
    "rename it",
  ]);

  it("accepts any other uid", () => assert.deepEqual(problemsOf({ shop }), []));
});

describe("a catalog directory that could not be read", () => {
  const raw = changed({
    "catalog.systems": ["tradeengine", "shop", 5, "shop"],
    "alerts.thresholds": { "tradeengine-http-errors": 0.1, "ledger-lag": 1, "shop-lag": 2, "shop-size": -1 },
  });

  it("may define unknown systems and thresholds, so only problems that it cannot explain are reported", () => {
    const parsed = parseConfig(raw, withUnreadDirectory(raw.values, KNOWN));
    assert.ok("problems" in parsed);
    assert.deepEqual(
      parsed.problems.map(({ path, got }) => [path, got]),
      [
        ["catalog.systems[2]", "5"],
        ["alerts.thresholds.shop-size", "-1"],
        ["catalog.systems[3]", '"shop", which is also used in catalog.systems[1]'],
        ["alerts.thresholds.ledger-lag", 'a rule of system "ledger"'],
      ],
    );
  });

  it("changes nothing if everything is known", () =>
    assert.deepEqual(withUnreadDirectory(changed({}).values, KNOWN), KNOWN));
});
