// SPDX-License-Identifier: Apache-2.0
// Two people chat in a browser: node browser.mjs ADDRESS CHROMIUM FOLDER
import { chromium } from 'playwright-core'

const [address, executablePath, folder] = process.argv.slice(2)
const scheme = new URL(address).protocol.slice(0, -1)
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
})
let failed = 0
const faults = []

async function check(what, attempt) {
  try {
    await attempt()
    console.log(`ok    ${scheme}: ${what}`)
  } catch (error) {
    console.log(`WRONG ${scheme}: ${what}: ${String(error.message ?? error).split('\n')[0].slice(0, 200)}`)
    failed = 1
  }
}

/** Somebody in a window of their own, with a profile of their own. */
async function person(name, view) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: view.viewport, colorScheme: view.colorScheme ?? 'light' })
  context.setDefaultTimeout(10000)
  const page = await context.newPage()
  const handshakes = []
  page.on('console', message => message.type() === 'error' && faults.push(`${name}: ${message.text()}`))
  page.on('pageerror', error => faults.push(`${name}: ${error}`))
  const tools = await context.newCDPSession(page)
  await tools.send('Network.enable')
  tools.on('Network.webSocketHandshakeResponseReceived', event => handshakes.push(event.response))
  return {
    name,
    page,
    handshakes,
    async comesTo(room) {
      await page.goto(`${address}/${room}`)
      await page.getByLabel('Your name').pressSequentially(name, { delay: 20 })
      await page.getByRole('button', { name: 'Join' }).click()
    },
    async says(line) {
      await page.getByLabel('Message').pressSequentially(line, { delay: 20 })
      await page.keyboard.press('Enter')
    },
    sees: text => page.getByRole('log').getByText(text, { exact: true }).last().waitFor(),
    shows: file => page.screenshot({ path: `${folder}/${scheme}-${file}.png` })
  }
}

const ann = await person('Ann', { viewport: { width: 900, height: 700 } })
const ben = await person('Ben', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
await ann.page.goto(`${address}/garden`)
await ann.shows('come-in')
await check('Ann comes in', async () => {
  await ann.comesTo('garden')
  await ann.sees('Ann has come')
})
await check('permessage-deflate is agreed on', async () => {
  const [handshake] = ann.handshakes
  const headers = Object.fromEntries(Object.entries(handshake.headers).map(([name, value]) => [name.toLowerCase(), value]))
  if (handshake.status !== 101) throw `status ${handshake.status}`
  if (!/permessage-deflate/.test(headers['sec-websocket-extensions'] ?? '')) throw `extensions ${headers['sec-websocket-extensions']}`
  console.log(`      ${headers['sec-websocket-extensions']}`)
})
await check('Ann sees her own line', async () => {
  await ann.says('Is anybody there?')
  await ann.sees('Is anybody there?')
})
await check('Ben is told what was said before he came', async () => {
  await ben.comesTo('garden')
  await ben.sees('Is anybody there?')
  await ann.sees('Ben has come')
})
await check('each sees what the other types', async () => {
  for (let round = 1; round <= 3; round++) {
    await ann.says(`Line ${round} of Ann`)
    await ben.sees(`Line ${round} of Ann`)
    await ben.says(`Line ${round} of Ben`)
    await ann.sees(`Line ${round} of Ben`)
  }
})
await check('what is typed is text, of any script', async () => {
  for (const line of ['<img src=x onerror=alert(1)>', 'Grüße, 你好, 👋🏽 and a tab\there']) {
    await ben.page.getByLabel('Message').fill(line)
    await ben.page.keyboard.press('Enter')
    await ann.sees(line)
  }
})
await check('a long line fits the window of a phone', async () => {
  await ann.page.getByLabel('Message').fill('Llanfairpwllgwyngyll'.repeat(25))
  await ann.page.keyboard.press('Enter')
  await ben.sees('Llanfairpwllgwyngyll'.repeat(25))
  const wide = await ben.page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  if (wide) throw 'the page scrolls sideways'
})
await ann.shows('ann')
await ben.shows('ben')
await check('a name belongs to one', async () => {
  const other = await person('Ann', { viewport: { width: 390, height: 844 } })
  await other.comesTo('garden')
  await other.page.getByRole('alert').getByText('Somebody here is called Ann already').waitFor()
  await other.shows('refused')
  await other.page.context().close()
})
await check('rooms hear nothing of one another', async () => {
  const cid = await person('Cid', { viewport: { width: 390, height: 844 } })
  await cid.comesTo('kitchen')
  await cid.sees('Cid has come')
  await cid.says('Only for the kitchen')
  await cid.sees('Only for the kitchen')
  await cid.page.context().close()
  await ann.says('Only for the garden')
  await ben.sees('Only for the garden')
  if (await ann.page.getByText('kitchen').count()) throw 'Ann hears the kitchen'
})
await check('who reloads the page and comes again is told the last 20 lines', async () => {
  await ben.comesTo('garden')
  await ben.sees('Only for the garden')
  await ben.sees('Ben has come')
})
await check('Ann sees that Ben has closed his window', async () => {
  await ben.page.close()
  await ann.sees('Ben has left')
})
await ann.shows('ann-alone')
await check('nothing is wrong on the pages', async () => {
  if (faults.length) throw faults.join('; ')
})
await browser.close()
process.exit(failed)
