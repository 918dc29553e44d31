// What a caller may do how often, as settings say.
'use strict';
const http = require('node:http');
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const { query } = require('./lib/database');
const { id, token } = require('./lib/people');

const own = token('user', id('user', 0));
const list = async (server) => (await server.get('/api/v1/addresses', own)).status;

test('WAYCAST_REQUESTS_PER_IDENTITY: few a minute are few at once', async (t) => {
  const server = await startServer(t, { pilots: 1, env: { WAYCAST_REQUESTS_PER_IDENTITY: '1' } });
  assert.equal(await list(server), 200);
  const refused = await server.get('/api/v1/addresses', own);
  assert.equal(refused.status, 429);
  assert.equal(refused.json.code, 'ERR_1003');
  assert.ok(Number(refused.headers.get('retry-after')) > 1);
});

test('WAYCAST_REQUESTS_PER_IDENTITY: many a minute are many at once', async (t) => {
  const server = await startServer(t, { pilots: 1, env: { WAYCAST_REQUESTS_PER_IDENTITY: '3000', WAYCAST_REQUESTS_PER_ADDRESS: '0' } });
  const answers = await Promise.all(Array.from({ length: 600 }, () => list(server)));
  assert.deepEqual([...new Set(answers)], [200]);
});

// With one X-Forwarded-For line for each of `hops`, which fetch() would join.
function signIn(server, hops, path = '/api/v1/auth/user/verify-otp') {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': hops };
    http.request(server.url + path, { method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    }).on('error', reject).end('{}');
  });
}

const limited = (statuses) => statuses.filter((status) => status === 429).length;

test('WAYCAST_TRUSTED_PROXIES: no made up hop gets another sign-in', async (t) => {
  const server = await startServer(t, { pilots: 1, env: { WAYCAST_TRUSTED_PROXIES: '1' } });
  const dodges = [
    (i) => [`198.51.100.${i}`, '203.0.113.9'],
    (i) => [`198.51.100.${i}, 203.0.113.9:${5000 + i}`],
    (i) => [`[2001:db8::${i}]`, `::ffff:203.0.113.9`],
  ];
  const statuses = [];
  for (let i = 0; i < 150; i++) statuses.push(await signIn(server, dodges[i % 3](i)));
  assert.ok(limited(statuses) >= 100, `${limited(statuses)} of 150 were refused`);
  assert.equal(limited(statuses.slice(0, 20)), 0, 'twenty at once are allowed');
  assert.notEqual(await signIn(server, ['198.51.100.1', '203.0.113.10']), 429, 'another client');
  const strangers = [];
  for (let i = 0; i < 60; i++) strangers.push(await signIn(server, [`client number ${i}`]));
  assert.ok(limited(strangers) >= 20, 'a hop that is no address counts as the proxy itself');
});

test('without WAYCAST_TRUSTED_PROXIES no hop is believed', async (t) => {
  const server = await startServer(t, { pilots: 1 });
  const statuses = [];
  for (let i = 0; i < 60; i++) statuses.push(await signIn(server, [`203.0.113.${i}`]));
  assert.ok(limited(statuses) >= 20, `${limited(statuses)} of 60 were refused`);
});

test('five wrong login codes lock out nobody but who gave them, also after a restart', async (t) => {
  const server = await startServer(t, { pilots: 1, env: { WAYCAST_TRUSTED_PROXIES: '1' } });
  const phone = '+919811122233';
  const from = (address) => ({ 'x-forwarded-for': address });
  const post = async (step, body, address) => (await server.request('POST', `/api/v1/auth/user/${step}`,
    { body: { phone, ...body }, headers: from(address) })).status;
  const sentCode = () => query(server, `select otp from otps where phone = '${phone}' order by createdAt desc, id desc limit 1`)[0].otp;
  assert.equal(await post('send-otp', {}, '203.0.113.1'), 200);
  const code = sentCode();
  for (let i = 0; i < 5; i++) assert.equal(await post('verify-otp', { otp: 'none' }, '203.0.113.66'), 401);
  assert.equal(await post('verify-otp', { otp: code }, '203.0.113.66'), 429);
  await server.kill();
  await server.start();
  assert.equal(await post('verify-otp', { otp: code }, '203.0.113.66'), 429, 'the count outlives the server');
  assert.equal(await post('verify-otp', { otp: code }, '203.0.113.1'), 200, 'the owner is not concerned');
  for (let i = 0; i < 5; i++) await post('verify-otp', { otp: 'none' }, '203.0.113.1');
  assert.equal(await post('send-otp', {}, '203.0.113.1'), 200, 'a new code can be asked for');
  assert.equal(await post('verify-otp', { otp: sentCode() }, '203.0.113.1'), 200, 'and it works');
});

test('WAYCAST_REQUIRE_OTP: five wrong handover codes lock the booking', async (t) => {
  const server = await startServer(t, { pilots: 2, env: { WAYCAST_REQUIRE_OTP: 'true' } });
  const move = (index, status, otp) => server.request('PATCH', `/api/v1/bookings/${id('booking', index)}/status`,
    { token: token('pilot', id('pilot', index)), body: { status, otp } });
  for (const index of [0, 1]) assert.equal((await move(index, 'ARRIVED_DROP')).status, 200);
  for (let i = 0; i < 5; i++) {
    const wrong = await move(0, 'DELIVERED', '0000');
    assert.equal(wrong.status, 400, wrong.text);
    assert.equal(wrong.json.errors[0].field, 'otp');
  }
  const { json } = await server.get(`/api/v1/bookings/${id('booking', 0)}`, own);
  const locked = await move(0, 'DELIVERED', json.data.deliveryOtp);
  assert.equal(locked.status, 429, locked.text);
  assert.equal(locked.json.code, 'ERR_1003');
  assert.ok(Number(locked.headers.get('retry-after')) > 800);
  assert.equal((await move(1, 'DELIVERED', '2222')).status, 200, 'another booking is not concerned');
});
