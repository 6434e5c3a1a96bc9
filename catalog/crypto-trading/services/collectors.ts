import {
  above,
  age,
  type AlertRule,
  below,
  gauge,
  increase,
  scrapedServiceRules,
  series,
  type Service,
} from "observability/catalog";
import { marketDataCollectors as identity } from "./identities.ts";
import { feedConnected, marketDataLastUpdate, recordsCollected, up } from "../metrics.ts";
import { PRICE_AGE } from "./signal-generator.ts";

/** Minimum records in ten minutes. Even the quietest symbol has one trade a minute. */
const FEWEST_RECORDS = 1;

const subject = { prefix: "CryptoCollectors", title: "Market data collectors" };
const heartbeat = series(up);
const connected = gauge(series(feedConnected), "max", { by: ["symbol"] });

const alerts: readonly AlertRule[] = [
  {
    id: "stopped",
    name: "CryptoCollectionStopped",
    severity: "critical",
    condition: below(increase(series(recordsCollected), { window: "10m" }), FEWEST_RECORDS),
    for: "5m",
    summary: "The collectors have received no market data for 15 minutes",
    description:
      "All symbols stand still, and every decision is based on old prices. Halt trading, then check the feed: its connection, its keys, the exchange's status page.",
    panel: { title: "Records in 10 minutes" },
  },
  {
    id: "feed-stale",
    name: "CryptoFeedStaleWhileConnected",
    severity: "warning",
    condition: above(age(series(marketDataLastUpdate), ["symbol"]), PRICE_AGE, {
      and: [{ value: connected, is: "above", threshold: 0 }],
    }),
    for: "2m",
    summary: "The {{ $labels.symbol }} feed is connected, but its newest price is {{ $value | humanizeDuration }} old",
    description:
      "The connection is open but silent: a subscription is lost, or the exchange has stopped sending. No error appears anywhere; only a new connection helps.",
    panel: { title: "Age of the newest collected price" },
  },
  {
    id: "feed-gone",
    name: "CryptoFeedDisconnected",
    severity: "warning",
    condition: below(connected, 1),
    for: "5m",
    summary: "The {{ $labels.symbol }} feed has been disconnected for 5 minutes",
    description:
      "It does not reconnect automatically: the exchange refuses the connection or the symbol, or the network is blocked.",
    panel: { title: "Feed connected (1 is yes)" },
  },
];

export const collectorsService: Service = {
  id: "crypto-collectors",
  title: "Crypto market data collectors",
  description: "Collect prices and trades from the exchange's feed. All decisions are based on them.",
  ...identity,
  metrics: [up, recordsCollected, marketDataLastUpdate, feedConnected],
  heartbeat,
  logs: true,
  traces: false,
  profiles: false,
  alerts: [...scrapedServiceRules(subject, heartbeat), ...alerts],
};
