/** What a condition of and's or of or's says, term by term, and the FEEL of such terms. */

const NAME = '[\\p{L}_][\\p{L}\\p{N}_]*';
const TEXT = '"(?:[^"\\\\]|\\\\.)*"';
const VALUE = `${TEXT}|-?\\d+(?:\\.\\d+)?|true|false|null|today|now|date\\(${TEXT}\\)|policy\\(${TEXT}\\)`;
const COMPARED = new RegExp(`^(${NAME})\\s*(=|!=|>=|<=|>|<)\\s*(${VALUE})$`, 'u');
const CONTAINS = new RegExp(`^list contains\\((${NAME}),\\s*(${TEXT})\\)$`, 'u');
const BARE = new RegExp(`^(${NAME})$`, 'u');
const RESERVED = new Set(['true', 'false', 'null']);

/** The terms and what joins them, or null for a condition only FEEL can say. */
export function parts(feel) {
  const body = (feel ?? '').trim().replace(/^=\s*/, '');
  for (const joiner of ['and', 'or']) {
    const terms = split(body, joiner).map(term);
    if (terms.every(Boolean)) {
      return { joiner, terms };
    }
  }
  return null;
}

/** The FEEL of terms; those without a field are left out. */
export function feel({ joiner, terms }) {
  return terms.filter(({ key }) => key).map(written).join(` ${joiner} `);
}

/** Cut at a word that stands outside quotes and brackets. */
function split(body, joiner) {
  const found = [''];
  let depth = 0;
  for (const piece of body.match(new RegExp(`${TEXT}|\\s+${joiner}\\s+|[()]|[^"()\\s]+|\\s+|"`, 'gu')) ?? []) {
    depth += piece === '(' ? 1 : piece === ')' ? -1 : 0;
    if (depth === 0 && piece.trim() === joiner) {
      found.push('');
    } else {
      found[found.length - 1] += piece;
    }
  }
  return found.map((each) => each.trim());
}

function term(said) {
  const compared = COMPARED.exec(said);
  if (compared) {
    const [, key, sign, value] = compared;
    if (value !== 'null') {
      return { key, comparison: sign, value };
    }
    return sign === '=' || sign === '!=' ? { key, comparison: sign === '=' ? 'null' : 'filled', value: '' } : null;
  }
  const contained = CONTAINS.exec(said);
  if (contained) {
    return { key: contained[1], comparison: 'contains', value: contained[2] };
  }
  const bare = BARE.exec(said);
  return bare && !RESERVED.has(bare[1]) ? { key: bare[1], comparison: 'holds', value: '' } : null;
}

function written({ key, comparison, value }) {
  switch (comparison) {
    case 'null': return `${key} = null`;
    case 'filled': return `${key} != null`;
    case 'holds': return key;
    case 'contains': return `list contains(${key}, ${value})`;
    default: return `${key} ${comparison} ${value}`;
  }
}
