// One whole delivery, as a team without any other backend runs it: REST to book, sockets to offer, accept,
// drive and watch.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const people = require('./lib/people');
const { id, ask, token } = people;
const { until } = require('./lib/wait');

const pickup = { label: 'Shop', address: '1 Harbour Road', city: 'Ahmedabad', state: 'Gujarat', pincode: '380001', lat: 23.03, lng: 72.58 };
const drop = { ...pickup, label: 'Home', address: '9 Hill Street', lat: 23.05, lng: 72.6 };
const near = { lat: 23.0301, lng: 72.5801 };

function rest(server, who) {
  return async (method, path, body, expected = method === 'POST' ? 201 : 200) => {
    const answer = await server.request(method, `/api/v1${path}`, { token: who, body });
    assert.equal(answer.status, expected, `${method} ${path}: ${answer.text}`);
    return answer.json.data;
  };
}

// A seeded pilot whose seeded booking is delivered, online beside the shop.
async function freePilot(t, server, index) {
  const call = rest(server, token('pilot', id('pilot', index)));
  for (const status of ['ARRIVED_DROP', 'DELIVERED']) await call('PATCH', `/bookings/${id('booking', index)}/status`, { status });
  const socket = await people.onlinePilot(t, server, index);
  assert.equal((await ask(socket, 'pilot:location', near)).ok, true);
  return { socket, call };
}

for (const shards of [1, 3]) {
  test(`a delivery from the order to the door, ${shards} shard(s)`, async (t) => {
    const server = await startServer(t, { shards, pilots: 4, env: { WAYCAST_POINT_INTERVAL: '1ms' } });
    const { socket: pilot, call: asPilot } = await freePilot(t, server, 0);
    const user = await people.customer(t, server, 1);
    const asUser = rest(server, token('user', id('user', 1)));
    const admin = await people.admin(t, server);
    assert.equal((await ask(admin, 'admin:subscribe')).ok, true);
    const vehicle = (await asPilot('GET', '/vehicles'))[0];

    const from = await asUser('POST', '/addresses', pickup);
    const to = await asUser('POST', '/addresses', drop);
    const order = { vehicleTypeId: vehicle.vehicleTypeId, pickupAddressId: from.id, dropAddressId: to.id };
    const price = await asUser('POST', '/bookings/calculate-price', order, 200);
    const booking = await asUser('POST', '/bookings', order);
    assert.equal(booking.status, 'PENDING');
    assert.equal(booking.totalAmount, price.totalAmount);

    const offer = await until(() => pilot.last('booking:offer'), 'the nearby pilot is offered the booking');
    assert.equal(offer.bookingId, booking.id);
    assert.equal(offer.bookingNumber, booking.bookingNumber);
    assert.deepEqual(offer.pickupAddress, { address: pickup.address, lat: pickup.lat, lng: pickup.lng });
    assert.equal((await ask(pilot, 'offer:accept', { offerId: offer.offerId })).ok, true);
    const again = await ask(pilot, 'offer:accept', { offerId: offer.offerId });  // as after a lost acknowledgement
    assert.equal(again.booking?.id, booking.id, JSON.stringify(again));
    assert.equal((await asPilot('POST', `/matching/offers/${offer.offerId}/respond`, { action: 'accept' }, 200)).id, booking.id);
    assert.equal((await asPilot('POST', `/bookings/${booking.id}/accept`, {}, 200)).id, booking.id);

    const statuses = () => user.all('booking:status').filter((s) => s.bookingId === booking.id).map((s) => s.status);
    await until(() => statuses().includes('ACCEPTED'), 'the customer hears who comes');
    assert.equal(user.last('booking:status').pilotId, id('pilot', 0));
    assert.equal((await ask(user, 'booking:subscribe', { bookingId: booking.id })).ok, true);

    const road = ['ARRIVED_PICKUP', 'PICKED_UP', 'IN_TRANSIT', 'ARRIVED_DROP', 'DELIVERED'];
    for (const [step, status] of road.entries()) {
      const position = { lat: near.lat + step * 0.002, lng: near.lng };
      assert.equal((await ask(pilot, 'pilot:location', position)).ok, true);
      await until(() => user.last('location:update')?.lat === position.lat, 'the marker moves');
      await asPilot('PATCH', `/bookings/${booking.id}/status`, { status });
      await until(() => statuses().includes(status), `the customer hears of ${status}`);
    }
    assert.deepEqual(statuses().filter((s, i, all) => s !== all[i - 1]), ['ACCEPTED', ...road]);

    const track = await asUser('GET', `/bookings/${booking.id}/track`);
    const entries = Array.isArray(track) ? track : track.points ?? track.history;
    assert.equal(entries.filter((e) => e.lat !== null && e.lat !== undefined).length >= road.length, true);
    const profile = await asPilot('GET', '/pilots/profile');
    assert.ok(profile.totalDeliveries >= 2, 'the delivery counts');
    assert.ok(profile.totalEarnings >= Math.floor(booking.totalAmount * 80) / 100);
    await until(() => user.last('notification'), 'the customer is notified');
    await until(() => admin.all('booking:new').some((b) => b.id === booking.id), 'the dashboard sees the new booking');
    await until(() => admin.all('booking:updated').some((b) => b.id === booking.id && b.status === 'DELIVERED'), 'and its end');
    await until(() => admin.last('dashboard:stats')?.todayDeliveries >= 2, 'and the count of today');
    assert.equal((await ask(user, 'booking:subscribe', { bookingId: booking.id })).error.code, 'ERR_1400');
  });
}

test('a declined offer goes to the next pilot; the one who was too late is told', async (t) => {
  const server = await startServer(t, { shards: 3, pilots: 4, env: { WAYCAST_POINT_INTERVAL: '1ms' } });
  const pilots = [await freePilot(t, server, 0), await freePilot(t, server, 1)];
  const asUser = rest(server, token('user', id('user', 2)));
  const from = await asUser('POST', '/addresses', pickup);
  const to = await asUser('POST', '/addresses', drop);
  const types = await Promise.all(pilots.map(async (p) => (await p.call('GET', '/vehicles'))[0].vehicleTypeId));
  const booking = await asUser('POST', '/bookings', { vehicleTypeId: types[0], pickupAddressId: from.id, dropAddressId: to.id });
  const offered = () => pilots.filter((p) => p.socket.last('booking:offer'));
  await until(() => offered().length === 1, 'one of them is offered it');
  const [first] = offered();
  const offerId = first.socket.last('booking:offer').offerId;
  assert.equal((await ask(first.socket, 'offer:decline', { offerId })).ok, true);
  assert.equal((await ask(first.socket, 'offer:accept', { offerId })).error.code, 'ERR_1408');
  if (types[0] === types[1]) {
    await until(() => offered().length === 2, 'then the other one');
    const other = pilots.find((p) => p !== first);
    await other.call('POST', `/bookings/${booking.id}/accept`, {}, 200);
    const answer = await server.request('POST', `/api/v1/bookings/${booking.id}/accept`, { token: token('pilot', id('pilot', 0)), body: {} });
    assert.equal(answer.status, 409, answer.text);
  }
});
