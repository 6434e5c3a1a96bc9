import { STATUS_CODES } from "node:http";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { ZodError } from "zod";

/** An error response with the same body as the real service sends. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

const CLOUD_CODES: Record<number, string> = {
  400: "InvalidArgument",
  401: "InvalidCredentials",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
};

/** An error of the cloud API: `{code, message, requestId}`. */
export function cloudError(status: number, message: string): ApiError {
  return new ApiError(status, { code: CLOUD_CODES[status] ?? "InternalError", message, requestId: "" });
}

/** An error of a Grafana instance: `{message, …}`. */
export function grafanaError(status: number, message: string, extra: Record<string, unknown> = {}): ApiError {
  return new ApiError(status, { message, ...extra });
}

/** An error of a write gateway: `{status: "error", error}`. */
export function gatewayError(status: number, message: string): ApiError {
  return new ApiError(status, { status: "error", error: message });
}

/** Creates the error handler of one API; `word` creates an error in that API's format. */
export function errorHandler(word: (status: number, message: string) => ApiError) {
  return async (error: FastifyError | ApiError | ZodError, _request: FastifyRequest, reply: FastifyReply) => {
    const answer = toApiError(error, word);
    await reply.code(answer.status).type("application/json").send(JSON.stringify(answer.body));
  };
}

function toApiError(
  error: FastifyError | ApiError | ZodError,
  word: (status: number, message: string) => ApiError,
): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof ZodError) return word(400, describe(error));
  return word(error.statusCode ?? 500, error.message || (STATUS_CODES[500] ?? ""));
}

function describe(error: ZodError): string {
  return error.issues
    .map((issue) => {
      // The problem with a record's key is one level deeper.
      const { message } = issue.code === "invalid_key" ? (issue.issues[0] ?? issue) : issue;
      return issue.path.length > 0 ? `${issue.path.join(".")}: ${message}` : message;
    })
    .join("; ");
}
