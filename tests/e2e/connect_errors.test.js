// The contract's table of refused connections, and tokens that end while connected.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const jwt = require('jsonwebtoken');
const { startServer, secret } = require('./lib/server');
const people = require('./lib/people');
const { token, id } = people;
const { until } = require('./lib/wait');

const sign = (claims, options, key = secret) => jwt.sign(claims, key, options);
const cases = [
  ['no token', {}, 'Authentication required', 'ERR_1100'],
  ['an empty token', { token: '' }, 'Authentication required', 'ERR_1100'],
  ['a token of null', { token: null }, 'Authentication required', 'ERR_1100'],
  ['a token that is no text', { token: { id: 'a', type: 'user' } }, 'Authentication failed', 'ERR_1103'],
  ['malformed', { token: 'not-a-token' }, 'Authentication failed', 'ERR_1103'],
  ['a bad signature', { token: sign({ id: 'a', type: 'user' }, {}, 'x'.repeat(40)) }, 'Authentication failed', 'ERR_1103'],
  ['another algorithm', { token: sign({ id: 'a', type: 'user' }, { algorithm: 'HS512' }) }, 'Authentication failed', 'ERR_1103'],
  ['alg none', { token: sign({ id: 'a', type: 'user' }, { algorithm: 'none' }, '') }, 'Authentication failed', 'ERR_1103'],
  ['expired', { token: sign({ id: 'a', type: 'user' }, { expiresIn: -10 }) }, 'Authentication failed', 'ERR_1102'],
  ['no id', { token: sign({ type: 'user' }, {}) }, 'Invalid token payload', 'ERR_1103'],
  ['an unknown type', { token: sign({ id: 'a', type: 'robot' }, {}) }, 'Invalid token payload', 'ERR_1103'],
];

test('refused connections', async (t) => {
  const server = await startServer(t);
  for (const [name, auth, message, code] of cases) {
    for (const [transport, list] of Object.entries(people.transports)) {
      await t.test(`${name} (${transport})`, async (t) => {
        const socket = people.open(server, auth, { transports: list, reconnection: false });
        t.after(() => socket.disconnect());
        const error = await people.refused(socket);
        assert.equal(error.message, message);
        assert.equal(error.data.code, code);
      });
    }
  }

  await t.test('a valid token of somebody without a row is accepted and owns nothing', async (t) => {
    const socket = await people.connect(t, server, 'user', 'somebody-new');
    assert.equal((await people.follow(socket, 0)).error.code, 'ERR_1201');
  });
});

test('a token that expires while connected: error ERR_1102, then the client comes back with a fresh one', async (t) => {
  const server = await startServer(t);
  let asked = 0;
  const socket = people.open(server, (give) => {
    asked += 1;
    give({ token: token('user', id('user', 0), { expiresIn: asked === 1 ? 2 : 3600 }) });
  });
  t.after(() => socket.disconnect());
  await people.connected(socket);
  await until(() => socket.last('error'), 'the expiry is told');
  assert.equal(socket.last('error').code, 'ERR_1102');
  await until(() => asked === 2 && socket.connected, 'it reconnects by itself');
});
