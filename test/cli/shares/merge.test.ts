import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ShareFile } from '../../../src/report/share/schema.ts'
import { runCli, workIn } from '../run-cli.ts'

/** Compares in shares, each into a file of its own. */
async function inShares(count: number, ...args: string[]): Promise<string[]> {
  const files: string[] = []
  for (let index = 1; index <= count; index++) {
    const { code, stdout } = await runCli('verify', ...args, '--shard', `${index}/${count}`)
    expect(code).toBe(0)
    writeFileSync(`share-${index}.json`, stdout)
    files.push(`share-${index}.json`)
  }
  return files
}

test('four shares of a translation are the report of verify, in each format', async () => {
  workIn('shop')
  const [first, ...others] = await inShares(4, 'shop', '--to', 'ambient')
  for (const format of ['text', 'json', 'markdown', 'html', 'junit', 'sarif', 'github', 'gitlab']) {
    const options = ['-o', format, '--fail-on', 'narrower']
    const whole = await runCli('verify', 'shop', '--to', 'ambient', ...options)
    expect(await runCli('merge', ...others, first!, ...options)).toEqual(whole)
    expect(whole.code).toBe(1)
  }
}, 60_000)

test('shares of two sets of manifests, with what the user accepts of them', async () => {
  workIn('by-hand')
  const args = ['by-hand/before', '--against', 'by-hand/after', '--assume', 'sidecars-removed']
  const shares = await inShares(3, ...args)
  await runCli('merge', ...shares, '--write-accept', 'accept.yaml', '-q')
  writeFileSync(
    'accept.yaml',
    readFileSync('accept.yaml', 'utf8').replaceAll('reason: ""', 'reason: known').replaceAll('expires: ""', 'expires: "2999-01-01"'),
  )
  const whole = await runCli('verify', ...args, '--accept', 'accept.yaml', '-v')
  expect(await runCli('merge', ...shares, '--accept', 'accept.yaml', '-v')).toEqual(whole)
  expect(whole.stdout).toContain('accepted')
})

test('a share that is missing, there twice, changed, cut off or of other manifests is refused', async () => {
  workIn('l4')
  const [first, second] = (await inShares(2, 'l4', '--to', 'ambient')) as [string, string]
  const text = readFileSync(second, 'utf8')
  const share = JSON.parse(text) as ShareFile
  const refused = async (...files: string[]): Promise<string> => {
    const { code, stdout, stderr } = await runCli('merge', ...files)
    expect([code, stdout]).toEqual([2, ''])
    return stderr
  }
  expect(await refused()).toContain('nothing to merge: name the files that `verify --shard` wrote')
  expect(await refused(first)).toContain('of 2 shares one is missing: 2')
  expect(await refused(first, first)).toContain('share-1.json and share-1.json are both share 1 of 2')
  expect(await refused(first, 'absent.json')).toContain('share absent.json cannot be read: there is no such file')
  writeFileSync('cut.json', text.slice(0, text.length / 2))
  expect(await refused(first, 'cut.json')).toContain('share cut.json is not what `verify --shard` prints')
  writeFileSync('older.json', JSON.stringify({ ...share, unsidecar: '0.0.1' }))
  expect(await refused(first, 'older.json')).toContain('share older.json was written by release 0.0.1')
  writeFileSync('changed.json', JSON.stringify({ ...share, arguments: { ...share.arguments, kustomize: '/bin/sh' } }))
  expect(await refused(first, 'changed.json')).toContain('share changed.json is not whole, or was changed')
  writeFileSync('shorter.json', JSON.stringify({ ...share, answers: share.answers.slice(1) }))
  expect(await refused(first, 'shorter.json')).toMatch(/the shares answer for \d+ of \d+ destinations/)
  writeFileSync('third.json', JSON.stringify({ ...share, shard: { index: 3, of: 3 } }))
  expect(await refused(first, 'third.json')).toContain('share-1.json is one of 2 shares, and third.json one of 3')
  writeFileSync('other.json', (await runCli('verify', 'l4', '--to', 'cilium', '--shard', '2/2')).stdout)
  expect(await refused(first, 'other.json')).toContain('share-1.json and other.json are of different comparisons')
  appendFileSync('l4/mesh.yaml', '# a comment\n')
  expect(await refused(first, second)).toContain('the manifests are not those that the shares compared')
})

test('what a share cannot have is said at once', async () => {
  workIn('l4')
  const refused = async (...args: string[]): Promise<string> => {
    const { code, stderr } = await runCli('verify', ...args)
    expect(code).toBe(2)
    return stderr
  }
  for (const number of ['0/2', '3/2', '1', 'a/b', '1/0'])
    expect(await refused('l4', '--to', 'ambient', '--shard', number)).toContain('--shard needs I/N')
  expect(await refused('l4', '--to', 'ambient', '--shard', '1/2', '--states')).toContain('--shard and --states exclude each other')
  expect(await refused('l4', '--to', 'ambient', '--shard', '1/2', '--fail-on', 'narrower')).toContain('give --fail-on to merge')
  expect(await refused('l4', '--to', 'ambient', '--shard', '1/2', '--report', 'json=r.json')).toContain('give --report to merge')
  writeFileSync('l4/kustomization.yaml', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [mesh.yaml]\n')
  expect(await refused('l4', '--to', 'ambient', '--shard', '1/2')).toContain('--kustomize off')
})
