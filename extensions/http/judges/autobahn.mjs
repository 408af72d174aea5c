// SPDX-License-Identifier: Apache-2.0
// Prints what Autobahn found of a role, by family and each case that is not as it should be: node autobahn.mjs ROLE FOLDER COUNT
import { readFileSync } from 'node:fs'

const FAMILIES = {
  1: 'framing',
  2: 'pings and pongs',
  3: 'reserved bits',
  4: 'opcodes',
  5: 'fragmentation',
  6: 'UTF-8',
  7: 'close',
  9: 'limits and load',
  10: 'auto-fragmentation'
}
const GOOD = ['OK', 'NON-STRICT', 'INFORMATIONAL']
const [role, folder, count] = process.argv.slice(2)
const cases = Object.values(JSON.parse(readFileSync(`${folder}/index.json`)))[0] ?? {}
const names = Object.keys(cases).sort(new Intl.Collator('en', { numeric: true }).compare)
const verdicts = kase => [kase.behavior, kase.behaviorClose]
const isGood = kase => verdicts(kase).every(each => GOOD.includes(each))

console.log(`${role}: ${names.length} of ${count} cases`)
for (const [family, title] of Object.entries(FAMILIES)) {
  const mine = names.filter(name => name.split('.')[0] === family)
  const counts = [...GOOD, 'wrong'].map(word => {
    const found = mine.filter(name => (isGood(cases[name]) ? cases[name].behavior : 'wrong') === word)
    return `${found.length} ${word}`.padEnd(18)
  })
  const seconds = mine.reduce((sum, name) => sum + cases[name].duration, 0) / 1000
  if (mine.length) console.log(`  ${family.padEnd(3)}${title.padEnd(20)}${counts.join('')}${seconds.toFixed(1).padStart(7)} s`)
}
const of = word => names.filter(name => isGood(cases[name]) && cases[name].behavior === word).join(' ')
for (const word of GOOD.slice(1)) if (of(word)) console.log(`  ${word}: ${of(word)}`)
const wrong = names.filter(name => !isGood(cases[name]))
for (const name of wrong) {
  const report = JSON.parse(readFileSync(`${folder}/${cases[name].reportfile}`))
  console.log(`  WRONG ${name}: ${verdicts(cases[name]).join(', ')}: ${report.result} ${report.resultClose}`)
}
process.exit(wrong.length || names.length !== Number(count) ? 1 : 0)
