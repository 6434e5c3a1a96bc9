import { defineSystem } from "../model/catalog/define-system.ts";
import { backend } from "./pipelines/backend.ts";
import { executionsBoard } from "./pipelines/boards/executions.ts";
import { infrastructureBoard } from "./pipelines/boards/infrastructure.ts";
import { overviewBoard } from "./pipelines/boards/overview.ts";
import { signalsBoard } from "./pipelines/boards/signals.ts";
import { dispatcher } from "./pipelines/dispatcher.ts";
import { generator } from "./pipelines/generator.ts";
import { queues, worker } from "./pipelines/worker.ts";

/**
 * Trading pipelines: signals go through Kafka to the trigger dispatcher, which gives pipelines to Celery's workers. The
 * services are instrumented for metrics alone, scraped at port 8001: `traces` becomes true with a tracer provider.
 */
export const pipelines = defineSystem({
  id: "pipelines",
  title: "Trading pipelines",
  services: [backend, worker, queues, generator, dispatcher],
  boards: [overviewBoard, signalsBoard, executionsBoard, infrastructureBoard],
});
