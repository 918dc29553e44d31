// /asyncapi.json against one delivery: every event and acknowledgement that anybody got is as described, and
// every event described occurred.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const Ajv = require('ajv/dist/2020');
const { startServer } = require('./lib/server');
const people = require('./lib/people');
const { id, ask, token } = people;
const { until } = require('./lib/wait');

// Validators by event name: of its payload, and of its acknowledgement.
async function contract(server) {
  const document = (await server.get('/asyncapi.json')).json;
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'doc');
  const messages = Object.entries(document.components.messages).map(([key, message]) => {
    const at = `doc#/components/messages/${key}`;
    return {
      name: message.name,
      isSent: message['x-ack'] !== undefined,
      payload: ajv.getSchema(`${at}/payload`),
      answer: message['x-ack'] && ajv.getSchema(`${at}/x-ack`),
    };
  });
  return new Map(messages.map((message) => [message.name, message]));
}

function check(validate, value, what) {
  assert.ok(validate, `${what} is not in asyncapi.json`);
  assert.ok(validate(value), `${what}: ${JSON.stringify(validate.errors)}\n${JSON.stringify(value)}`);
}

const place = { lat: 12.935, lng: 77.61 };
const address = (label, lat) => ({
  label, address: `${label} street 1`, city: 'Bengaluru', state: 'Karnataka', pincode: '560001', lat, lng: place.lng,
});

test('every event and acknowledgement of a delivery is as asyncapi.json says', async (t) => {
  const server = await startServer(t, { pilots: 3, env: { WAYCAST_POINT_INTERVAL: '1ms', WAYCAST_OFFER_TIME: '2s' } });
  const events = await contract(server);
  const rest = async (who, method, target, body) => {
    const answer = await server.request(method, `/api/v1${target}`, { token: who, body });
    assert.ok(answer.status < 300, `${method} ${target}: ${answer.text}`);
    return answer.json.data;
  };
  const [asUser, asPilot] = [token('user', id('user', 0)), token('pilot', id('pilot', 0))];
  const customer = await people.customer(t, server, 0);
  const pilot = await people.pilot(t, server, 0);
  const admin = await people.admin(t, server);
  const answered = new Set();
  const call = async (socket, event, ...args) => {
    if (args.length > 0) check(events.get(event)?.payload, args[0], `what ${event} takes`);
    const answer = await ask(socket, event, ...args);
    check(events.get(event)?.answer, answer, `the answer to ${event}`);
    if (answer.ok) answered.add(event);
    return answer;
  };
  const status = (booking, value) => rest(asPilot, 'PATCH', `/bookings/${booking}/status`, { status: value });

  await call(admin, 'admin:subscribe');
  await call(admin, 'admin:viewport', { north: 90, south: -90, east: 180, west: -180 });
  for (const value of ['ARRIVED_DROP', 'DELIVERED']) await status(id('booking', 0), value);
  await call(pilot, 'pilot:online', { vehicleId: id('vehicle', 0) });
  await call(pilot, 'pilot:location', { ...place, heading: 12.5, speed: 3, accuracy: 5 });

  const vehicle = (await rest(asPilot, 'GET', '/vehicles'))[0];
  const from = await rest(asUser, 'POST', '/addresses', address('Pickup', place.lat));
  const to = await rest(asUser, 'POST', '/addresses', address('Drop', place.lat + 0.02));
  const book = () => rest(asUser, 'POST', '/bookings',
    { vehicleTypeId: vehicle.vehicleTypeId, pickupAddressId: from.id, dropAddressId: to.id });
  const offerOf = (booking) => until(() => pilot.all('booking:offer').find((o) => o.bookingId === booking.id), 'an offer');

  const lapsed = await book();
  await offerOf(lapsed);
  await until(() => pilot.last('offer:expired'), 'an offer expires');
  await rest(asUser, 'POST', `/bookings/${lapsed.id}/cancel`, { reason: 'changed my mind' });
  const declined = await book();
  await call(pilot, 'offer:decline', { offerId: (await offerOf(declined)).offerId });
  await rest(asUser, 'POST', `/bookings/${declined.id}/cancel`, {});
  const booking = await book();
  await call(pilot, 'offer:accept', { offerId: (await offerOf(booking)).offerId });

  await call(customer, 'booking:subscribe', { bookingId: booking.id });
  await call(admin, 'admin:booking:subscribe', { bookingId: booking.id });
  for (const [step, value] of ['ARRIVED_PICKUP', 'PICKED_UP', 'IN_TRANSIT'].entries()) {
    await status(booking.id, value);
    await call(pilot, 'pilot:location', { lat: place.lat + 0.001 * (step + 1), lng: place.lng });
  }
  await call(pilot, 'pilot:locations', [{ lat: 12.94, lng: 77.61, recordedAt: new Date().toISOString() }]);
  const rejecting = await until(async () => {
    const answer = await ask(pilot, 'pilot:locations', [{ lat: 12.941, lng: 77.61, recordedAt: new Date().toISOString() }, { lat: 91, lng: 0 }]);
    return answer.ok && answer;
  }, 'the next batch is due');
  check(events.get('pilot:locations').answer, rejecting, 'an answer that rejects a point');
  assert.equal(rejecting.rejected.length, 1);
  await until(() => customer.last('location:update'), 'the customer sees the position');
  await until(() => admin.last('booking:location'), 'and an operator');
  await until(() => admin.all('fleet:positions').some((f) => f.positions.length > 0), 'and the map');
  await call(admin, 'admin:booking:unsubscribe', { bookingId: booking.id });
  await call(customer, 'booking:unsubscribe', { bookingId: booking.id });
  await status(booking.id, 'ARRIVED_DROP');
  await status(booking.id, 'DELIVERED');
  await call(pilot, 'pilot:offline');
  await call(admin, 'admin:unsubscribe');
  customer.emit('pilot:offline');
  assert.equal((await call(customer, 'booking:subscribe', { bookingId: 'nothing' })).error.code, 'ERR_1302');
  await until(() => customer.last('error'), 'an error without a callback is an event');
  await until(() => customer.last('booking:status')?.status === 'DELIVERED', 'the end');

  const occurred = new Set();
  for (const socket of [customer, pilot, admin]) {
    for (const { event, args } of socket.received) {
      check(events.get(event)?.payload, args[0], `the event ${event}`);
      occurred.add(event);
    }
  }
  const missing = [...events.values()].filter((m) => !(m.isSent ? answered : occurred).has(m.name)).map((m) => m.name);
  assert.deepEqual(missing, [], 'described, but never seen');
});
