// Every limit of a field in /openapi.json and /asyncapi.json against the server: what is just inside it is taken,
// what is just outside is ERR_1001 with the field named. Every string of a request has a limit. Examples fit.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const Ajv = require('ajv/dist/2020');
const { startServer } = require('./lib/server');
const people = require('./lib/people');
const { id, token, ask } = people;

const unlimited = { WAYCAST_REQUESTS_PER_ADDRESS: '0', WAYCAST_REQUESTS_PER_IDENTITY: '0', WAYCAST_NEARBY_PER_MINUTE: '0', WAYCAST_TRUSTED_PROXIES: '1' };
const rows = { addresses: 'pickup', bookings: 'booking', vehicles: 'vehicle', pilots: 'pilot', users: 'user', offers: 'offer', notifications: 'note' };

// A text of `length` characters, of the kind that the field takes.
const kinds = {
  phone: (length) => (length <= 8 ? '9'.repeat(length) : `9800000${' '.repeat(length - 8)}1`),
  email: (length) => `a@${'b.'.repeat(length)}`.slice(0, length - 3) + 'org',
  dateOfBirth: (length) => `1990-12-31T00:00:00.${'0'.repeat(length - 21)}Z`,
};
const textOf = (name, length) => (length === 0 ? '' : (kinds[name] ?? ((n) => 'x'.repeat(n)))(length));

// What must be elsewhere so that a side of a box has its whole range.
const room = { north: { south: -90 }, south: { north: 90 } };

// [value, is it taken?] of a field, on both sides of each of its limits.
function probes(name, schema) {
  const out = [];
  const add = (value, fits) => out.push([value, fits]);
  const types = [schema.type].flat();
  if (types.includes('string')) {
    add(5, false);
    if (schema.enum) add('NONE_OF_THESE', false);
    if (schema.format === 'date-time') { add('yesterday', false); add('1999-12-31T23:59:59Z', false); add(new Date().toISOString(), true); }
    if (schema.maxLength) { add(textOf(name, schema.maxLength), true); add(textOf(name, schema.maxLength + 1), false); }
    if (schema.minLength) { add(textOf(name, schema.minLength - 1), false); add(textOf(name, schema.minLength), true); }
  }
  if (types.includes('number') || types.includes('integer')) {
    add('a word', false);
    for (const [limit, step] of [[schema.minimum, -1], [schema.maximum, 1]]) {
      if (limit !== undefined) { add(limit, true); add(limit + step, false); }
    }
  }
  if (types.includes('boolean')) add('a word', false);
  if (types.includes('null')) add(null, true);
  return out;
}

const operations = (document) => Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })));

// Somebody who may: the last of `For: customer, pilot, admin.`
function caller(operation) {
  const roles = /For: ([a-z, ]+)\./.exec(operation.description ?? '')?.[1].split(', ') ?? [];
  const type = { customer: 'user', pilot: 'pilot', admin: 'admin' }[roles.at(-1)];
  return type && token(type, id(type, 0));
}

const target = (path) => path.replace(/(\w+)\/\{id\}/, (_, kind) => `${kind}/${id(rows[kind], 0)}`);
const jsonBody = (operation) => operation.requestBody?.content['application/json'];

let address = 0;
async function complaints(server, operation, { body, query = '' }) {
  const answer = await server.request(operation.method, target(operation.path) + query,
    { token: caller(operation), body, headers: { 'x-forwarded-for': `10.0.${address >> 8}.${address++ & 255}` } });
  return { status: answer.status, code: answer.json?.code, fields: (answer.json?.errors ?? []).map(({ field }) => field) };
}

// The same as a query, for parameters.
const inQuery = (name, value) => `?${name}=${encodeURIComponent(value)}`;

async function judge(server, operation, name, [value, fits], request) {
  const got = await complaints(server, operation, request);
  const what = `${operation.method} ${operation.path} ${name}=${JSON.stringify(value)?.slice(0, 60)}: ${JSON.stringify(got)}`;
  assert.notEqual(got.status, 429, what);
  assert.equal(got.fields.includes(name), !fits, what);
  if (!fits) assert.deepEqual([got.status, got.code], [400, 'ERR_1001'], what);
}

test('every limit of a body is where /openapi.json says', async (t) => {
  const server = await startServer(t, { pilots: 1, env: unlimited });
  const document = (await server.get('/openapi.json')).json;
  let count = 0;
  for (const operation of operations(document).filter(jsonBody)) {
    for (const [name, schema] of Object.entries(jsonBody(operation).schema.properties)) {
      for (const probe of probes(name, schema)) {
        await judge(server, operation, name, probe, { body: { [name]: probe[0] } });
        ++count;
      }
    }
  }
  assert.ok(count > 150, `${count} probes`);
});

test('every limit of a query is where /openapi.json says', async (t) => {
  const server = await startServer(t, { pilots: 1, env: unlimited });
  const document = (await server.get('/openapi.json')).json;
  let count = 0;
  for (const operation of operations(document)) {
    for (const { name, schema } of (operation.parameters ?? []).filter((one) => one.in === 'query')) {
      for (const probe of probes(name, schema).filter(([value]) => value !== 5 && value !== null)) {
        await judge(server, operation, name, probe, { query: inQuery(name, probe[0]) });
        ++count;
      }
    }
  }
  assert.ok(count > 50, `${count} probes`);
});

test('an Idempotency-Key of a character too many is refused', async (t) => {
  const server = await startServer(t, { pilots: 1 });
  const { maxLength } = (await server.get('/openapi.json')).json.components.parameters.IdempotencyKey.schema;
  const send = (length) => server.request('POST', '/api/v1/addresses',
    { token: token('user', id('user', 0)), body: {}, headers: { 'idempotency-key': 'k'.repeat(length) } });
  const names = async (length) => (await send(length)).json.errors.map(({ field }) => field.toLowerCase());
  assert.ok((await names(maxLength + 1)).includes('idempotency-key'));
  assert.ok(!(await names(maxLength)).includes('idempotency-key'));
});

test('every text of a request has a limit', async (t) => {
  const server = await startServer(t, { pilots: 1 });
  const document = (await server.get('/openapi.json')).json;
  const bare = operations(document).filter(jsonBody).flatMap((operation) =>
    Object.entries(jsonBody(operation).schema.properties)
      .filter(([, schema]) => [schema.type].flat().includes('string') && !schema.maxLength && !schema.enum && !schema.format)
      .map(([name]) => `${operation.method} ${operation.path} ${name}`));
  assert.deepEqual(bare, []);
});

test('every limit of an event is where /asyncapi.json says', async (t) => {
  const server = await startServer(t, { pilots: 1 });
  const document = (await server.get('/asyncapi.json')).json;
  const admin = await people.admin(t, server);
  const sockets = { pilot: await people.pilot(t, server, 0), admin, 'user, pilot, admin': admin };
  const resolved = (schema) => (schema.$ref ? schema.$ref.slice(2).split('/').reduce((at, key) => at[key], document) : schema);
  let count = 0;
  for (const message of Object.values(document.components.messages).filter((one) => one['x-from'])) {
    const socket = sockets[message['x-from']];
    assert.ok(socket, message['x-from']);
    const payload = [resolved(message.payload), ...(message.payload.oneOf ?? []).map(resolved)];
    for (const { properties = {} } of payload.filter((one) => one.type === 'object')) {
      const fitting = {};
      for (const [name, schema] of Object.entries(properties)) {
        if (schema.examples) [fitting[name]] = schema.examples;
        if (resolved(schema).type === 'array') fitting[name] = [];
      }
      for (const [name, schema] of Object.entries(properties)) {
        for (const [value, fits] of probes(name, schema)) {
          const answer = await ask(socket, message.name, { ...fitting, ...room[name], [name]: value });
          const what = `${message.name} ${name}=${JSON.stringify(value)}: ${JSON.stringify(answer)}`;
          assert.equal(answer.error?.code === 'ERR_1001', !fits, what);
          ++count;
        }
      }
    }
    for (const { maxItems } of payload.filter((one) => one.maxItems)) {
      const batch = (length) => Array.from({ length }, (_, i) => ({ lat: 12.9, lng: 77.6, recordedAt: new Date(Date.now() - 1000 * i).toISOString() }));
      assert.equal((await ask(socket, message.name, batch(maxItems + 1))).error?.code, 'ERR_1001');
      assert.notEqual((await ask(socket, message.name, batch(maxItems))).error?.code, 'ERR_1001');
      ++count;
    }
  }
  assert.ok(count > 50, `${count} probes`);
});

// Every `example` and `examples` of a document, with the pointer of the schema that it is of.
function* examplesIn(value, pointer = '') {
  if (value === null || typeof value !== 'object') return;
  if (value.example !== undefined && value.schema) yield [`${pointer}/schema`, value.example];
  if (Array.isArray(value.examples) && value.type) for (const example of value.examples) yield [pointer, example];
  for (const [key, child] of Object.entries(value)) {
    if (key !== 'example' && key !== 'examples') {
      yield* examplesIn(child, `${pointer}/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`);
    }
  }
}

test('every example fits its schema, and every body has one', async (t) => {
  const server = await startServer(t, { pilots: 1 });
  for (const name of ['openapi', 'asyncapi']) {
    const document = (await server.get(`/${name}.json`)).json;
    const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema(document, 'doc');
    const all = [...examplesIn(document)];
    assert.ok(all.length > 50, `${name}: ${all.length}`);
    for (const [pointer, example] of all) {
      const validate = ajv.getSchema(`doc#${pointer}`);
      assert.ok(validate(example), `${name} ${pointer}: ${JSON.stringify(example)}: ${JSON.stringify(validate.errors)}`);
    }
  }
  const document = (await server.get('/openapi.json')).json;
  assert.deepEqual(operations(document).filter((one) => jsonBody(one) && jsonBody(one).example === undefined).map((one) => one.operationId), []);
});
