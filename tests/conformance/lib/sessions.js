// Opening sessions by hand (Engine.IO protocol v4, "Handshake"; Socket.IO protocol v5, "Connection").
'use strict';
const { request, wires } = require('./wire');

const polling = (server, path, sid) =>
  `${server.url}${path}?EIO=4&transport=polling${sid ? `&sid=${sid}` : ''}`;
const websocket = (server, path, sid) =>
  `${server.url}${path}?EIO=4&transport=websocket${sid ? `&sid=${sid}` : ''}`;

class PollingSession {
  constructor(server, path, handshake) {
    this.url = polling(server, path, handshake.sid);
    this.upgradeUrl = websocket(server, path, handshake.sid);
    this.handshake = handshake;
  }

  poll() { return request(this.url); }
  push(body) { return request(this.url, { method: 'POST', body }); }
}

async function openPolling(server, path) {
  const answer = await request(polling(server, path));
  return new PollingSession(server, path, JSON.parse(answer.text.slice(1)));
}

// A WebSocket session whose handshake was read.
async function openWebSocket(t, server, path) {
  const wire = wires(t)(websocket(server, path));
  wire.handshake = JSON.parse((await wire.next()).slice(1));
  return wire;
}

// The same, connected to the main namespace, its `auth` event read.
async function openSocketIo(t, server) {
  const wire = await openWebSocket(t, server, '/socket.io/');
  wire.send('40');
  await wire.next();
  await wire.next();
  return wire;
}

module.exports = { openPolling, openWebSocket, openSocketIo, polling, websocket };
