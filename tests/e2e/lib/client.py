"""Plays a pilot and its customer once and prints what they saw as JSON."""

import asyncio
import json
import sys

import socketio

URL, TRANSPORTS, PILOT, USER = sys.argv[1:]
LIMIT = 30


async def connect(token):
    client = socketio.AsyncClient(reconnection=False)
    await client.connect(URL, auth={"token": token}, transports=TRANSPORTS.split(","), wait_timeout=LIMIT)
    return client


async def refusal():
    client = socketio.AsyncClient(reconnection=False)
    told = asyncio.get_running_loop().create_future()
    client.on("connect_error", lambda data: told.done() or told.set_result(data))
    # Told to wait, this client would wait for its whole limit after a refusal.
    await client.connect(URL, auth={"token": "nonsense"}, transports=TRANSPORTS.split(","), wait=False)
    data = await asyncio.wait_for(told, LIMIT)
    await client.disconnect()
    return data


async def drive(pilot):
    acks = []
    for step in range(1, 6):
        answer = {}
        while not answer.get("ok"):
            answer = await pilot.call("pilot:location", {"lat": 12 + step / 1000, "lng": 77}, timeout=LIMIT)
        acks.append(answer["ok"])
    return acks


async def main():
    refused = await refusal()
    updates = []
    complete = asyncio.Event()
    user = await connect(USER)

    def on_update(update):
        updates.append(update)
        if len(updates) == 5:
            complete.set()

    user.on("location:update", on_update)
    await user.call("booking:subscribe", {"bookingId": "booking-000000"}, timeout=LIMIT)
    pilot = await connect(PILOT)
    online = await pilot.call("pilot:online", {"vehicleId": "vehicle-000000"}, timeout=LIMIT)
    acks = await drive(pilot)
    await asyncio.wait_for(complete.wait(), LIMIT)
    await pilot.disconnect()
    await user.disconnect()
    print(json.dumps({"refused": refused, "online": online, "acks": acks, "updates": updates}))


asyncio.run(main())
