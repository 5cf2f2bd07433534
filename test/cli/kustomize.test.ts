import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readFolder, writeFolder } from '../golden/folder.ts'
import { runCli, workIn } from './run-cli.ts'

const input = readFolder('golden/kustomize/patched-policy/input')

/** A tree whose overlay patches a policy, and a program that answers as kustomize would. */
function tree(program: string): { readonly program: string } {
  const folder = workIn()
  writeFolder(join(folder, 'tree'), input)
  const path = join(folder, 'kustomize')
  writeFileSync(path, `#!${process.execPath}\n${program}`)
  chmodSync(path, 0o755)
  return { program: path }
}

/** Prints the base as it is: a build in which the patch changes nothing. */
const plain = `const { readFileSync } = require('node:fs')
const [, , command, folder] = process.argv
if (command === 'version') console.log('v0.0.0')
else process.stdout.write(readFileSync(folder + '/../../base/mesh.yaml', 'utf8'))`

test('what builds show to decide alike moves, and the program is named', async () => {
  const { program } = tree(plain)
  const { code, stderr } = await runCli('convert', 'tree', '--to', 'ambient', '--output-dir', 'out', '--kustomize', program)
  expect(stderr).toContain(`1 of 1 kustomization built before and after with kustomize v0.0.0 (${program}), and compared\n`)
  expect(stderr).not.toContain('US305')
  expect(code).toBe(0)
  expect(readFolder('out').get('tree/base/mesh.yaml') ?? readFolder('out').get('base/mesh.yaml')).not.toContain('istio-injection: enabled')
})

test('builds are compared with answers that were kept', async () => {
  const { program } = tree(plain)
  const words = ['--to', 'ambient', '--kustomize', program, '--cache', 'cache'] as const
  for (const command of ['convert', 'diff', 'verify']) {
    const without = await runCli(command, 'tree', ...words.slice(0, -2))
    const [first, second] = [await runCli(command, 'tree', ...words), await runCli(command, 'tree', ...words)]
    for (const { code, stdout } of [first, second]) expect([code, stdout]).toEqual([without.code, without.stdout])
    const [, known, of] = /--cache cache: (\d+) of (\d+) destinations? known\n/.exec(second.stderr) ?? []
    expect([Number(of) > 0, known]).toEqual([true, of])
  }
})

test('a program that fails is named with what it says, and what the overlay touches stays', async () => {
  const { program } = tree(`process.stderr.write('Error: no such plugin\\n'); process.exit(1)`)
  const { code, stderr, stdout } = await runCli('convert', 'tree', '--to', 'ambient', '-o', 'json', '--kustomize', program)
  expect(stderr).toContain('was not built (no such plugin)')
  expect(code).toBe(1)
  const { kustomize } = JSON.parse(stdout) as { kustomize: { leaves: unknown } }
  expect(kustomize.leaves).toEqual([
    { path: 'tree/overlays/live/kustomization.yaml', compared: false, problem: 'was not built (no such plugin)' },
  ])
})

test('what kubectl logs of a failure is told without its time and process, so that two runs say the same', async () => {
  const { program } = tree(
    `process.stderr.write('E1127 17:40:16.175280   11371 run.go:72] "command failed" err="no matches for Id \\"a\\""\\n'); process.exit(1)`,
  )
  const { stderr } = await runCli('convert', 'tree', '--to', 'ambient', '--kustomize', program)
  expect(stderr).toContain('was not built (no matches for Id "a")')
})

test('what kubectl logs over several lines is told in one', async () => {
  const log = [
    'E1127 17:40:16.175280   11371 run.go:72] "command failed" err=<',
    '\\tadd operation does not apply:',
    '\\tmissing path',
    ' >',
    '',
  ]
  const { program } = tree(`process.stderr.write('${log.join('\\n')}'); process.exit(1)`)
  const { stderr } = await runCli('convert', 'tree', '--to', 'ambient', '--kustomize', program)
  expect(stderr).toContain('was not built (add operation does not apply: missing path)')
})

test('with off nothing is built, and it is said', async () => {
  tree(plain)
  for (const command of ['convert', 'diff', 'verify', 'estimate']) {
    const { stderr } = await runCli(command, 'tree', '--to', 'ambient', '--kustomize', 'off')
    expect(stderr, command).toContain('kustomizations were not built: --kustomize off\n')
  }
})

test('verify compares the builds', async () => {
  const { program } = tree(plain)
  const { code, stdout } = await runCli('verify', 'tree', '--to', 'ambient', '-o', 'json', '--kustomize', program)
  const report = JSON.parse(stdout) as { complete: boolean; kustomize: { program: string } }
  expect([code, report.complete, report.kustomize.program]).toEqual([0, true, `kustomize v0.0.0 (${program})`])
})

test('a program that is not there is wrong usage', async () => {
  tree(plain)
  const { code, stderr } = await runCli('convert', 'tree', '--to', 'ambient', '--kustomize', './none')
  expect(code).toBe(2)
  expect(stderr).toContain('--kustomize ./none: there is no program that can be run')
})
