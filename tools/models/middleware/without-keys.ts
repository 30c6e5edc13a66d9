import { redactKeys } from "../../../base/redact-secrets.js";
import type { ModelMiddleware } from "../contract.js";

/**
 * Takes keys out of answers before anything keeps or reads them: a server that echoes the key that
 * it was asked with would put it into samples, and a resumed run, which reads the redacted answer
 * from the cache, would differ from one that was never stopped.
 */
export const withoutKeys: ModelMiddleware = (model) => ({
  info: model.info,
  timeoutSeconds: model.timeoutSeconds,
  complete: async (request) => {
    const response = await model.complete(request);
    const [text, name] = [redactKeys(response.text), redactKeys(response.model)];
    return text === response.text && name === response.model
      ? response
      : { ...response, text, model: name };
  },
});
