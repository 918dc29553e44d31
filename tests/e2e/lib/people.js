// Seeded people as clients: tokens as any JWT library makes them, sockets as socket.io-client makes them.
'use strict';
const jwt = require('jsonwebtoken');
const { io } = require('socket.io-client');
const { secret } = require('./server');
const { within } = require('./wait');

const id = (kind, index) => `${kind}-${String(index).padStart(6, '0')}`;

function token(type, who, options = { expiresIn: '1h' }) {
  return jwt.sign({ id: who, type, name: `Test ${type}` }, secret, options);
}

const transports = {
  'polling then upgrade': ['polling', 'websocket'],
  'websocket only': ['websocket'],
};

// A socket that records every event it gets, in order: socket.received = [{ event, args }].
function open(server, auth, options = {}) {
  const socket = io(server.url, {
    auth, transports: ['websocket'], forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 200, ...options,
  });
  socket.received = [];
  socket.onAny((event, ...args) => socket.received.push({ event, args }));
  socket.all = (event) => socket.received.filter((r) => r.event === event).map((r) => r.args[0]);
  socket.last = (event) => socket.all(event).at(-1);
  return socket;
}

function connected(socket) {
  if (socket.connected) return Promise.resolve(socket);
  return within(new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  }), 'a connection');
}

// Resolves with the CONNECT_ERROR.
function refused(socket) {
  return within(new Promise((resolve, reject) => {
    socket.once('connect_error', resolve);
    socket.once('connect', () => reject(new Error('it was let in')));
  }), 'a refusal');
}

// Opens and connects; closed after the test.
async function connect(t, server, type, who, options) {
  const socket = open(server, { token: token(type, who) }, options);
  t.after(() => socket.disconnect());
  return connected(socket);
}

const pilot = (t, server, index, options) => connect(t, server, 'pilot', id('pilot', index), options);
const customer = (t, server, index, options) => connect(t, server, 'user', id('user', index), options);
const admin = (t, server, options) => connect(t, server, 'admin', id('admin', 0), options);

// Emits with an acknowledgement and resolves with it.
function ask(socket, event, ...args) {
  return within(new Promise((resolve) => { socket.emit(event, ...args, resolve); }), `an answer to ${event}`);
}

const goOnline = (socket, index) => ask(socket, 'pilot:online', { vehicleId: id('vehicle', index) });
const follow = (socket, index) => ask(socket, 'booking:subscribe', { bookingId: id('booking', index) });

async function onlinePilot(t, server, index, options) {
  const socket = await pilot(t, server, index, options);
  const answer = await goOnline(socket, index);
  if (!answer.ok) throw new Error(`pilot:online: ${JSON.stringify(answer)}`);
  return socket;
}

async function follower(t, server, index, options) {
  const socket = await customer(t, server, index, options);
  const answer = await follow(socket, index);
  if (!answer.ok) throw new Error(`booking:subscribe: ${JSON.stringify(answer)}`);
  return socket;
}

module.exports = {
  id, token, transports, open, connected, refused, connect, pilot, customer, admin, ask, goOnline, follow,
  onlinePilot, follower,
};
