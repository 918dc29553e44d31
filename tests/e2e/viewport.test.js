// An operator who watches a whole fleet: one message a second at most, whatever moves; one who does not keep up gets
// fewer messages, not a longer queue, and then the newest position of everybody.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const people = require('./lib/people');
const { id, ask, token } = people;
const { until, inParallel } = require('./lib/wait');

const pilots = 1000;
const everywhere = { north: 89, south: -89, east: 179, west: -179 };
const at = (round) => ({ lat: 12.97 + round * 1e-5, lng: 77.59 });

// Moves every pilot once, by REST: the throttle is 1 ms.
async function moveAll(server, tokens, round) {
  await inParallel(tokens, 20, (who) => until(async () => {
    const answer = await server.request('PATCH', '/api/v1/pilots/location', { token: who, body: at(round) });
    return answer.status === 200;
  }, 'the point is taken'));
}

// Where the operator sees each pilot.
function seen(admin) {
  const marks = new Map();
  for (const message of admin.all('fleet:positions')) {
    for (const mark of message.positions) marks.set(mark.pilotId, mark.lat);
    for (const gone of message.gone) marks.delete(gone);
  }
  return marks;
}

const seesAllAt = (admin, round) => until(() => {
  const marks = [...seen(admin).values()];
  return marks.length === pilots && marks.every((lat) => lat === at(round).lat);
}, `the operator sees everybody at their place of round ${round}`);

test('a fleet whose message is larger than the send queue, and an operator who stops reading', async (t) => {
  const server = await startServer(t, {
    pilots,
    env: {
      WAYCAST_POINT_INTERVAL: '1ms', WAYCAST_MAX_SPEED: '10000', WAYCAST_MAX_QUEUED: '65536',
      WAYCAST_REQUESTS_PER_ADDRESS: '0', WAYCAST_REQUESTS_PER_IDENTITY: '0',
    },
  });
  const tokens = Array.from({ length: pilots }, (_, i) => token('pilot', id('pilot', i)));
  await inParallel(tokens, 20, async (who) => {
    const answer = await server.request('PATCH', '/api/v1/pilots/status', { token: who, body: { isOnline: true } });
    assert.equal(answer.status, 200, answer.text);
  });
  await moveAll(server, tokens, 0);
  const admin = await people.admin(t, server, { reconnection: false });
  assert.deepEqual(await ask(admin, 'admin:viewport', everywhere), { ok: true });
  await seesAllAt(admin, 0);
  const [whole] = admin.all('fleet:positions');
  assert.ok(JSON.stringify(whole).length > 65536, 'the first message alone is over the limit');

  admin.io.engine.transport.ws._socket.pause();
  for (let round = 1; round <= 3; round += 1) await moveAll(server, tokens, round);
  admin.io.engine.transport.ws._socket.resume();
  await seesAllAt(admin, 3);
  assert.ok(admin.connected);

  const times = admin.all('fleet:positions').map((message) => Date.parse(message.timestamp));
  for (let i = 1; i < times.length; i += 1) {
    assert.ok(times[i] - times[i - 1] >= 900, `messages ${times[i] - times[i - 1]} ms apart`);
  }
});
