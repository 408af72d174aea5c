// SPDX-License-Identifier: Apache-2.0
// Sends each row of the table to an echo server by ws and prints the row with what came back.
import { connect } from 'node:net'
import { readFileSync } from 'node:fs'
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true, maxPayload: 70000 })
server.on('connection', socket => {
  socket.on('error', () => {})
  socket.on('message', (message, binary) => socket.send(message, { binary, compress: false }))
})
await new Promise(done => server.once('listening', done))

const bytes = text => Buffer.from(text.replace(/\\x([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), 'latin1')

/** A frame as a client sends it: the first byte, what is strange about it, its payload, and how often that comes. */
function frame(token) {
  const [, first, strange = '', text, times = 1] = token.match(/^([0-9a-f]{2})(w|l16|l64|L[0-9a-f]{16})?:(.*?)(?:\*(\d+))?$/)
  const payload = Buffer.concat(Array(Number(times)).fill(bytes(text)))
  const masked = strange === 'w' ? 0 : 0x80
  let head
  if (strange.startsWith('L') || strange === 'l64' || payload.length > 65535) {
    head = Buffer.alloc(10, masked | 127)
    head.writeBigUInt64BE(strange.startsWith('L') ? BigInt(`0x${strange.slice(1)}`) : BigInt(payload.length), 2)
  } else if (strange === 'l16' || payload.length > 125) {
    head = Buffer.from([0, masked | 126, payload.length >> 8, payload.length & 255])
  } else head = Buffer.from([0, masked | payload.length])
  head[0] = parseInt(first, 16)
  if (!masked) return Buffer.concat([head, payload])
  const mask = Buffer.from([1, 2, 3, 4])
  return Buffer.concat([head, mask, payload.map((byte, i) => byte ^ mask[i % 4])])
}

const escaped = payload =>
  payload.length > 20 ? `of ${payload.length}` : payload.toString('latin1').replace(/[^ -~]/g, c => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)

/** What was sent back, frame by frame. */
function verdict(got) {
  const parts = []
  let at = got.indexOf('\r\n\r\n') + 4
  while (at < got.length) {
    const opcode = got[at] & 15
    let length = got[at + 1] & 127
    at += 2
    if (length === 126) at += ((length = got.readUInt16BE(at)), 2)
    else if (length === 127) at += ((length = Number(got.readBigUInt64BE(at))), 8)
    const payload = got.subarray(at, (at += length))
    if (opcode === 8) parts.push(length ? `close ${payload.readUInt16BE()}` : 'close')
    else parts.push(`${{ 1: 'text', 2: 'binary', 9: 'ping', 10: 'pong' }[opcode]} ${escaped(payload)}`.trimEnd())
  }
  return parts.join(', ') || 'nothing'
}

function ask(name, frames) {
  return new Promise(done => {
    const got = []
    const socket = connect(server.address().port, '127.0.0.1')
    const extension = name.startsWith('deflate ') ? 'Sec-WebSocket-Extensions: permessage-deflate\r\n' : ''
    socket.write(`GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n${extension}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`)
    socket.once('data', () => {
      for (const token of frames.split(' ')) token === 'eof' ? socket.end() : socket.write(frame(token))
    })
    const quiet = setTimeout(() => socket.destroy(), 700) // nothing more is to come then
    socket.on('data', data => {
      got.push(data)
      quiet.refresh()
    })
    socket.on('error', () => {})
    socket.on('close', () => done(verdict(Buffer.concat(got))))
  })
}

const lines = readFileSync(0, 'utf8').trimEnd().split('\n')
for (const line of lines) {
  const [name, frames, , ...rest] = line.split(' | ')
  console.log(line.startsWith('#') ? line : [name, frames, await ask(name, frames), ...rest].join(' | '))
}
process.exit(0)
