'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { conformanceServer } = require('./lib/server');
const { openPolling, openWebSocket } = require('./lib/sessions');
const { request } = require('./lib/wire');

const server = conformanceServer();
const path = '/engine.io/';

for (const [what, payload] of [
  ['one text packet', '4hello'],
  ['several text packets', '4test1\x1e4test2\x1e4test3'],
  ['text and binary packets', '4hello\x1ebAQIDBA=='],
  ['text beyond ASCII', '4€ 😀 ü'],
]) {
  test(`long-polling carries ${what}`, async () => {
    const session = await openPolling(server, path);
    const pushed = await session.push(payload);
    assert.deepEqual([pushed.status, pushed.text], [200, 'ok']);
    const polled = await session.poll();
    assert.deepEqual([polled.status, polled.text], [200, payload]);
  });
}

test('a poll waits for what is pushed later', async () => {
  const session = await openPolling(server, path);
  const [polled] = await Promise.all([session.poll(), session.push('4later')]);
  assert.equal(polled.text, '4later');
});

test('long-polling keeps the order of many pushes', async () => {
  const session = await openPolling(server, path);
  const expected = Array.from({ length: 50 }, (_, i) => `4message ${i}`);
  for (const message of expected) assert.equal((await session.push(message)).status, 200);
  const received = [];
  while (received.length < expected.length) received.push(...(await session.poll()).text.split('\x1e'));
  assert.deepEqual(received, expected);
});

test('a malformed payload ends a polling session', async () => {
  const session = await openPolling(server, path);
  assert.equal((await session.push('abc')).status, 400);
  assert.equal((await session.poll()).status, 400);
});

test('two polls at a time end the session', async () => {
  const session = await openPolling(server, path);
  const answers = await Promise.all([session.poll(), session.poll()]);
  const statuses = answers.map((answer) => answer.status).sort();
  assert.deepEqual(statuses, [200, 400]);
  assert.equal(answers.find((answer) => answer.status === 200).text, '1');
  assert.equal((await session.poll()).status, 400);
});

test('a poll that its client gave up ends the session', async () => {
  const session = await openPolling(server, path);
  const abandoned = request(session.url);
  abandoned.catch(() => {});
  // Pushed and answered: the poll before it has arrived by then, or it would have carried this.
  await session.push('4first');
  await abandoned;
  const second = request(session.url);
  second.catch(() => {});
  await new Promise((resolve) => { setTimeout(resolve, 100); });
  second.abort();
  let status = 200;
  for (const end = Date.now() + 20000; status !== 400 && Date.now() < end;) {
    status = (await session.push('4probe')).status;
  }
  assert.equal(status, 400);
});

test('a body over maxPayload is refused', async () => {
  const session = await openPolling(server, path);
  const answer = await session.push(`4${'x'.repeat(1000000)}`).catch(() => ({ status: 413 }));
  assert.equal(answer.status, 413);
});

test('WebSocket carries text and binary', async (t) => {
  const wire = await openWebSocket(t, server, path);
  wire.send('4hello');
  assert.equal(await wire.next(), '4hello');
  wire.send(Uint8Array.from([1, 2, 3, 4]));
  assert.deepEqual(await wire.next(), Uint8Array.from([1, 2, 3, 4]));
  wire.send('4');
  assert.equal(await wire.next(), '4');
});

test('WebSocket carries a message of nearly maxPayload', async (t) => {
  const wire = await openWebSocket(t, server, path);
  const message = `4${'x'.repeat(999000)}`;
  wire.send(message);
  assert.equal(await wire.next(), message);
});

test('a message over maxPayload ends a WebSocket session', async (t) => {
  const wire = await openWebSocket(t, server, path);
  wire.send(`4${'x'.repeat(1000001)}`);
  await wire.closed;
});

test('a malformed packet ends a WebSocket session', async (t) => {
  const wire = await openWebSocket(t, server, path);
  wire.send('abc');
  await wire.closed;
});
