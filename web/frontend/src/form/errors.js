/** Read form-js's validation result. */

/**
 * The messages of `errors` as a list of `{id, message}`, in order. form-js gives a list of messages
 * for each field id, or for fields in a dynamic list a nested object by index.
 */
export function flatten(errors) {
  return Object.entries(errors).flatMap(([id, found]) =>
    messagesIn(found).map((message) => ({ id, message })),
  );
}

function messagesIn(found) {
  return Array.isArray(found) ? found : Object.values(found).flatMap(messagesIn);
}
