// Every documented endpoint, called by nobody, by every other role and by somebody else of the right role: what they are
// told, and that nothing in it is anybody's secret.
'use strict';
const test = require('node:test');
const assert = require('node:assert/strict');
const { startServer } = require('./lib/server');
const { query } = require('./lib/database');
const { id, token } = require('./lib/people');

const roles = { customer: 'user', pilot: 'pilot', admin: 'admin' };
const open = ['/health', '/ready', '/metrics', '/api-docs', '/api-docs/{file}', '/openapi.json', '/asyncapi.json', '/', '/socket.io/socket.io.js'];

const hash = /[$]argon2|[$]2[aby][$]/;

// Who the document lets in: "For: customer, admin."
const documentedRoles = (operation) => /For: ([a-z, ]+)\./.exec(operation.description || '')?.[1].split(', ').map((name) => roles[name]);

async function operations(server) {
  const { json } = await server.get('/openapi.json');
  return Object.entries(json.paths).flatMap(([path, methods]) => Object.entries(methods)
    .map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })));
}

// An id of the thing that the path names, which belongs to customer 0 or pilot 0.
function idFor(path) {
  if (path.includes('/addresses/')) return id('pickup', 0);
  if (path.includes('/vehicles/')) return id('vehicle', 0);
  if (path.includes('/users/')) return id('user', 0);
  if (path.includes('/pilots/')) return id('pilot', 0);
  if (path.includes('/notifications/')) return 'notification-0';
  if (path.includes('/offers/')) return 'offer-0';
  return id('booking', 0);
}

const bodies = {
  '/status': { status: 'DELIVERED', isOnline: false, isActive: false, otp: '1111' },
  '/respond': { action: 'accept' },
  '/assign': { pilotId: id('pilot', 1) },
};

function call(server, { path, method }, who) {
  const suffix = Object.keys(bodies).find((end) => path.endsWith(end));
  const body = method === 'GET' || method === 'DELETE' ? undefined : bodies[suffix] || {};
  const target = path.replace('{id}', idFor(path)) + (path.endsWith('/nearby') ? '?lat=12.97&lng=77.59' : '');
  return server.request(method, target, { token: who, body });
}

// Phones of customer 0 and pilot 0: not for others.
function secrets(server) {
  const [row] = query(server, `select u.phone as customer, p.phone as pilot
    from bookings b join users u on u.id = b.userId join pilots p on p.id = b.pilotId where b.id = '${id('booking', 0)}'`);
  return row;
}

async function prepare(t) {
  const server = await startServer(t, { pilots: 2, env: { WAYCAST_REQUESTS_PER_ADDRESS: '0', WAYCAST_REQUESTS_PER_IDENTITY: '0' } });
  const all = await operations(server);
  return { server, all, secured: all.filter(({ operation }) => (operation.security || []).some((one) => one.bearer)) };
}

test('nobody is let in without a token, or with a wrong one', async (t) => {
  const { server, all, secured } = await prepare(t);
  assert.ok(secured.length > 35, `${secured.length} of ${all.length} are secured`);
  for (const one of all) {
    const isOptional = (one.operation.security || []).some((given) => Object.keys(given).length === 0);
    if (secured.includes(one) && !isOptional) {
      for (const bad of [undefined, 'nonsense', `${token('admin', id('admin', 0))}x`]) {
        const answer = await call(server, one, bad);
        assert.equal(answer.status, 401, `${one.method} ${one.path} with ${bad}: ${answer.text}`);
      }
    } else if (!open.some((path) => one.path === path || one.path === `/_waycast${path}`)) {
      assert.match(one.path, /\/auth\/|\/pilots\/register|\/vehicles\/types/, `${one.path} is open to all`);
    }
  }
});

test('a role is let in where the document says so, and nowhere else', async (t) => {
  const { server, secured } = await prepare(t);
  for (const one of secured) {
    const allowed = documentedRoles(one.operation);
    if (!allowed) continue;
    for (const role of Object.values(roles)) {
      if (allowed.includes(role)) continue;
      const answer = await call(server, one, token(role, id(role, 1)));
      assert.equal(answer.status, 403, `${one.method} ${one.path} as ${role}: ${answer.text}`);
      assert.equal(answer.json.code, 'ERR_1202');
    }
  }
});

test('what belongs to somebody else is not shown, changed or told of', async (t) => {
  const { server, secured } = await prepare(t);
  const hidden = secrets(server);
  const rows = () => JSON.stringify(['users', 'pilots', 'addresses', 'vehicles', 'bookings']
    .map((table) => query(server, `select * from ${table} where id like '%000000' order by id`)));
  const before = rows();
  for (const role of ['user', 'pilot']) {
    const other = token(role, id(role, 1));
    for (const one of secured) {
      if (!documentedRoles(one.operation)?.includes(role)) continue;
      const answer = await call(server, one, other);
      const what = `${one.method} ${one.path} as another ${role}: ${answer.status} ${answer.text}`;
      if (one.path.includes('{id}')) assert.ok([400, 403, 404, 409].includes(answer.status), what);
      for (const name of ['customer', 'pilot']) assert.ok(!answer.text.includes(hidden[name]), `${name} in ${what}`);
      assert.ok(!answer.text.includes(id('booking', 0)) && !hash.test(answer.text) && !/sqlite|select /i.test(answer.text), what);
    }
  }
  assert.equal(rows(), before);
});

test('admins are shown no codes and no hashes, pilots no codes and no phones', async (t) => {
  const { server, secured } = await prepare(t);
  const hidden = secrets(server);
  const fields = /"(pickupOtp|deliveryOtp|password|passwordHash|otp)"/;
  const viewers = { admin: token('admin', id('admin', 0)), pilot: token('pilot', id('pilot', 0)) };
  for (const [role, who] of Object.entries(viewers)) {
    for (const one of secured.filter(({ method }) => method === 'GET')) {
      const answer = await call(server, one, who);
      const what = `${one.path} as ${role}: ${answer.text}`;
      assert.ok(!fields.test(answer.text) && !hash.test(answer.text), what);
      if (role === 'pilot') assert.ok(!answer.text.includes(hidden.customer), what);
    }
  }
});
