// What JSON Schemas say of fields, and examples made of them. Without a DOM: a test uses it, too.

export function resolver(root) {
  return function resolve(schema) {
    if (!schema?.$ref) return schema ?? {};
    return resolve(schema.$ref.slice(2).split('/').reduce((at, key) => at[key], root));
  };
}

const STANDARD = { number: 0, integer: 0, boolean: false, string: '…', null: null };

// A value that fits: what the schema gives as an example, or one composed of its parts.
export function example(given, resolve) {
  const schema = resolve(given);
  if (schema.examples) return schema.examples[0];
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.oneOf) return example(schema.oneOf[0], resolve);
  const type = [schema.type ?? 'null'].flat()[0];
  if (type === 'object') {
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, part]) => [name, example(part, resolve)]));
  }
  if (type === 'array') return [example(schema.items, resolve)];
  if (schema.format === 'date-time') return '2026-11-30T09:30:00.250Z';
  return schema.minimum ?? STANDARD[type];
}

export function typeName(given, resolve) {
  const schema = resolve(given);
  if (schema.enum || 'const' in schema) return 'one of';
  if (schema.oneOf) return schema.oneOf.map((one) => typeName(one, resolve)).join(' or ');
  const types = [schema.type ?? 'anything'].flat().map((type) => (type === 'array' ? `list of ${typeName(schema.items, resolve)}` : type));
  return types.join(' or ').replace('string', { 'date-time': 'time' }[schema.format] ?? 'text');
}

export function choices(given, resolve) {
  const schema = resolve(given);
  return schema.enum ?? ('const' in schema ? [schema.const] : []);
}

// In words: "1 to 50 characters, default Other".
export function limits(given, resolve) {
  const schema = resolve(given);
  const range = (low, high, unit) => {
    if (low === undefined && high === undefined) return '';
    if (low === undefined) return `at most ${high}${unit}`;
    return high === undefined ? `at least ${low}${unit}` : `${low} to ${high}${unit}`;
  };
  return [range(schema.minimum, schema.maximum, ''), range(schema.minLength, schema.maxLength, ' characters'),
    range(schema.minItems, schema.maxItems, ' items'), 'default' in schema ? `default ${schema.default}` : '']
    .filter(Boolean).join(', ');
}
