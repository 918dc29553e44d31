// What is in the database, read by another process while the server runs, as an operator would.
'use strict';
const { execFileSync } = require('node:child_process');

function query(server, sql) {
  const out = execFileSync('sqlite3', ['-json', '-cmd', '.timeout 10000', server.database, sql], { encoding: 'utf8' });
  return out.trim() ? JSON.parse(out) : [];
}

const row = (server, sql) => query(server, sql)[0];

// The points of a booking, by time: rows of tracking_history with a position.
function points(server, booking) {
  return query(server, `select * from tracking_history where bookingId = '${booking}' and lat is not null order by createdAt, id`);
}

module.exports = { query, row, points };
