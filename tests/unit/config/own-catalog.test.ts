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

/** A system of services like the trade engine, with other names. */
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

/** All that is told of an export, line by line; nothing where it is accepted. */
function problemsOf(exported: unknown): readonly string[] {
  const own = ownSystems(exported, BUILT_IN, FILE);
  if (!("problems" in own)) return [];
  return own.problems.flatMap(({ path, expected, got, fix }) => [`${path}: expected ${expected}, got ${got}`, fix]);
}

const refuses = (title: string, exported: unknown, lines: readonly string[]): void =>
  void it(title, () => assert.deepEqual(problemsOf(exported), lines));

describe("systems of a directory", () => {
  it("are taken as they are", () => {
    const own = { shop: system("shop", { alerts: [{}] }), empty: system("empty") };
    assert.deepEqual(ownSystems(own, BUILT_IN, FILE), { systems: own });
  });

  it("may be none", () => assert.deepEqual(ownSystems({}, BUILT_IN, FILE), { systems: {} }));

  for (const [what, exported] of Object.entries({
    nothing: undefined,
    null: null,
    "a list": [system("shop")],
    text: "shop",
  })) {
    refuses(`are refused: ${what}`, exported, [
      'catalog.directory: expected an export "systems" of ../our/index.ts: an object with systems by name, got none',
      "export const systems = { shop }; with shop made by defineSystem",
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
    refuses(`are refused: by name ${what}`, { shop: value }, [
      `${FILE} systems.shop: expected a system made by defineSystem, got something else`,
      'import { defineSystem } from "observability/catalog", and put defineSystem(…) around it',
    ]);
  }

  refuses("are refused: under another name than their id", { store: system("shop") }, [
    `${FILE} systems.store: expected the id of the system as its name, got the system "shop"`,
    "name it shop",
  ]);

  refuses("are refused: the name of a built-in system, told once", { tradeengine }, [
    `${FILE} systems.tradeengine: expected a name of its own, got "tradeengine", which comes with this program`,
    "choose another name and id",
  ]);
});

describe("services of a directory", () => {
  refuses(
    "are refused: the id of a built-in service, without what follows from it",
    { shop: defineSystem({ ...tradeengine, id: "shop" }) },
    [
      `${FILE} systems.shop.services.tradeengine: expected the id of no other service, got "tradeengine" again, as in systems.tradeengine.services.tradeengine`,
      "rename it",
    ],
  );

  refuses("are refused: an id in two systems", { shop: system("shop", {}), store: system("store", {}) }, [
    `${FILE} systems.store.services.checkout: expected the id of no other service, got "checkout" again, as in ${FILE} systems.shop.services.checkout`,
    "rename it",
  ]);

  const alikeUids = system(
    "shop",
    { alerts: [{ id: "queue-full" }] },
    { id: "checkout-queue", alerts: [{ id: "full", name: "QueueFull" }] },
  );
  refuses("are refused: alerts whose uids are the same", { shop: alikeUids }, [
    `${FILE} systems.shop.services.checkout-queue.alerts.full: expected the uid of no other alert, <service id>-<alert id>, got "checkout-queue-full" again, as in ${FILE} systems.shop.services.checkout.alerts.queue-full`,
    "rename it",
  ]);

  refuses("are refused: the name of a built-in alert", { shop: system("shop", { alerts: [{ name: absent.name }] }) }, [
    `${FILE} systems.shop.services.checkout.alerts.${absent.id}.name: expected the name of no other alert, got "${absent.name}" again, as in systems.tradeengine.services.tradeengine.alerts.${absent.id}.name`,
    "rename it",
  ]);

  it("may share a runbook with others", () =>
    assert.deepEqual(problemsOf({ shop: system("shop", { alerts: [{ runbook: absent.name }] }) }), []));

  it("are refused: names of what the program publishes itself", () => {
    const own = {
      overview: system("overview", {}),
      watchdog: system("watchdog", { id: "watchdog", alerts: [{ name: "Watchdog" }] }),
    };
    const again = problemsOf(own).filter((line) => line.endsWith(" again, as in what comes with this program"));
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

  it("are told all at once", () => {
    const own = { store: system("shop", {}), other: {}, again: system("again", {}) };
    assert.deepEqual(
      problemsOf(own).map((line) => line.split(":")[0]),
      [
        `${FILE} systems.other`,
        'import { defineSystem } from "observability/catalog", and put defineSystem(…) around it',
        `${FILE} systems.store`,
        "name it shop",
        `${FILE} systems.again.services.checkout`,
        "rename it",
      ],
    );
  });
});

describe("boards of a directory", () => {
  const board = { id: "checkout-service", title: "Checkout", description: "All of it.", rows: [] };
  const shop = defineSystem({ ...system("shop"), boards: [board] });
  refuses("are refused: the uid of a service's board", { shop, store: system("store", {}) }, [
    `${FILE} systems.shop.boards.checkout-service: expected the uid of no other board or folder, got "checkout-service" again, as in ${FILE} systems.store.services.checkout`,
    "rename it",
  ]);

  refuses("are refused: the uid of a folder", { shop: defineSystem({ ...shop, boards: [{ ...board, id: "shop" }] }) }, [
    `${FILE} systems.shop.boards.shop: expected the uid of no other board or folder, got "shop" again, as in ${FILE} systems.shop`,
    "rename it",
  ]);

  it("may have any other uid", () => assert.deepEqual(problemsOf({ shop }), []));
});

describe("a directory that could not be read", () => {
  const raw = changed({
    "catalog.systems": ["tradeengine", "shop", 5, "shop"],
    "alerts.thresholds": { "tradeengine-http-errors": 0.1, "ledger-lag": 1, "shop-lag": 2, "shop-size": -1 },
  });

  it("may hold what nothing else explains; what is wrong anyway is told", () => {
    const parsed = parseConfig(raw, withUnreadDirectory(raw.values, KNOWN));
    assert.ok("problems" in parsed);
    assert.deepEqual(
      parsed.problems.map(({ path, got }) => [path, got]),
      [
        ["catalog.systems[2]", "5"],
        ["alerts.thresholds.shop-size", "-1"],
        ["catalog.systems[3]", '"shop" again, as in catalog.systems[1]'],
        ["alerts.thresholds.ledger-lag", 'a rule of "ledger"'],
      ],
    );
  });

  it("changes nothing where all is known", () =>
    assert.deepEqual(withUnreadDirectory(changed({}).values, KNOWN), KNOWN));
});
