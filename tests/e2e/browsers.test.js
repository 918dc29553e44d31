// What pages of other origins may do (Fetch standard, "CORS protocol"), the same for REST and for
// Socket.IO over polling.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const people = require('./lib/people');

const origin = 'https://app.example.com';
const paths = ['/socket.io/?EIO=4&transport=polling', '/api/v1/vehicles/types'];

async function allowance(server, path, method = 'GET', from = origin) {
  const headers = { origin: from };
  if (method === 'OPTIONS') {
    headers['access-control-request-method'] = 'POST';
    headers['access-control-request-headers'] = 'authorization,x-trace';
  }
  const { headers: got } = await fetch(server.url + path, { method, headers });
  return {
    origin: got.get('access-control-allow-origin'),
    credentials: got.get('access-control-allow-credentials'),
    varies: /origin/i.test(got.get('vary')),
    asked: got.get('access-control-allow-headers'),
  };
}

test('without CLIENT_URL any page may use the server, with credentials', async (t) => {
  const server = await startServer(t);
  for (const path of paths) {
    for (const method of ['GET', 'OPTIONS']) {
      const { asked, ...allowed } = await allowance(server, path, method);
      assert.deepEqual(allowed, { origin, credentials: 'true', varies: true }, `${method} ${path}`);
      assert.equal(asked, method === 'OPTIONS' ? 'authorization,x-trace' : null);
    }
  }
});

test('with CLIENT_URL only its pages may', async (t) => {
  const server = await startServer(t, { env: { CLIENT_URL: `${origin}/,https://b.example` } });
  for (const path of paths) {
    assert.equal((await allowance(server, path)).origin, origin);
    assert.equal((await allowance(server, path, 'OPTIONS', 'https://b.example')).origin, 'https://b.example');
    const other = await allowance(server, path, 'GET', 'https://evil.example');
    assert.deepEqual([other.origin, other.credentials, other.varies], [null, null, true]);
  }
});

test('options that pages give socket.io-client', async (t) => {
  const server = await startServer(t);
  for (const options of [{ withCredentials: true }, { forceBase64: true }, { protocols: ['v1', 'x'] }]) {
    for (const list of [['polling'], ['websocket'], ['polling', 'websocket']]) {
      const user = await people.customer(t, server, 0, { ...options, transports: list });
      user.emit('ignored', Buffer.from([1, 2, 3]), { more: Buffer.alloc(1000) });
      const answer = await people.follow(user, 0);
      assert.equal(answer.ok, true, JSON.stringify([options, list, answer]));
      user.disconnect();
    }
  }
});
