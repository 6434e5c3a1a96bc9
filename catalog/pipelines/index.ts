import { defineSystem } from "observability/catalog";
import { backend } from "./services/backend.ts";
import { executionsBoard } from "./boards/executions.ts";
import { infrastructureBoard } from "./boards/infrastructure.ts";
import { overviewBoard } from "./boards/overview.ts";
import { signalsBoard } from "./boards/signals.ts";
import { dispatcher } from "./services/dispatcher.ts";
import { generator } from "./services/generator.ts";
import { queues, worker } from "./services/worker.ts";

/**
 * Trading pipelines: signals go through Kafka to the trigger dispatcher, which hands pipelines to Celery's workers. The
 * services are instrumented for metrics only, scraped at port 8001; `traces` becomes true once they have a tracer provider.
 */
export const pipelines = defineSystem({
  id: "pipelines",
  title: "Trading pipelines",
  services: [backend, worker, queues, generator, dispatcher],
  boards: [overviewBoard, signalsBoard, executionsBoard, infrastructureBoard],
});
