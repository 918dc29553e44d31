'use strict';
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { conformanceServer } = require('./lib/server');
const { openPolling, openSocketIo, openWebSocket } = require('./lib/sessions');

const server = conformanceServer();
const path = '/socket.io/';

for (const [connect, prefix, auth] of [
  ['40', '40', '42["auth",{}]'],
  ['40{"token":"123"}', '40', '42["auth",{"token":"123"}]'],
  ['40/custom,', '40/custom,', '42/custom,["auth",{}]'],
  ['40/custom', '40/custom,', '42/custom,["auth",{}]'],
  ['40/custom,{"token":"abc"}', '40/custom,', '42/custom,["auth",{"token":"abc"}]'],
]) {
  test(`${connect} connects`, async (t) => {
    const wire = await openWebSocket(t, server, path);
    wire.send(connect);
    const reply = await wire.next();
    assert.ok(reply.startsWith(prefix), reply);
    const handshake = JSON.parse(reply.slice(prefix.length));
    assert.deepEqual(Object.keys(handshake), ['sid']);
    assert.notEqual(handshake.sid, wire.handshake.sid);
    assert.equal(await wire.next(), auth);
  });
}

test('connects over long-polling', async () => {
  const session = await openPolling(server, path);
  await session.push('40');
  const polled = (await session.poll()).text.split('\x1e');
  assert.match(polled[0], /^40\{"sid":"[^"]+"\}$/);
  const auth = polled[1] || (await session.poll()).text;
  assert.equal(auth, '42["auth",{}]');
});

test('an unknown namespace is refused, and the session goes on', async (t) => {
  const wire = await openWebSocket(t, server, path);
  wire.send('40/random');
  assert.equal(await wire.next(), '44/random,{"message":"Invalid namespace"}');
  wire.send('40');
  assert.match(await wire.next(), /^40\{"sid"/);
});

for (const malformed of ['4abc', '4', '42["message"]', '41/custom', '49[]']) {
  test(`${malformed} before CONNECT ends the session`, async (t) => {
    const wire = await openWebSocket(t, server, path);
    wire.send(malformed);
    await wire.closed;
  });
}

test('a session that joins no namespace is closed', async (t) => {
  const wire = await openWebSocket(t, server, path);
  await wire.closed;
});

test('leaves the main namespace, and the session goes on', async (t) => {
  const wire = await openSocketIo(t, server);
  wire.send('41');
  wire.send('40');
  assert.match(await wire.next(), /^40\{"sid"/);
});

test('leaves one namespace and stays in another', async (t) => {
  const wire = await openSocketIo(t, server);
  wire.send('40/custom');
  await wire.next();
  await wire.next();
  wire.send('41/custom');
  wire.send('42["message","to the main namespace"]');
  assert.equal(await wire.next(), '42["message-back","to the main namespace"]');
});
