import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { runCli, workIn } from './run-cli.ts'

const readme = resolve('README.md')
const examples = resolve('examples')

/** A shown command with what it prints: standard output, then standard error. */
const shown = /```console\n\$ npx unsidecar (.+)\n([\s\S]*?)```/g

test('the README shows what its commands really print', async () => {
  const before = readFileSync(readme, 'utf8')
  workIn()
  cpSync(examples, 'examples', { recursive: true })
  let after = before
  const commands = [...before.matchAll(shown)]
  for (const [block, command] of commands) {
    const { stdout, stderr } = await runCli(...command!.split(' '))
    after = after.replace(block, () => `\`\`\`console\n$ npx unsidecar ${command}\n${stdout}${stderr}\`\`\``)
  }
  expect(commands.length).toBeGreaterThanOrEqual(3)
  // As with the goldens: rewritten on request, compared otherwise.
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(readme, after)
  else expect(after).toBe(before)
})

test('kubectl, which applies files by their names, has the namespace of the shop first', () => {
  expect(readdirSync(resolve(examples, 'shop')).sort()[0]).toBe('namespace.yaml')
})

test('the two commands of the README are those that it shows', () => {
  const text = readFileSync(readme, 'utf8')
  expect(text).toContain('npm ci && npx unsidecar convert examples/shop --to ambient --output-dir ambient\nnpm ci && npm test\n')
})

test('the accept-list of the README names a difference that it shows', () => {
  const text = readFileSync(readme, 'utf8')
  expect(text).toContain(`[${/- witness: (\w+)/.exec(text)?.[1]}]`)
})
