// Who is offered a booking, in which order, how many at once and how often; and what the journal says of it.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const people = require('./lib/people');
const { id, ask, token } = people;
const { until } = require('./lib/wait');

const admin = token('admin', id('admin', 0));
const user = token('user', id('user', 0));
const shop = { address: '1 Harbour Road', city: 'Ahmedabad', state: 'Gujarat', pincode: '380001', lat: 23.03, lng: 72.58 };

async function call(server, who, method, target, body) {
  const answer = await server.request(method, `/api/v1${target}`, { token: who, body });
  assert.ok(answer.status < 300, `${method} ${target}: ${answer.text}`);
  return answer.json.data;
}

// Pilots 0, 1, ... are free and online, each about 300 m farther north of the shop than the one before: with ratings
// and deliveries alike, the nearest has the best score.
async function city(t, pilots, env) {
  const server = await startServer(t, { pilots, env: { WAYCAST_POINT_INTERVAL: '1ms', WAYCAST_MATCH_RETRY: '1h', ...env } });
  const sockets = [];
  for (let index = 0; index < pilots; index++) {
    for (const status of ['ARRIVED_DROP', 'DELIVERED']) {
      await call(server, admin, 'PATCH', `/bookings/${id('booking', index)}/status`, { status });
    }
    const socket = await people.onlinePilot(t, server, index);
    assert.equal((await ask(socket, 'pilot:location', { lat: shop.lat + 0.003 * (index + 1), lng: shop.lng })).ok, true);
    sockets.push(socket);
  }
  await until(async () => (await call(server, admin, 'GET', '/admin/pilots/live')).length === pilots, 'matching knows them all');
  return { server, sockets };
}

async function book(server) {
  const from = await call(server, user, 'POST', '/addresses', shop);
  const to = await call(server, user, 'POST', '/addresses', { ...shop, lat: shop.lat + 0.02 });
  return call(server, user, 'POST', '/bookings',
    { vehicleTypeId: 'vehicle-type-bike', pickupAddressId: from.id, dropAddressId: to.id });
}

const journal = (server, booking) => call(server, admin, 'GET', `/admin/bookings/${booking.id}/offers`);
const asked = (sockets) => sockets.flatMap((socket, index) => (socket.last('booking:offer') ? [index] : []));

async function decline(socket) {
  assert.equal((await ask(socket, 'offer:decline', { offerId: socket.last('booking:offer').offerId })).ok, true);
}

test('a booking goes to the best score first, to the next after a decline, and to five a round', async (t) => {
  const { server, sockets } = await city(t, 7);
  const booking = await book(server);
  for (let turn = 0; turn < 5; turn++) {
    await until(() => sockets[turn].last('booking:offer'), `pilot ${turn} is asked`);
    assert.deepEqual(asked(sockets), [0, 1, 2, 3, 4].slice(0, turn + 1), 'one at a time');
    await decline(sockets[turn]);
  }
  const offered = await until(async () => {
    const rows = (await journal(server, booking)).filter((row) => row.reason === 'offered');
    return rows.length === 5 && rows.every((row) => row.answer === 'DECLINED') && rows;
  }, 'the journal tells of all');
  assert.deepEqual(offered.map((row) => row.pilotId), [0, 1, 2, 3, 4].map((index) => id('pilot', index)));
  const scores = offered.map((row) => row.score);
  assert.deepEqual(scores, [...scores].sort((a, b) => b - a));
  const passedOver = (await journal(server, booking)).find((row) => row.pilotId === id('pilot', 6));
  assert.equal(passedOver.reason, 'lower_score');
  assert.ok(passedOver.score < scores[4]);

  // A sixth offer would have been stored before that of the next booking.
  const next = await book(server);
  await until(async () => (await journal(server, next)).some((row) => row.reason === 'offered'), 'the next booking is offered');
  assert.equal((await journal(server, booking)).filter((row) => row.reason === 'offered').length, 5);
});

test('a pilot who declined is asked after one who did not, where that weighs more than the distance', async (t) => {
  const { server, sockets } = await city(t, 2, { WAYCAST_WEIGHT_CLOSENESS: '0', WAYCAST_WEIGHT_ACCEPTANCE: '1', WAYCAST_OFFER_ATTEMPTS: '1' });
  const first = await book(server);
  const [best] = await until(() => asked(sockets).length === 1 && asked(sockets), 'one of the two is asked');
  await decline(sockets[best]);  // their acceptance rate is 0 now
  await call(server, user, 'POST', `/bookings/${first.id}/cancel`, {});
  const second = await book(server);
  await until(() => sockets[1 - best].last('booking:offer'), 'the other one is asked first');
  assert.equal(sockets[1 - best].last('booking:offer').bookingId, second.id);
  assert.equal(sockets[best].last('booking:offer').bookingId, first.id);
});

test('WAYCAST_OFFER_FANOUT: the best three are asked at once, one wins, the others are told', async (t) => {
  const { server, sockets } = await city(t, 5, { WAYCAST_OFFER_FANOUT: '3' });
  const booking = await book(server);
  await until(() => asked(sockets).length === 3, 'three are asked');
  assert.deepEqual(asked(sockets), [0, 1, 2]);
  const answers = await Promise.all([0, 1, 2].map((index) => ask(sockets[index], 'offer:accept',
    { offerId: sockets[index].last('booking:offer').offerId })));
  assert.equal(answers.filter((answer) => answer.ok).length, 1);
  const losers = [0, 1, 2].filter((index) => !answers[index].ok);
  assert.deepEqual(losers.map((index) => answers[index].error.code), ['ERR_1408', 'ERR_1408']);
  for (const index of losers) {
    await until(() => sockets[index].last('offer:expired'), `pilot ${index} is told`);
    assert.equal(sockets[index].last('offer:expired').reason, 'taken');
  }
  const rows = (await journal(server, booking)).filter((row) => row.reason === 'offered');
  assert.deepEqual(rows.map((row) => row.answer).sort(), ['ACCEPTED', 'TAKEN', 'TAKEN']);
  assert.deepEqual(asked(sockets), [0, 1, 2]);
});
