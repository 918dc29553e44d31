// docs/webhooks.md: its receiver runs as it is printed, its examples and every message that a server sends are as
// /openapi.json says, and what it promises of retries, order and loss is so.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const Ajv = require('ajv/dist/2020');
const { startServer, temporaryFolder } = require('./lib/server');
const people = require('./lib/people');
const { id, token } = people;
const { until } = require('./lib/wait');

const page = fs.readFileSync(path.resolve(__dirname, '../../docs/webhooks.md'), 'utf8');
const secret = 'a secret of the two of them';
const order = { vehicleTypeId: 'vehicle-type-bike', pickupAddressId: id('pickup', 0), dropAddressId: id('drop', 0) };
const block = (info) => {
  const found = page.match(new RegExp('^```' + info.replace('.', '\\.') + '\\n([^]*?)^```$', 'm'));
  assert.ok(found, info);
  return found[1];
};

// The page's receiver: what it prints, and its URL.
async function runReceiver(t) {
  const file = path.join(temporaryFolder(), 'receiver.js');
  fs.writeFileSync(file, block('js receiver.js'));
  const child = spawn(process.execPath, [file],
    { env: { WAYCAST_WEBHOOK_SECRET: secret, RECEIVER_PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => { out += chunk; });
  const [, port] = await until(() => /^listening on (\d+)$/m.exec(out), 'the receiver listens');
  return { url: `http://127.0.0.1:${port}/`, lines: () => out.trim().split('\n').slice(1) };
}

// A receiver that keeps every request and answers with a status, or a promise of one; 0: not at all.
async function listen(t, status = () => 204) {
  const requests = [];
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const got = { headers: request.headers, body, message: JSON.parse(body) };
    requests.push(got);
    const answer = await status(requests.length);
    if (answer) response.writeHead(answer, { location: '/elsewhere' }).end();
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  t.after(() => { server.closeAllConnections(); server.close(); });
  return { url: `http://127.0.0.1:${server.address().port}/`, requests };
}

const signature = (body, t, key = secret) =>
  `t=${t},v1=${crypto.createHmac('sha256', key).update(`${t}.${body}`).digest('hex')}`;
const seconds = () => Math.floor(Date.now() / 1000);

async function schemas(server) {
  const document = (await server.get('/openapi.json')).json;
  const ajv = new Ajv({ strict: false, validateFormats: false }).addSchema(document, 'doc');
  const of = (type) => ajv.getSchema(`doc#/webhooks/${type}/post/requestBody/content/application~1json/schema`);
  return { document, check: (message) => assert.ok(of(message.type)(message), `${JSON.stringify(message)}: ${JSON.stringify(of(message.type).errors)}`) };
}

const book = async (server) => (await server.request('POST', '/api/v1/bookings', { token: token('user', id('user', 0)), body: order })).json.data;
const cancel = (server, booking) => server.request('POST', `/api/v1/bookings/${booking.id}/cancel`,
  { token: token('user', id('user', 0)), body: { reason: 'changed my mind' } });
const sendCode = (server, phone) => server.request('POST', '/api/v1/auth/user/send-otp', { body: { phone } });
const assign = (server, booking, index) => server.request('POST', `/api/v1/admin/bookings/${booking.id}/assign`,
  { token: token('admin', id('admin', 0)), body: { pilotId: id('pilot', index) } });

test('the receiver of the page takes what is genuine, once, and nothing else', async (t) => {
  const receiver = await runReceiver(t);
  const server = await startServer(t, {
    pilots: 2,
    env: { WAYCAST_WEBHOOK_URLS: receiver.url, WAYCAST_OTP_WEBHOOK_URL: receiver.url, WAYCAST_WEBHOOK_SECRET: secret },
  });
  assert.equal((await sendCode(server, '+919800000001')).status, 200);
  await cancel(server, await book(server));
  await until(() => receiver.lines().length >= 3, 'the messages');
  assert.deepEqual(receiver.lines(), ['otp LOGIN', 'booking.created PENDING', 'booking.status CANCELLED']);

  const body = JSON.stringify({ id: 'x', type: 'booking.status', createdAt: '', data: { status: 'FORGED' } });
  const post = async (header) => (await fetch(receiver.url, { method: 'POST', body, headers: header ? { 'x-waycast-signature': header } : {} })).status;
  const old = seconds() - 301;
  for (const header of [undefined, '', 'nonsense', signature(body, seconds(), 'guessed'), signature(body, old), signature(body, seconds() + 310),
    signature(`${body} `, seconds()), signature(body, old).replace(/t=\d+/, `t=${seconds()}`), signature(body, seconds()).slice(0, -1)]) {
    assert.equal(await post(header), 401, String(header));
  }
  for (let repeat = 0; repeat < 2; ++repeat) assert.equal(await post(signature(body, seconds())), 204);
  await until(() => receiver.lines().length >= 4, 'the genuine one');
  assert.deepEqual(receiver.lines().slice(3), ['booking.status FORGED'], 'twice sent, once done');
});

test('every message is as /openapi.json and the page say', async (t) => {
  const [facts, codes] = [await listen(t), await listen(t)];
  const server = await startServer(t, {
    pilots: 2, env: { WAYCAST_WEBHOOK_URLS: facts.url, WAYCAST_OTP_WEBHOOK_URL: codes.url, WAYCAST_WEBHOOK_SECRET: secret, WAYCAST_POINT_INTERVAL: '1ms' },
  });
  const { document, check } = await schemas(server);
  await sendCode(server, '+919800000001');
  for (const value of ['ARRIVED_DROP', 'DELIVERED']) {
    await server.request('PATCH', `/api/v1/bookings/${id('booking', 0)}/status`, { token: token('pilot', id('pilot', 0)), body: { status: value } });
  }
  await people.onlinePilot(t, server, 0);
  const booking = await book(server);
  assert.equal((await assign(server, booking, 0)).status, 200);
  await cancel(server, booking);
  const ofBooking = () => facts.requests.filter(({ message }) => message.data.bookingId === booking.id || message.data.data?.bookingId === booking.id);
  await until(() => ofBooking().some(({ message }) => message.data.title === 'Booking cancelled') && codes.requests.length === 1, 'all of them');

  assert.deepEqual(ofBooking().map(({ message }) => [message.type, message.data.status ?? message.data.title]), [
    ['booking.created', 'PENDING'],
    ['booking.status', 'ACCEPTED'], ['notification', 'Pilot assigned'], ['notification', 'New delivery'],
    ['booking.status', 'CANCELLED'], ['notification', 'Booking cancelled'],
  ], 'in the order of what happened');
  const all = [...facts.requests, ...codes.requests];
  for (const { headers, body, message } of all) {
    check(message);
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers['x-waycast-event'], message.type);
    assert.equal(headers['x-waycast-delivery'], message.id);
    const [, signed] = /^t=(\d+),/.exec(headers['x-waycast-signature']);
    assert.equal(headers['x-waycast-signature'], signature(body, signed));
    assert.ok(Math.abs(seconds() - Number(signed)) < 300);
  }
  assert.equal(new Set(all.map(({ message }) => message.id)).size, all.length);
  const types = new Set(all.map(({ message }) => message.type));
  assert.deepEqual([...types].sort(), Object.keys(document.webhooks).sort(), 'every documented type was sent');
  const told = [...page.matchAll(/^\| `([a-z.]+)` \| [^|]+ \| `(?:webhook_urls|otp_webhook_url)` \|$/gm)].map(([, type]) => type);
  assert.deepEqual(told.sort(), [...types].sort(), 'and is in the table of the page');
  for (const type of ['booking.status', 'notification', 'otp']) {
    const data = JSON.parse(block(`json ${type}`));
    check({ id: '1', type, createdAt: '2026-11-30T09:30:00.250Z', data });
    assert.deepEqual(document.webhooks[type].post.requestBody.content['application/json'].example.data, data, 'one example');
  }
});

test('what is refused, or redirected, comes again with the same id and body, newly signed; later ones pass it', async (t) => {
  let answerFirst;
  const first302 = new Promise((resolve) => { answerFirst = () => resolve(302); });
  const receiver = await listen(t, (count) => [first302, 500][count - 1] ?? 204);
  const server = await startServer(t, { pilots: 1, env: { WAYCAST_WEBHOOK_URLS: receiver.url, WAYCAST_WEBHOOK_SECRET: secret } });
  const booking = await book(server);
  await until(() => receiver.requests.length === 1, 'the first attempt');
  await cancel(server, booking);
  answerFirst();
  const attempts = () => receiver.requests.filter(({ message }) => message.type === 'booking.created');
  await until(() => receiver.requests.length >= 4, 'a retry of each');
  const [first, again] = attempts();
  assert.deepEqual([again.body, again.headers['x-waycast-delivery']], [first.body, first.headers['x-waycast-delivery']]);
  assert.notEqual(again.headers['x-waycast-signature'], first.headers['x-waycast-signature']);
  assert.deepEqual(receiver.requests.slice(0, 2).map(({ message }) => message.type), ['booking.created', 'booking.status'],
    'the second message did not wait for the retry of the first');
  const { text } = await server.get('/metrics');
  assert.match(text, /^waycast_webhooks_total\{result="failed_attempt"\} 2$/m);
});

test('a full queue drops, counts, and says so to who asked for a code', async (t) => {
  const hanging = await listen(t, () => 0);
  const server = await startServer(t, { pilots: 1, env: { WAYCAST_OTP_WEBHOOK_URL: hanging.url, WAYCAST_WEBHOOK_SECRET: secret, WAYCAST_MAX_QUEUED_WEBHOOKS: '1' } });
  assert.equal((await sendCode(server, '+919800000001')).status, 200);
  await until(() => hanging.requests.length === 1, 'the first is under way');
  assert.equal((await sendCode(server, '+919800000002')).status, 200, 'waits');
  const third = await sendCode(server, '+919800000003');
  assert.deepEqual([third.status, third.json.code], [503, 'ERR_1004']);
  assert.match((await server.get('/metrics')).text, /^waycast_webhooks_total\{result="dropped"\} 1$/m);
});
