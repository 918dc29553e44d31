// Clients that do what no library does: bytes on a socket, and what comes back.
'use strict';
const net = require('node:net');
const { until, within } = require('./wait');

// A connection that may stay unread (`paused`) and half-closed.
function dial(t, port, { paused = false, allowHalfOpen = true } = {}) {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen });
  t.after(() => socket.destroy());
  socket.text = '';
  socket.on('error', () => {});
  socket.ended = new Promise((resolve) => {
    socket.once('end', resolve);
    socket.once('close', resolve);
  });
  socket.setEncoding('latin1');
  if (paused) socket.pause();
  else socket.on('data', (chunk) => { socket.text += chunk; });
  return socket;
}

// Everything that a request is answered with until the server ends the connection.
async function exchange(t, port, request, { halfClose = false } = {}) {
  const socket = dial(t, port);
  socket.write(request);
  if (halfClose) socket.end();
  await within(socket.ended, 'the end of the connection');
  return socket.text;
}

async function metric(server, name) {
  const page = (await server.get('/metrics')).text;
  const line = page.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}

const megabytes = async (server) => (await metric(server, 'process_resident_memory_bytes')) / (1 << 20);

// Writes until the server takes no more for a while.
async function flood(socket, bytes, limit) {
  let sent = 0;
  while (sent < limit) {
    sent += bytes.length;
    if (socket.write(bytes)) continue;
    const drained = new Promise((resolve) => { socket.once('drain', () => resolve(true)); });
    const quiet = new Promise((resolve) => { setTimeout(() => resolve(false), 500); });
    if (!(await Promise.race([drained, quiet]))) break;
  }
  return sent;
}

module.exports = { dial, exchange, metric, megabytes, flood, until };
