// The clients that users have: socket.io-client and engine.io-client, over each transport.
'use strict';
const assert = require('node:assert/strict');
const { once } = require('node:events');
const { test } = require('node:test');
const engine = require('engine.io-client');
const { io } = require('socket.io-client');
const { conformanceServer } = require('./lib/server');

const server = conformanceServer();
const transports = { polling: ['polling'], websocket: ['websocket'], 'polling, then upgraded': ['polling', 'websocket'] };

function connect(t, namespace, options) {
  const socket = io(`${server.url}${namespace}`, { forceNew: true, ...options });
  t.after(() => socket.disconnect());
  return socket;
}

for (const [name, list] of Object.entries(transports)) {
  for (const namespace of ['/', '/custom']) {
    test(`socket.io-client over ${name} in ${namespace}`, async (t) => {
      const socket = connect(t, namespace, { transports: list, auth: { token: 'abc' } });
      const [auth] = await once(socket, 'auth');
      assert.deepEqual(auth, { token: 'abc' });
      if (list.length === 2 && socket.io.engine.transport.name !== 'websocket') {
        await once(socket.io.engine, 'upgrade');
      }
      socket.emit('message', 1, '2', { 3: [true] }, Buffer.from([1, 2]));
      assert.deepEqual(await once(socket, 'message-back'), [1, '2', { 3: [true] }, Buffer.from([1, 2])]);
      assert.deepEqual(await socket.timeout(20000).emitWithAck('message-with-ack', { a: 1 }), { a: 1 });
      const bytes = await socket.timeout(20000).emitWithAck('message-with-ack', Buffer.from([9]));
      assert.deepEqual(bytes, Buffer.from([9]));
    });
  }

  test(`socket.io-client over ${name} keeps the order of 500 messages`, async (t) => {
    const socket = connect(t, '/', { transports: list });
    const received = [];
    const all = new Promise((resolve) => {
      socket.on('message-back', (i) => received.push(i) === 500 && resolve());
    });
    for (let i = 0; i < 500; i += 1) socket.emit('message', i);
    await all;
    assert.deepEqual(received, Array.from({ length: 500 }, (_, i) => i));
  });
}

test('socket.io-client answers an acknowledgement', async (t) => {
  const socket = connect(t, '/', { transports: ['websocket'] });
  socket.once('emit-with-ack', (argument, answer) => {
    assert.equal(argument, 'question');
    socket.once('emit-with-ack', (reply) => socket.emit('message', reply));
    answer('answer');
  });
  socket.emit('emit-with-ack', 'question');
  assert.deepEqual(await once(socket, 'message-back'), ['answer']);
});

test('socket.io-client is refused an unknown namespace', async (t) => {
  const socket = connect(t, '/random', {});
  const [error] = await once(socket, 'connect_error');
  assert.equal(error.message, 'Invalid namespace');
});

test('socket.io-client connects two namespaces over one session', async (t) => {
  const main = connect(t, '/', { transports: ['websocket'] });
  const custom = main.io.socket('/custom');
  await Promise.all([once(main, 'auth'), once(custom, 'auth')]);
  custom.disconnect();
  main.emit('message', 'still');
  assert.deepEqual(await once(main, 'message-back'), ['still']);
});

test('socket.io-client comes back by itself after its connection was lost', async (t) => {
  const socket = connect(t, '/', { transports: ['websocket'], reconnectionDelay: 10 });
  await once(socket, 'connect');
  const { id } = socket;
  socket.io.engine.close();
  await once(socket, 'connect');
  assert.notEqual(socket.id, id);
});

for (const [name, list] of Object.entries(transports)) {
  test(`engine.io-client over ${name}`, async (t) => {
    const socket = new engine.Socket(server.url, { transports: list });
    t.after(() => socket.close());
    const received = [];
    const all = new Promise((resolve) => {
      socket.on('message', (message) => received.push(message) === 100 && resolve());
    });
    await once(socket, 'open');
    for (let i = 0; i < 100; i += 1) socket.send(i % 10 === 0 ? Buffer.from([i]) : `message ${i}`);
    await all;
    assert.deepEqual(received.map((message) => (typeof message === 'string' ? message : message[0])),
      Array.from({ length: 100 }, (_, i) => (i % 10 === 0 ? i : `message ${i}`)));
  });
}
