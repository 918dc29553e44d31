// Who may see what: every state of a booking x every role x every way (socket events, REST, restored subscriptions).
// A position reaches only the booking's customer, its pilot and admins, and only from ACCEPTED until the end; a pilot's
// phone only the booking's own customer.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const { query } = require('./lib/database');
const { id, token, ask, connect, connected, customer, pilot, admin, goOnline } = require('./lib/people');
const { until } = require('./lib/wait');

const walk = ['ACCEPTED', 'ARRIVED_PICKUP', 'PICKED_UP', 'IN_TRANSIT', 'ARRIVED_DROP', 'DELIVERED'];
const isActive = (status) => walk.includes(status) && status !== 'DELIVERED';

// A position whose digits nobody else has, so that it can be found in anything that somebody was sent.
const place = (step) => ({ lat: 12.97 + step * 1e-3 + 0.000413, lng: 77.59 + step * 1e-3 + 0.000617 });
const mark = (step) => String(place(step).lat.toFixed(6));

const people = {
  customer: { type: 'user', who: id('user', 0) },
  'another customer': { type: 'user', who: id('user', 1) },
  'the pilot': { type: 'pilot', who: id('pilot', 0) },
  'another pilot': { type: 'pilot', who: id('pilot', 1) },
  admin: { type: 'admin', who: id('admin', 0) },
};
const entitled = ['customer', 'the pilot', 'admin'];
const auth = (name) => token(people[name].type, people[name].who);

async function finishSeededBooking(server, index) {
  for (const status of ['ARRIVED_DROP', 'DELIVERED']) {
    const answer = await server.request('PATCH', `/api/v1/bookings/${id('booking', index)}/status`,
      { token: token('pilot', id('pilot', index)), body: { status } });
    assert.equal(answer.status, 200, answer.text);
  }
}

async function newBooking(server) {
  const me = auth('customer');
  const address = async (label, lat, lng) => (await server.request('POST', '/api/v1/addresses', {
    token: me, body: { label, address: `${label} street`, city: 'B', state: 'K', pincode: '560001', lat, lng },
  })).json.data.id;
  const types = (await server.get('/api/v1/vehicles/types', me)).json.data;
  const mine = query(server, `select vehicleTypeId from vehicles where id = '${id('vehicle', 0)}'`)[0].vehicleTypeId;
  const answer = await server.request('POST', '/api/v1/bookings', {
    token: me,
    body: {
      vehicleTypeId: types.find((type) => type.id === mine).id,
      pickupAddressId: await address('Pickup', 13.2, 77.8), dropAddressId: await address('Drop', 13.3, 77.9),
    },
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.json.data.id;
}

// Everybody connected, everybody trying to listen in.
async function everybody(t, server) {
  const sockets = {};
  for (const [name, { type, who }] of Object.entries(people)) sockets[name] = await connect(t, server, type, who);
  await goOnline(sockets['the pilot'], 0);
  await goOnline(sockets['another pilot'], 1);
  return sockets;
}

// What was emitted before this returns has arrived: an answer travels behind it.
const settled = (socket) => ask(socket, 'booking:unsubscribe', { bookingId: 'booking-none' });

const seen = (socket, text) => JSON.stringify(socket.received).includes(text);

async function trySubscribe(sockets, booking, status) {
  for (const [name, socket] of Object.entries(sockets)) {
    const answer = await ask(socket, name === 'admin' ? 'admin:booking:subscribe' : 'booking:subscribe', { bookingId: booking });
    const isPilotYet = name !== 'the pilot' || status !== 'PENDING';
    if (entitled.includes(name) && isPilotYet) assert.equal(answer.ok, true, `${name} at ${status}: ${JSON.stringify(answer)}`);
    else assert.equal(answer.error.code, 'ERR_1201', `${name} at ${status}`);
  }
}

async function checkSockets(sockets, step, status) {
  await until(() => seen(sockets.customer, mark(step)) || !isActive(status), `the customer sees the position at ${status}`);
  for (const socket of Object.values(sockets)) await settled(socket);
  for (const [name, socket] of Object.entries(sockets)) {
    const may = isActive(status) && (name === 'customer' || name === 'admin');
    assert.equal(seen(socket, mark(step)), may, `${name} at ${status}`);
  }
}

async function checkRest(server, booking, step, status, phones) {
  for (const name of Object.keys(people)) {
    const paths = [`/api/v1/bookings/${booking}`, `/api/v1/bookings/${booking}/track`, `/api/v1/bookings/${booking}/track?format=geojson`,
      `/api/v1/bookings/${booking}/track?format=gpx`, '/api/v1/bookings/my-bookings', '/api/v1/pilots/bookings'];
    for (const path of paths) {
      const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${auth(name)}` } });
      const text = await response.text();
      const of = `${name} at ${status}: GET ${path} (${response.status})`;
      const mayKnow = entitled.includes(name) && !(name === 'the pilot' && status === 'PENDING');
      if (path.includes(booking) && !mayKnow) assert.ok([403, 404].includes(response.status), of);
      if (path.includes(booking) && mayKnow) assert.equal(response.status, 200, of);
      if (!mayKnow || status === 'PENDING') assert.ok(!text.includes(mark(step)), `${of} shows a position`);
      assert.equal(text.includes(phones.pilot) && name !== 'customer', false, `${of} shows the pilot's phone`);
      assert.equal(text.includes(phones.user) && name !== 'customer', false, `${of} shows the customer's phone`);
    }
  }
}

async function advance(server, booking, status) {
  const pilotToken = auth('the pilot');
  const answer = status === 'ACCEPTED'
    ? await server.request('POST', `/api/v1/bookings/${booking}/accept`, { token: pilotToken })
    : await server.request('PATCH', `/api/v1/bookings/${booking}/status`, { token: pilotToken, body: { status } });
  assert.equal(answer.status, 200, `${status}: ${answer.text}`);
}

for (const shards of [1, 3]) {
  test(`privacy matrix: state x role x event over sockets and REST (${shards} shards)`, async (t) => {
    const server = await startServer(t, { shards, pilots: 2, env: { WAYCAST_SUBSCRIPTIONS_PER_MINUTE: '1000', WAYCAST_POINT_INTERVAL: '1ms' } });
    await finishSeededBooking(server, 0);
    await finishSeededBooking(server, 1);
    const phones = {
      pilot: query(server, `select phone from pilots where id = '${id('pilot', 0)}'`)[0].phone,
      user: query(server, `select phone from users where id = '${id('user', 0)}'`)[0].phone,
    };
    const sockets = await everybody(t, server);
    const booking = await newBooking(server);
    let step = 0;
    for (const status of ['PENDING', ...walk]) {
      step += 1;
      if (status !== 'PENDING') await advance(server, booking, status);
      if (status !== 'DELIVERED') await trySubscribe(sockets, booking, status);
      assert.equal((await ask(sockets['the pilot'], 'pilot:location', place(step))).ok, true, status);
      await checkSockets(sockets, step, status);
      await checkRest(server, booking, step, status, phones);
    }
    for (const [name, socket] of Object.entries(sockets)) {
      const answer = await ask(socket, 'booking:subscribe', { bookingId: booking });
      assert.equal(answer.ok, false, `${name} after the end`);
      const statuses = socket.all('booking:status').filter((event) => event.bookingId === booking);
      assert.equal(statuses.some((event) => 'pilotPhone' in event), name === 'customer', `${name}: the phone in booking:status`);
      assert.equal(seen(socket, phones.pilot), name === 'customer', `${name}: the pilot's phone`);
      assert.equal(seen(socket, phones.user), false, `${name}: the customer's phone`);
    }
  });
}

test('privacy: a subscription restored after a lost transport ends with the booking', async (t) => {
  const server = await startServer(t, { pilots: 1, env: { WAYCAST_POINT_INTERVAL: '1ms' } });
  const watcher = await customer(t, server, 0);
  const driver = await pilot(t, server, 0);
  await goOnline(driver, 0);
  assert.equal((await ask(watcher, 'booking:subscribe', { bookingId: id('booking', 0) })).ok, true);
  watcher.io.engine.close();
  await finishSeededBooking(server, 0);
  await connected(watcher);
  assert.equal((await ask(driver, 'pilot:location', place(7))).ok, true);
  await settled(watcher);
  assert.equal(seen(watcher, mark(7)), false);
});

test('privacy: a cancelled booking shows nothing any more', async (t) => {
  const server = await startServer(t, { pilots: 2, env: { WAYCAST_POINT_INTERVAL: '1ms' } });
  await finishSeededBooking(server, 0);
  const watcher = await customer(t, server, 0);
  const office = await admin(t, server);
  const driver = await pilot(t, server, 0);
  await goOnline(driver, 0);
  const booking = await newBooking(server);
  await advance(server, booking, 'ACCEPTED');
  assert.equal((await ask(watcher, 'booking:subscribe', { bookingId: booking })).ok, true);
  assert.equal((await ask(office, 'admin:booking:subscribe', { bookingId: booking })).ok, true);
  const answer = await server.request('POST', `/api/v1/bookings/${booking}/cancel`, { token: auth('customer'), body: { reason: 'No need' } });
  assert.equal(answer.status, 200);
  assert.equal((await ask(driver, 'pilot:location', place(8))).ok, true);
  for (const socket of [watcher, office]) {
    await settled(socket);
    assert.equal(seen(socket, mark(8)), false);
    assert.equal(socket.last('booking:status').status, 'CANCELLED');
  }
});
