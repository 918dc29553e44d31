// The fields of an object as a list: name, type, limits, what it means; objects inside of it fold open.
import { element, inline } from './dom.mjs';
import { choices, limits, typeName } from './schema.mjs';

const DEEPEST = 5;

function inner(schema, resolve) {
  const here = resolve(schema);
  if (here.oneOf) return here.oneOf.map((one) => inner(one, resolve)).find(Boolean);
  if (here.items) return inner(here.items, resolve);
  return here.properties ? here : undefined;
}

function field(name, schema, isRequired, resolve, depth) {
  const values = choices(schema, resolve);
  const text = [resolve(schema).description, schema.description].find(Boolean);
  const about = [limits(schema, resolve), text].filter(Boolean);
  const below = depth < DEEPEST && inner(schema, resolve);
  return element('li', {},
    element('div', { class: 'field' },
      element('code', { class: 'name' }, name), ' ',
      element('span', { class: 'type' }, typeName(schema, resolve)), ' ',
      isRequired ? element('span', { class: 'required' }, 'required') : undefined),
    values.length ? element('p', { class: 'choices' }, values.flatMap((value) => [element('code', {}, String(value)), ' '])) : undefined,
    about.map((line) => element('p', {}, inline(line))),
    below ? element('details', { class: 'inner' }, element('summary', {}, `Fields of ${name}`), fields(below, resolve, depth + 1)) : undefined);
}

export function fields(given, resolve, depth = 0) {
  const schema = inner(given, resolve);
  if (!schema) return element('p', {}, typeName(given, resolve));
  const required = new Set(schema.required ?? []);
  return element('ul', { class: 'fields' },
    Object.entries(schema.properties).map(([name, part]) => field(name, part, required.has(name), resolve, depth)));
}

export function parameters(list, resolve) {
  return element('ul', { class: 'fields' }, list.map(resolve).map((one) =>
    field(one.name, { ...resolve(one.schema), description: one.description ?? resolve(one.schema).description }, one.required, resolve, 0)));
}
