import { writeFileSync } from 'node:fs'
import { expect, onTestFinished, test, vi } from 'vitest'
import { estimateComparisonSchema } from '../../src/report/estimate/comparison-schema.ts'
import { estimateReportSchema } from '../../src/report/estimate/schema.ts'
import { translationReportSchema } from '../../src/report/translation/schema.ts'
import { runCli, workIn } from './run-cli.ts'

test('estimate has an outcome for every resource, and its account is that of convert', async () => {
  workIn('shop')
  const { code, stdout } = await runCli('estimate', 'shop', '-o', 'json')
  expect(code).toBe(0)
  const estimate = estimateReportSchema.parse(JSON.parse(stdout))
  const { documents } = translationReportSchema.parse(JSON.parse((await runCli('convert', 'shop', '--to', 'ambient', '-o', 'json')).stdout))
  expect(documents).toMatchObject(estimate.documents)
  expect(Object.values(estimate.verdicts).reduce((sum, count) => sum + count)).toBe(estimate.resources)
  expect(estimate.outcomes).toContainEqual({
    object: 'AuthorizationPolicy shop/catalog-readers',
    file: 'shop/policies.yaml',
    line: expect.any(Number),
    verdict: 'assisted',
    because: ['US3001'],
  })
})

test('estimate as text fits a terminal and names the verdicts', async () => {
  workIn('shop')
  const { stdout, stderr } = await runCli('estimate', 'shop')
  expect(stdout).toContain('Resources: 29 (6 translated, 22 kept, 1 removed, 0 unread)')
  expect(stdout).toMatch(/^ {2}AuthorizationPolicy +3 +1 +2 +0 +0 +0$/m)
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
  expect(stderr).toBe('')
})

test('causes are ranked by how many resources they hold up', async () => {
  workIn('shop')
  const { stdout } = await runCli('estimate', 'shop', '--to', 'cilium', '-o', 'json')
  const { causes, verdicts } = estimateReportSchema.parse(JSON.parse(stdout))
  expect(verdicts.manual).toBeGreaterThan(0)
  expect(causes.length).toBeGreaterThan(1)
  expect(causes.map(({ holdsUp }) => holdsUp)).toEqual(causes.map(({ holdsUp }) => holdsUp).sort((a, b) => b - a))
})

test('--fail-on makes findings at or above a level count, and without it none does', async () => {
  workIn('shop')
  const codeFor = async (...args: string[]) => (await runCli('estimate', 'shop', ...args)).code
  expect(await codeFor()).toBe(0)
  expect(await codeFor('--fail-on', 'error')).toBe(0)
  expect(await codeFor('--fail-on', 'warning')).toBe(1)
  expect(await codeFor('--fail-on', 'info')).toBe(1)
  expect(await codeFor('--to', 'cilium')).toBe(0)
  expect(await codeFor('--to', 'cilium', '--fail-on', 'error')).toBe(1)
})

test('--weights changes points, gives days with a rate, and is refused where it is not valid', async () => {
  workIn('shop')
  writeFileSync('weights.yaml', 'points: {install: 100}\npointsPerDay: 4\n')
  const { stdout } = await runCli('estimate', 'shop', '--no-verify', '--weights', 'weights.yaml')
  expect(stdout).toMatch(/^Effort: \d+ to \d+ points \([\d.]+ to [\d.]+ person-days\)$/m)
  expect(stdout).toMatch(/^ {2}platform +10\d to 1\d\d$/m)
  writeFileSync('weights.yaml', 'points: {instal: 100}\n')
  const refused = await runCli('estimate', 'shop', '--weights', 'weights.yaml')
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('--weights weights.yaml is not valid: `points`')
  expect((await runCli('estimate', 'shop', '--weights', 'none.yaml')).code).toBe(2)
})

test('estimate -v opens every number to a place', async () => {
  workIn('shop')
  const { stdout } = await runCli('estimate', 'shop', '--no-verify', '-v')
  expect(stdout).toContain('What the points are for\n')
  expect(stdout).toMatch(/^ {4}shop\/policies\.yaml:\d+ US3001 AuthorizationPolicy shop\/catalog-readers$/m)
  expect(stdout).toMatch(/^ {2}AuthorizationPolicy spec\.rules\.\S+ +\d+ +\d+ +\d+ translated/m)
})

test('several targets are put side by side, and their JSON has what speaks for which', async () => {
  workIn('shop')
  const both = ['--to', 'ambient', '--to', 'cilium', '--no-verify']
  const { code, stdout } = await runCli('estimate', 'shop', ...both)
  expect(code).toBe(0)
  expect(stdout).toMatch(/^ +Istio ambient +Cilium$/m)
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  const json = estimateComparisonSchema.parse(JSON.parse((await runCli('estimate', 'shop', ...both, '-o', 'json')).stdout))
  expect(json.choice.asked.join()).toContain('--fact kernel')
  expect(json.estimates.ambient!.account.read).toBe(json.estimates.cilium!.account.read)
})

test('-o adr weighs all targets, takes facts, and has the day of SOURCE_DATE_EPOCH', async () => {
  workIn('shop')
  vi.stubEnv('SOURCE_DATE_EPOCH', '1798675200')
  onTestFinished(() => void vi.unstubAllEnvs())
  const args = [
    'estimate',
    'shop',
    '--no-verify',
    '-o',
    'adr',
    '--fact',
    'wire-identity=yes',
    '--fact',
    'cni=calico',
    '--fact',
    'cni-stays=yes',
  ]
  const { code, stdout } = await runCli(...args)
  expect(code).toBe(0)
  expect(stdout).toContain('# Data plane of the mesh: Istio ambient\n')
  expect(stdout).toContain('- Date: 2026-12-31\n- Review: 2027-06-30')
  expect((await runCli(...args)).stdout).toBe(stdout)
  const refused = await runCli('estimate', 'shop', '--fact', 'kernel=new')
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('--fact kernel=new: `kernel` takes a version such as 5.15')
})

test('--no-what-if lists decisions, tries none, and says so', async () => {
  workIn('shop')
  writeFileSync(
    'shop/lua.yaml',
    'apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata: {name: lua, namespace: shop}\nspec:\n  configPatches: [{applyTo: HTTP_FILTER, match: {context: SIDECAR_INBOUND}, patch: {operation: ADD}}]\n',
  )
  const { stdout } = await runCli('estimate', 'shop', '--no-verify', '--no-what-if', '-o', 'json')
  const untried = estimateReportSchema.parse(JSON.parse(stdout))
  const tried = estimateReportSchema.parse(JSON.parse((await runCli('estimate', 'shop', '--no-verify', '-o', 'json')).stdout))
  expect([untried.untried, untried.decisions.length > 0, untried.effort.versions.minimum]).toEqual([true, true, []])
  expect(untried.decisions.filter(({ moves }) => moves !== undefined)).toEqual([])
  expect(untried.readiness).toMatchObject({ today: tried.readiness.today, afterDecision: 0 })
  expect(tried.readiness.afterDecision).toBeGreaterThan(0)
  const text = (await runCli('estimate', 'shop', '--no-verify', '--no-what-if')).stdout.replaceAll(/\s+/g, ' ')
  expect(text).toContain('what decisions bring was not tried (--no-what-if)')
  expect(text).toContain('older releases were not tried')
  expect((await runCli('estimate', 'shop', '--no-what-if', '-o', 'adr')).code).toBe(2)
})
