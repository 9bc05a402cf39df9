/** Long texts that are only to be read: a field of one line would cut them on a phone. */

/** From how many letters on: about what a line of the field holds. */
const LONG = globalThis.innerWidth < 600 ? 16 : 40;

/** `schema`, with fields of one line that cannot be changed and hold a long text in `data` drawn with several. */
export function withLongTextsWrapped(schema, data) {
  const drawn = (part) => {
    const within = part.components && { components: part.components.map(drawn) };
    const long = part.type === 'textfield' && isFixed(part) && String(data[part.key] ?? '').length > LONG;
    return { ...part, ...within, ...(long && { type: 'textarea' }) };
  };
  return drawn(schema);
}

const isFixed = (part) => part.readonly === true || part.disabled === true;
