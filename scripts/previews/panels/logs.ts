import { randomOf } from "../random.ts";
import { rect, scrollbar, text, textWidth, wrap } from "../svg.ts";
import { MONOSPACE, THEME } from "../theme.ts";
import { dateTime, END } from "../time.ts";
import type { Draw } from "../view.ts";
import { labelValues } from "../vocabulary.ts";

const LINE = 18;
const COLOURS: Readonly<Record<string, string>> = {
  error: "#F2495C",
  critical: "#B877D9",
  warn: "#FADE2A",
  info: "#73BF69",
  debug: "#5794F2",
};

const MESSAGES: readonly (readonly [string, string])[] = [
  [
    "error",
    'order rejected symbol=BTC-USD reason="insufficient balance" order_id=8f2c11 trace_id=4bf92f3577b34da6a3ce929d0e0e4736',
  ],
  [
    "error",
    "request to api.binance.com failed status=429 retry_after=12s path=/api/v3/order attempt=3 trace_id=00f067aa0ba902b7a3ce929d0e0e4736",
  ],
  ["warn", "websocket reconnect stream=btcusdt@kline_1m after=4.2s attempt=2"],
  [
    "error",
    'Traceback (most recent call last): File "/app/executor/orders.py", line 214, in place_order raise PrecisionError(symbol, quantity)',
  ],
  ["info", "signal accepted strategy=momentum symbol=ETH-USD side=buy confidence=0.83"],
  ["warn", "queue depth 42 above soft limit 40 queue=pipelines"],
  ["info", "order filled symbol=SOL-USD quantity=12.5 price=142.18 duration_ms=318"],
];

/** Draws log lines, newest first, each with its time and the colour of its level. */
export const drawLogs: Draw = ({ panel, width, height }) => {
  const expr = panel.targets[0]?.expr ?? "";
  const wanted = /detected_level\s*=/.test(expr) ? labelValues("detected_level", expr) : undefined;
  const lines = MESSAGES.filter(([level]) =>
    expr.includes("$levels") ? level === "error" : (wanted?.includes(level) ?? true),
  );
  const random = randomOf(`${panel.id} logs`);
  const times = panel.options["showTime"] === true;
  const left = times ? textWidth("2026-01-15 11:58:03", 12) + 26 : 12;
  const characters = Math.floor((width - left - 12) / 7.25);
  let y = 0;
  let moment = END;
  const drawn: string[] = [];
  for (let index = 0; y < height + LINE * 8; index += 1) {
    const [level, message] = lines[index % Math.max(lines.length, 1)] ?? ["info", "ready"];
    moment -= Math.round(random() * 45_000);
    const words = panel.options["wrapLogMessage"] === true ? wrap(message, characters * 6.1) : [message];
    if (y < height) {
      drawn.push(
        rect(2, y + 2, 3, words.length * LINE - 4, { fill: COLOURS[level], rx: 1 }),
        times ? text(12, y + 13, dateTime(moment), { font: MONOSPACE, size: 11, colour: THEME.secondary }) : "",
        ...words.map((line, row) => text(left, y + 13 + row * LINE, line, { font: MONOSPACE, size: 12 })),
      );
    }
    y += words.length * LINE;
  }
  return drawn.join("") + scrollbar(width, height, y);
};
