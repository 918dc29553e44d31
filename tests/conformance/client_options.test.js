// Options of socket.io-client that change what it sends, and what a server may send it, over each
// transport.
'use strict';
const assert = require('node:assert/strict');
const { once } = require('node:events');
const { test } = require('node:test');
const { io } = require('socket.io-client');
const { conformanceServer } = require('./lib/server');
const { request } = require('./lib/wire');

const server = conformanceServer();
const transports = { polling: ['polling'], websocket: ['websocket'], 'polling, then upgraded': ['polling', 'websocket'] };

async function connect(t, options) {
  const socket = io(server.url, { forceNew: true, reconnection: false, ...options });
  t.after(() => socket.disconnect());
  socket.once('connect_error', (error) => socket.emitReserved('connect', error));
  const [error] = await once(socket, 'connect');
  assert.equal(error, undefined);
  if (options.transports.length === 2 && socket.io.engine.transport.name !== 'websocket') {
    await once(socket.io.engine, 'upgrade');
  }
  return socket;
}

for (const [name, list] of Object.entries(transports)) {
  test(`forceBase64 over ${name}`, async (t) => {
    const socket = await connect(t, { transports: list, forceBase64: true });
    for (const bytes of [Buffer.from([0, 255, 62, 63]), Buffer.alloc(0), Buffer.alloc(50000, 7)]) {
      assert.deepEqual(await socket.timeout(20000).emitWithAck('message-with-ack', bytes), bytes);
    }
  });

  test(`subprotocols over ${name}`, async (t) => {
    const socket = await connect(t, { transports: list, protocols: ['v2.example', 'x'] });
    assert.equal(await socket.timeout(20000).emitWithAck('message-with-ack', 'hello'), 'hello');
    if (list.includes('websocket')) {
      assert.equal(socket.io.engine.transport.ws.protocol, 'v2.example', 'the first, as ws chooses');
    }
  });

  for (const sizes of [[10, 3000000], [700000, 700000], [3000000, 3000000, 10], [3000000]]) {
    test(`an event of ${sizes.join(' + ')} bytes over ${name}`, async (t) => {
      const socket = await connect(t, { transports: list });
      socket.emit('make', ...sizes);
      const [text, ...bytes] = await once(socket, 'made');
      assert.equal(text.length, sizes[0]);
      assert.deepEqual(bytes.map((each) => each.length), sizes.slice(1));
      assert.equal(await socket.timeout(20000).emitWithAck('message-with-ack', 'still'), 'still');
    });
  }

  test(`events behind a large one over ${name}`, async (t) => {
    const socket = await connect(t, { transports: list });
    const sizes = [];
    const all = new Promise((resolve) => {
      socket.on('made', (...parts) => sizes.push(parts.at(-1).length) === 4 && resolve());
    });
    for (const size of [3000000, 10, 700000, 20]) socket.emit('make', 1, size);
    await all;
    assert.deepEqual(sizes, [3000000, 10, 700000, 20]);
  });

  test(`text and binary of 700 kB each from the client over ${name}`, async (t) => {
    const socket = await connect(t, { transports: list });
    const sent = ['x'.repeat(700000), Buffer.alloc(700000, 1)];
    socket.emit('message', ...sent);
    assert.deepEqual(await once(socket, 'message-back'), sent);
  });
}

test('a large event while the upgrade is under way', async (t) => {
  const socket = io(server.url, { forceNew: true, reconnection: false });
  t.after(() => socket.disconnect());
  await once(socket, 'connect');
  socket.emit('make', 700000, 3000000, 10);
  const [text, ...bytes] = await once(socket, 'made');
  assert.deepEqual([text.length, ...bytes.map((each) => each.length)], [700000, 3000000, 10]);
});

test('credentials of a page of any origin, where any is allowed', async () => {
  const url = `${server.url}/socket.io/?EIO=4&transport=polling`;
  const headers = { Origin: 'https://app.example' };
  for (const method of ['GET', 'OPTIONS']) {
    const answer = await request(url, { method, headers });
    assert.equal(answer.headers['access-control-allow-origin'], 'https://app.example');
    assert.equal(answer.headers['access-control-allow-credentials'], 'true');
    assert.match(answer.headers.vary, /Origin/);
  }
});
