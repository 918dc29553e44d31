// The REST API and the webhooks of an OpenAPI document, by tag.
import { block, element, inline, prose } from './dom.mjs';
import { entry, part } from './entry.mjs';
import { fields, parameters } from './fields.mjs';
import { example, resolver } from './schema.mjs';

const pretty = (value) => JSON.stringify(value, null, 2);
const jsonOf = (content) => content?.['application/json'];

function curl(method, path, op, body) {
  const lines = [`curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "$URL${path.replace(/\{(\w+)\}/g, '$$$1')}"`];
  if (op.security?.length) lines.push('-H "Authorization: Bearer $TOKEN"');
  if (body !== undefined) lines.push("-H 'Content-Type: application/json'", `-d '${pretty(body)}'`);
  return lines.join(' \\\n  ');
}

function answers(op, resolve) {
  return element('ul', { class: 'answers' }, Object.entries(op.responses).map(([status, given]) =>
    element('li', {}, element('code', { class: `status s${status[0]}` }, status), ' ', inline(resolve(given).description))));
}

function success(op, resolve) {
  const found = Object.entries(op.responses).find(([status]) => status.startsWith('2'));
  return found && { status: found[0], ...jsonOf(resolve(found[1]).content) };
}

// Text as it is, all else as JSON.
function answer(schema, resolve) {
  const value = example(schema, resolve);
  return typeof value === 'string' ? value : pretty(value.message ? { ...value, message: 'OK' } : value);
}

function texts(op, resolve) {
  const body = jsonOf(op.requestBody?.content);
  const good = success(op, resolve);
  const data = good?.schema && resolve(resolve(good.schema).properties?.data);
  return [
    prose(op.description),
    op.parameters?.length ? part('Parameters', parameters(op.parameters, resolve)) : [],
    body ? part('Body', fields(body.schema, resolve)) : [],
    data?.properties || data?.items ? part('data of the answer', fields(data, resolve)) : [],
    part('Answers', answers(op, resolve)),
  ].flat();
}

function rest(method, path, op, resolve) {
  const make = () => {
    const body = jsonOf(op.requestBody?.content);
    const sent = body && (body.example ?? example(body.schema, resolve));
    const good = success(op, resolve);
    return {
      text: texts(op, resolve),
      examples: [block('Request', curl(method, path, op, sent)),
        good?.schema ? block(`Answer ${good.status}`, answer(good.schema, resolve)) : undefined],
    };
  };
  return entry({ id: op.operationId, kind: method.toUpperCase(), name: path, summary: op.summary, search: op.description, make });
}

function webhook(type, op, resolve) {
  const make = () => ({ text: texts(op, resolve), examples: [block('Body', pretty(jsonOf(op.requestBody.content).example))] });
  return entry({ id: op.operationId, kind: 'HOOK', name: type, summary: op.summary, search: op.description, make });
}

export function restGroups(document) {
  const resolve = resolver(document);
  const groups = new Map((document.tags ?? []).map((tag) => [tag.name, []]));
  for (const [path, methods] of Object.entries(document.paths)) {
    if (path.startsWith('/_waycast/')) continue;
    for (const [method, op] of Object.entries(methods)) groups.get(op.tags[0]).push(rest(method, path, op, resolve));
  }
  for (const [type, { post }] of Object.entries(document.webhooks ?? {})) groups.get(post.tags[0]).push(webhook(type, post, resolve));
  return [...groups].map(([name, entries]) => ({ name, entries }));
}
