// SPDX-License-Identifier: Apache-2.0
// What a server makes of each request of a table: node requests.mjs PORT < requests.txt, or without a port, the verdicts of node itself.
// A verdict is what came: the lines of an echo for each request that was taken, or the status in its place.
import http from 'node:http'
import net from 'node:net'
import readline from 'node:readline'

/** Answers with what it was asked. */
export function echo() {
  const server = http.createServer((request, response) => {
    let body = ''
    request.setEncoding('latin1')
    request.on('data', part => (body += part))
    request.on('end', () => response.end(`${request.method} ${request.url} [${body}]`))
  })
  server.on('connect', (request, socket) => socket.end('HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n'))
  return server
}

function unescape(text) {
  return Buffer.from(text.replace(/\\(r|n|\\|x[0-9a-f]{2})/g, (all, code) =>
    code === 'r' ? '\r' : code === 'n' ? '\n' : code === '\\' ? '\\' : String.fromCharCode(parseInt(code.slice(1), 16))), 'latin1')
}

/** All that comes until the end, or until nothing has come for a while. */
function ask(port, bytes) {
  return new Promise(resolve => {
    const socket = net.connect(port, '127.0.0.1')
    let got = ''
    socket.setEncoding('latin1')
    socket.setTimeout(400, () => socket.destroy())
    socket.on('data', part => (got += part))
    socket.on('error', () => {})
    socket.on('close', () => resolve(got))
    socket.write(bytes)
  })
}

export function verdict(got) {
  const parts = []
  let rest = got
  while (rest) {
    const head = rest.match(/^HTTP\/1\.[01] (\d+)[^]*?\r\n\r\n/)
    if (!head) {
      parts.push('no answer')
      break
    }
    rest = rest.slice(head[0].length)
    const length = head[0].match(/content-length: (\d+)/i)
    if (head[1] === '100') continue
    let body = length ? rest.slice(0, +length[1]) : ''
    if (length) rest = rest.slice(+length[1])
    else if (/transfer-encoding: chunked/i.test(head[0])) {
      let chunk
      while ((chunk = rest.match(/^([0-9a-f]+)\r\n/i))) {
        const size = parseInt(chunk[1], 16)
        body += rest.slice(chunk[0].length, chunk[0].length + size)
        rest = rest.slice(chunk[0].length + size + 2)
        if (!size) break
      }
    } else {
      body = rest
      rest = ''
    }
    parts.push(head[1] === '200' ? body : head[1])
  }
  return parts.join(' + ') || 'nothing'
}

async function main() {
  let port = process.argv[2]
  const own = port ? null : echo()
  if (own) {
    await new Promise(resolve => own.listen(0, '127.0.0.1', resolve))
    port = own.address().port
  }
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (!line || line.startsWith('#')) continue
    const [name, request] = line.split(' | ')
    console.log(`${name} | ${verdict(await ask(port, unescape(request)))}`)
  }
  process.exit(0)
}

if (process.argv[2] === 'echo') echo().listen(process.argv[3], '127.0.0.1')
else await main()
