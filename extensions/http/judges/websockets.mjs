// SPDX-License-Identifier: Apache-2.0
// Talks compressed WebSocket by the package ws with an echo, and prints what came back:
//   node websockets.mjs client URL DATA      asks the echo server at URL
//   node websockets.mjs server PORT DATA     has an echo client ask for /getCaseCount, /runCase?case=N and /updateReports, as Autobahn does
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { deflateRawSync, constants } from 'node:zlib'
import WebSocket, { WebSocketServer } from 'ws'

const [role, where, data] = process.argv.slice(2)
const LIMIT = 1000 * (process.env.LIMIT ?? 1)
const MAX = 16 << 20 // what the echo takes of a message
const SIZES = [16, 64, 256, 1024, 4096, 8192, 16384, 32768, 65536, 131072]
const PIECES = [256, 1024, 4096, 32768]
const DATA = {
  'data1.json': false,
  'lena512.bmp': true,
  'pg2229.txt': false,
  'data1.html': false,
  '10.1.1.105.5439.pdf': true
}
const bits = [8, 9, 10, 11, 12, 13, 14, 15]
/** What ws asks for: of our server by its offer, of our client by its answer. */
const PARAMETERS = [
  {},
  { serverNoContextTakeover: true },
  { clientNoContextTakeover: true },
  { serverNoContextTakeover: true, clientNoContextTakeover: true },
  ...bits.map(serverMaxWindowBits => ({ serverMaxWindowBits })),
  ...bits.map(clientMaxWindowBits => ({ clientMaxWindowBits })),
  { serverNoContextTakeover: true, serverMaxWindowBits: 9, clientNoContextTakeover: true, clientMaxWindowBits: 9 }
]

const cases = []
const shapes = [...SIZES.map(size => ({ size, piece: 0 })), ...PIECES.map(piece => ({ size: 131072, piece }))]
for (const file of Object.keys(DATA)) {
  for (const shape of shapes) cases.push({ family: 12, group: file, file, parameters: {}, ...shape })
}
for (const parameters of PARAMETERS) {
  for (const shape of shapes) {
    cases.push({ family: 13, group: Object.entries(parameters).map(([name, value]) => (value === true ? name : `${name}=${value}`)).join(' ') || 'no parameters', file: 'data1.json', parameters, ...shape })
  }
}
cases.push({ family: 12, group: 'without compression', file: 'data1.html', parameters: false, size: 65536, piece: 1024 })
for (const piece of [0, 65536]) cases.push({ family: 'B', group: piece ? 'bomb in pieces' : 'bomb', bomb: 64 << 20, piece, parameters: {} })

/** Sends a message whole, or in frames that end anywhere. */
function send(socket, message, binary, piece) {
  if (!piece) return socket.send(message, { binary })
  for (let at = 0; at < message.length; at += piece) {
    socket.send(message.subarray(at, at + piece), { binary, fin: at + piece >= message.length })
  }
}

/** The pieces of the file, over and over; of a text each begins and ends with a whole character, so that a few bytes may be missing. */
function* messages({ file, size }) {
  const all = readFileSync(`${data}/${file}`)
  const round = Buffer.concat([all, all.subarray(0, size)])
  const inside = at => !DATA[file] && (round[at] & 0xc0) === 0x80
  for (let at = 0; ; at = (at + size) % all.length) {
    let [from, to] = [at, at + size]
    while (inside(from)) from++
    while (inside(to)) to--
    yield round.subarray(from, to)
  }
}

/** Echoes up to 1,000 messages, each when the one before is back, as long as the limit goes. */
function echo(socket, kase) {
  return new Promise(done => {
    const binary = DATA[kase.file]
    const source = messages(kase)
    const begun = Date.now()
    let sent
    let count = 0
    let fault
    const wrong = what => {
      fault ??= what
      socket.terminate()
    }
    const next = () => {
      if (count === 1000 || Date.now() - begun > LIMIT) return socket.close(1000, 'enough')
      sent = source.next().value
      send(socket, sent, binary, kase.piece)
    }
    const stalled = setTimeout(() => wrong(`nothing came for ${count}`), LIMIT + 20000)
    socket.on('message', (got, isBinary) => {
      if (isBinary !== binary || !got.equals(sent)) return wrong(`other bytes came back for ${count}`)
      count++
      next()
    })
    socket.on('error', error => wrong(String(error)))
    socket.on('close', code => {
      clearTimeout(stalled)
      if (!fault && code !== 1000) fault = `closed with ${code} after ${count}`
      done({ ...kase, count, fault, agreed: agreed(socket) })
    })
    next()
  })
}

function agreed(socket) {
  if (!socket.extensions) return 'no compression'
  const { params } = socket._extensions['permessage-deflate']
  return Object.entries(params).map(([name, value]) => (value === true ? name : `${name}=${value}`)).join(' ') || 'compression'
}

const zeros = deflateRawSync(Buffer.alloc(64 << 20), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4)

function header(first, length, masked) {
  const long = length < 126 ? 0 : length < 65536 ? 2 : 8
  const head = Buffer.alloc(2 + long)
  head[0] = first
  head[1] = (masked ? 0x80 : 0) | [length, , 126, , , , , , 127][long]
  if (long === 2) head.writeUInt16BE(length, 2)
  if (long === 8) head.writeBigUInt64BE(BigInt(length), 2)
  return masked ? Buffer.concat([head, Buffer.alloc(4)]) : head // a mask of zeros changes nothing
}

/** Sends a message of 64 KiB that is 64 MiB, and must be told that this is too long. */
function bomb(socket, kase) {
  return new Promise(done => {
    const piece = kase.piece || zeros.length
    socket.on('error', () => {})
    socket.on('message', () => socket.terminate())
    socket.on('close', code => done({ ...kase, count: 1, fault: code === 1009 ? undefined : `closed with ${code}`, agreed: agreed(socket) }))
    setTimeout(() => socket.terminate(), 20000).unref()
    for (let at = 0; at < zeros.length; at += piece) {
      const part = zeros.subarray(at, at + piece)
      const last = at + piece >= zeros.length
      socket._socket.write(Buffer.concat([header((at ? 0 : 0x42) | (last ? 0x80 : 0), part.length, role === 'client'), part]))
    }
  })
}

const run = (socket, kase) => (kase.bomb ? bomb : echo)(socket, kase)
const deflate = given => given && { threshold: 0, ...given }

async function asClient() {
  const results = []
  for (const kase of cases) {
    const socket = new WebSocket(where, { perMessageDeflate: deflate(kase.parameters), maxPayload: MAX })
    const failed = await new Promise(done => socket.once('open', () => done()).once('error', done))
    results.push(failed ? { ...kase, count: 0, fault: String(failed), agreed: 'nothing' } : await run(socket, kase))
  }
  return report(results)
}

function asServer() {
  const results = []
  const server = createServer()
  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url, 'ws://x')
    const number = url.searchParams.get('case')
    const kase = url.pathname === '/runCase' ? cases[number - 1] : { parameters: false }
    const offer = request.headers['sec-websocket-extensions'] ?? ''
    const wanted = deflate(kase.parameters)
    if (!offer.includes('client_max_window_bits')) delete (wanted || {}).clientMaxWindowBits // a server may not ask then
    const accept = new WebSocketServer({ noServer: true, perMessageDeflate: wanted, maxPayload: MAX })
    accept.handleUpgrade(request, socket, head, async socket => {
      if (url.pathname === '/getCaseCount') {
        socket.send(String(cases.length))
        socket.close(1000)
      } else if (url.pathname === '/runCase') {
        results.push(await run(socket, kase))
      } else {
        socket.close(1000)
        process.exit(report(results))
      }
    })
  })
  server.listen(Number(where), '127.0.0.1')
}

/** Prints a line for what is agreed on in a group, and one for each fault. */
function report(results) {
  const groups = new Map()
  for (const result of results) {
    const name = `${result.family} ${result.group}`
    const group = groups.get(name) ?? { count: 0, bytes: 0, agreed: new Set(), faults: [] }
    groups.set(name, group)
    group.count += result.count
    group.bytes += result.count * (result.size ?? result.bomb)
    group.agreed.add(result.agreed)
    if (result.fault) group.faults.push(`${result.size} by ${result.piece}: ${result.fault}`)
  }
  console.log(`ws as ${role}: ${results.length} of ${cases.length} cases`)
  for (const [name, group] of groups) {
    const mega = (group.bytes / 1e6).toFixed(0)
    console.log(`  ${name.padEnd(50)} ${String(group.count).padStart(6)} messages ${mega.padStart(6)} MB  ${[...group.agreed].join(' | ')}`)
    for (const fault of group.faults) console.log(`    WRONG ${fault}`)
  }
  return results.length === cases.length && results.every(result => !result.fault) ? 0 : 1
}

if (role === 'client') process.exit(await asClient())
else asServer()
