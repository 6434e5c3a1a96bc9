import type { Case } from "./case.ts";
import { COLLECTORS, collectors, fires, GENERATOR, generator, NOTHING, quiet } from "./crypto-series.ts";

const price = (symbol: string) => generator("market_data_last_update_timestamp_seconds", `symbol="${symbol}"`);
const taken = (symbol: string) => collectors("market_data_last_update_timestamp_seconds", `symbol="${symbol}"`);
const connected = (symbol: string) => collectors("market_data_feed_connected", `symbol="${symbol}"`);
const records = (symbol: string) => collectors("market_data_records_collected_total", `symbol="${symbol}"`);

/** Set every minute; set only until minute 30; set until minute 30 and again from minute 52 on. */
const FRESH = "0+60x120";
const UNTIL_30 = "0+60x30 1800x90";
const AGAIN = "0+60x30 1800x20 3120+60x60";

const STALE = { alert: "CryptoMarketDataStale", labels: { ...GENERATOR, symbol: "ETH-USD" } };
const stale: readonly Case[] = [
  fires(
    STALE,
    "one symbol stands still",
    { [price("ETH-USD")]: UNTIL_30, [price("BTC-USD")]: FRESH },
    "60m",
    "The newest price of ETH-USD is 30m 0s old",
  ),
  quiet(STALE, "prices arrive", { [price("ETH-USD")]: FRESH }, "60m"),
  quiet(STALE, "a pause of two minutes", { [price("ETH-USD")]: "0+60x30 1800x2 1980+60x60" }, "33m"),
  quiet(STALE, "series missing", NOTHING, "60m"),
  quiet(STALE, "it recovers", { [price("ETH-USD")]: AGAIN }, "70m"),
];

const SILENT = { alert: "CryptoFeedStaleWhileConnected", labels: { ...COLLECTORS, symbol: "ETH-USD" } };
const silent: readonly Case[] = [
  fires(
    SILENT,
    "a subscription is lost",
    { [taken("ETH-USD")]: UNTIL_30, [connected("ETH-USD")]: "1x120", [taken("BTC-USD")]: FRESH },
    "60m",
    "The ETH-USD feed is connected, but its newest price is 30m 0s old",
  ),
  quiet(SILENT, "prices arrive", { [taken("ETH-USD")]: FRESH, [connected("ETH-USD")]: "1x120" }, "60m"),
  quiet(
    SILENT,
    "it is not connected, which another rule reports",
    { [taken("ETH-USD")]: UNTIL_30, [connected("ETH-USD")]: "0x120" },
    "60m",
  ),
  quiet(SILENT, "its connection state is unknown, series missing", { [taken("ETH-USD")]: UNTIL_30 }, "60m"),
  quiet(SILENT, "it recovers", { [taken("ETH-USD")]: AGAIN, [connected("ETH-USD")]: "1x120" }, "70m"),
];

const GONE = { alert: "CryptoFeedDisconnected", labels: { ...COLLECTORS, symbol: "ETH-USD" } };
const gone: readonly Case[] = [
  fires(
    GONE,
    "one feed does not reconnect",
    { [connected("ETH-USD")]: "1x20 0x100", [connected("BTC-USD")]: "1x120" },
    "40m",
    "The ETH-USD feed has been disconnected for 5 minutes",
  ),
  quiet(GONE, "it reconnects after three minutes", { [connected("ETH-USD")]: "1x20 0x3 1x90" }, "24m"),
  quiet(GONE, "series missing", NOTHING, "40m"),
  quiet(GONE, "it recovers", { [connected("ETH-USD")]: "0x40 1x80" }, "50m"),
];

const STOPPED = { alert: "CryptoCollectionStopped", labels: COLLECTORS };
const stopped: readonly Case[] = [
  fires(
    STOPPED,
    "all symbols stand still",
    { [records("ETH-USD")]: "0+9x30 270x90", [records("BTC-USD")]: "0+9x30 270x90" },
    "60m",
    "The collectors have received no market data for 15 minutes",
  ),
  quiet(
    STOPPED,
    "one symbol stands still, which another rule reports",
    { [records("ETH-USD")]: "0+9x30 270x90", [records("BTC-USD")]: "0+9x120" },
    "60m",
  ),
  quiet(STOPPED, "two records in ten minutes, low traffic", { [records("ETH-USD")]: "0+0.2x120" }, "60m"),
  quiet(STOPPED, "series missing", NOTHING, "60m"),
  quiet(STOPPED, "it recovers", { [records("ETH-USD")]: "0+9x30 270x20 270+9x70" }, "70m"),
];

export const CRYPTO_DATA_CASES: readonly Case[] = [...stale, ...silent, ...gone, ...stopped];
