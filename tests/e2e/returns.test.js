// A phone changes networks: its old connection is dead, but nobody has closed it. A relay between client and
// server plays the network: what it silences stays open and carries nothing any more.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const net = require('node:net');
const { startServer } = require('./lib/server');
const people = require('./lib/people');
const { id, ask, token } = people;
const { until } = require('./lib/wait');
const { query } = require('./lib/database');

const at = (step) => ({ lat: 12.97 + step * 0.0001, lng: 77.59 });
const interval = 600;  // ms between pings; nothing times out during a test
const env = {
  WAYCAST_POINT_INTERVAL: '1ms', WAYCAST_PING_INTERVAL: `${interval}ms`, WAYCAST_PING_TIMEOUT: '60s', WAYCAST_GRACE: '1s',
};

async function startRelay(t, server) {
  const pairs = new Set();
  let isDown = false;
  const relay = net.createServer((near) => {
    const far = net.connect(server.port, '127.0.0.1');
    const pair = { near, far, silent: isDown };
    pairs.add(pair);
    for (const [from, to] of [[near, far], [far, near]]) {
      from.on('data', (chunk) => { if (!pair.silent) to.write(chunk); });
      from.on('close', () => { if (!pair.silent) to.destroy(); });
      from.on('error', () => {});
    }
  });
  await new Promise((resolve) => relay.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const { near, far } of pairs) { near.destroy(); far.destroy(); }
    relay.close();
  });
  return {
    url: `http://127.0.0.1:${relay.address().port}`,
    silence() { isDown = true; for (const pair of pairs) pair.silent = true; },
    isBack() { isDown = false; },
    ends() { for (const { far, silent } of pairs) if (silent) far.destroy(); },
  };
}

// The client sees its network go and comes back by another; the server sees the second connection only.
async function changeNetwork(relay, socket) {
  socket.io.reconnection(false);
  relay.silence();
  socket.io.engine.close();
  await until(() => !socket.connected, 'it notices');
}

async function returns(relay, socket) {
  relay.isBack();
  socket.io.reconnection(true);
  socket.connect();
  await people.connected(socket);
}

const silentLongEnough = (since) => until(() => Date.now() > since + 2 * interval, 'the silence is longer than a ping interval');

async function setStatus(server, index, status) {
  const answer = await server.request('PATCH', `/api/v1/bookings/${id('booking', index)}/status`,
    { token: token('pilot', id('pilot', index)), body: { status } });
  assert.equal(answer.status, 200, answer.text);
}

async function drive(pilot, step) {
  await until(async () => (await ask(pilot, 'pilot:location', at(step))).ok, 'the throttle lets it through');
}

const statuses = (socket) => socket.all('booking:status').map((s) => s.status);
const followed = (server) => query(server, 'select * from waycast_followed order by bookingId');
const metric = async (server, name) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec((await server.get('/metrics')).text)?.[1]);

async function customerOver(t, server, relay, options) {
  const user = await people.customer(t, { url: relay.url }, 0, options);
  assert.equal((await people.follow(user, 0)).ok, true);
  return user;
}

for (const shards of [1, 3]) {
  test(`a session that returns evicts its own dead connection (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, env });
    const relay = await startRelay(t, server);
    const user = await customerOver(t, server, relay);
    const pilot = await people.onlinePilot(t, server, 0);
    await drive(pilot, 0);
    await until(() => user.last('location:update'), 'it follows');
    for (let round = 1; round <= 3; round++) {  // by chance on another shard each time
      const sid = user.id;
      const before = user.all('notification').length;
      await changeNetwork(relay, user);
      if (round === 1) await setStatus(server, 0, 'ARRIVED_DROP');  // sent into the dead connection
      await returns(relay, user);
      assert.equal(user.recovered, true, 'recovered');
      assert.equal(user.id, sid);
      await drive(pilot, round);
      await until(() => user.last('location:update').lat === at(round).lat, 'it follows on');
      assert.deepEqual(statuses(user), ['IN_TRANSIT', 'ARRIVED_DROP'], 'of everything once');
      if (round === 1) await until(() => user.all('notification').length === before + 1, 'what was missed');
      assert.equal(await metric(server, 'waycast_sockets_evicted_total'), round);
    }
    relay.ends();
    await until(() => followed(server).every((row) => row.droppedAt === null), 'its subscription is kept as an open one');
    assert.equal(followed(server).length, 1);
    assert.equal(await metric(server, 'waycast_sockets_connected'), 2);
  });

  test(`without recovery a silent connection's subscriptions are the new one's (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, env: { ...env, WAYCAST_RECOVERY: 'off' } });
    const relay = await startRelay(t, server);
    const user = await customerOver(t, server, relay);
    const silentFrom = Date.now();
    await changeNetwork(relay, user);
    await silentLongEnough(silentFrom);
    await returns(relay, user);
    await until(() => statuses(user).length === 2, 'a snapshot');
    const pilot = await people.onlinePilot(t, server, 0);
    await drive(pilot, 1);
    await until(() => user.last('location:update')?.lat === at(1).lat, 'no new subscribe is needed');
    await until(() => followed(server).length === 1, 'the store has it once');
    relay.ends();
    await until(async () => await metric(server, 'waycast_sockets_connected') === 2, 'the dead connection ended');
    const second = await people.customer(t, server, 0);
    await setStatus(server, 0, 'ARRIVED_DROP');
    await until(() => statuses(second).length === 1, 'the status that every device of a customer is told');
    await drive(pilot, 2);
    await until(() => user.last('location:update')?.lat === at(2).lat, 'the first follows');
    assert.deepEqual(second.all('location:update'), [], 'the second does not');
  });

  test(`an operator has the dashboard and the watched booking again (${shards} shard(s))`, async (t) => {
    for (const recovery of ['on', 'off']) {
      const server = await startServer(t, { shards, env: { ...env, WAYCAST_RECOVERY: recovery } });
      const relay = await startRelay(t, server);
      const admin = await people.admin(t, { url: relay.url });
      assert.equal((await ask(admin, 'admin:subscribe')).ok, true);
      assert.equal((await ask(admin, 'admin:booking:subscribe', { bookingId: id('booking', 0) })).ok, true);
      const silentFrom = Date.now();
      await changeNetwork(relay, admin);
      if (recovery === 'off') await silentLongEnough(silentFrom);
      await returns(relay, admin);
      const pilot = await people.onlinePilot(t, server, 0);
      await drive(pilot, 1);
      await until(() => admin.last('booking:location')?.lat === at(1).lat, 'the booking is watched');
      await setStatus(server, 0, 'ARRIVED_DROP');
      await until(() => admin.last('booking:updated')?.id === id('booking', 0), 'and the others seen');
      assert.equal(admin.all('booking:updated').length, 1);
    }
  });

  test(`a second device that is heard keeps its connection and its subscriptions (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, env });
    const first = await people.follower(t, server, 0);
    const since = Date.now();
    await silentLongEnough(since);  // it pongs
    const second = await people.customer(t, server, 0);
    const thief = people.open(server, { token: token('user', id('user', 1)), pid: first._pid, offset: first._lastOffset });
    t.after(() => thief.disconnect());
    await people.connected(thief);
    const pilot = await people.onlinePilot(t, server, 0);
    await drive(pilot, 1);
    await until(() => first.last('location:update')?.lat === at(1).lat, 'the first follows');
    assert.ok(first.connected);
    assert.deepEqual(second.all('location:update'), []);
    assert.deepEqual(thief.all('location:update'), []);
    assert.equal(await metric(server, 'waycast_sockets_evicted_total'), 0);
  });

  test(`a pilot who returns stays online past the grace (${shards} shard(s))`, async (t) => {
    const server = await startServer(t, { shards, env });
    const relay = await startRelay(t, server);
    const pilot = await people.onlinePilot(t, { url: relay.url }, 0);
    await drive(pilot, 0);
    await changeNetwork(relay, pilot);
    await returns(relay, pilot);
    assert.equal(pilot.recovered, true);
    const back = Date.now();
    await until(() => Date.now() > back + 2000, 'the grace would be over');
    assert.equal(query(server, `select isOnline from pilots where id = '${id('pilot', 0)}'`)[0].isOnline, 1);
    await drive(pilot, 1);
  });
}

for (const [name, transports] of Object.entries({ ...people.transports, polling: ['polling'] })) {
  test(`a session evicts its dead connection whatever carries it (${name})`, async (t) => {
    const server = await startServer(t, { shards: 3, env });
    const relay = await startRelay(t, server);
    const user = await customerOver(t, server, relay, { transports });
    const pilot = await people.onlinePilot(t, server, 0);
    await drive(pilot, 0);
    await until(() => user.last('location:update'), 'it follows');
    const before = statuses(user).length;
    await changeNetwork(relay, user);
    await setStatus(server, 0, 'ARRIVED_DROP');
    await returns(relay, user);
    assert.equal(user.recovered, true, 'recovered');
    await drive(pilot, 1);
    await until(() => user.last('location:update').lat === at(1).lat, 'it follows on');
    assert.deepEqual(statuses(user).slice(before), ['ARRIVED_DROP'], 'what was missed, once');
  });
}
