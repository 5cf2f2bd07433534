import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runCli, workIn } from './run-cli.ts'

test('-o csv has a row for each item with its owner from CODEOWNERS of the repository', async () => {
  workIn('shop')
  mkdirSync('.git')
  mkdirSync('.github')
  writeFileSync('.github/CODEOWNERS', '* @acme/platform\n/shop/policies.yaml @acme/security\n')
  const { code, stdout } = await runCli('estimate', 'shop', '--no-verify', '-o', 'csv')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^target,owner,namespace,kind,name,at,ledger,what,code,points from,points to,decisions\r\n/)
  expect(stdout).toMatch(
    /^ambient,'@acme\/security,shop,AuthorizationPolicy,catalog-readers,shop\/policies\.yaml:\d+,resources,.*,US3001,1,1,\r$/m,
  )
  expect((await runCli('estimate', 'shop', '--no-verify')).stdout).toMatch(/^Owners\n(?: {2}.+\n)* {2}@acme\/platform +\d+ items +/m)
})

test('lines of CODEOWNERS that are left out are named', async () => {
  workIn('shop')
  mkdirSync('.git')
  writeFileSync('CODEOWNERS', '* @acme/platform\n[a-z]/ @acme/security\n/shop/ somebody\n')
  const { stdout, stderr } = await runCli('estimate', 'shop', '--no-verify', '--no-what-if')
  expect(stderr).toBe('CODEOWNERS: lines 2, 3: not valid in CODEOWNERS, so left out as GitHub does\n')
  expect(stdout).toContain('@acme/platform')
  expect((await runCli('estimate', 'shop', '--no-verify', '--no-what-if', '-q')).stderr).toBe('')
})

test('--codeowners names another file, and --owner-label a label', async () => {
  workIn('shop')
  writeFileSync('CODEOWNERS', '*.yaml lead@acme.example\n')
  const csv = async (...args: string[]) => (await runCli('estimate', 'shop', '--no-verify', '-o', 'csv', ...args)).stdout
  expect(await csv('--codeowners', 'CODEOWNERS')).toContain('lead@acme.example')
  expect(await csv('--codeowners', 'CODEOWNERS', '--owner-label', 'istio-injection')).toContain('ambient,enabled,shop,Namespace,shop,')
  expect((await runCli('estimate', 'shop', '--codeowners', 'none')).code).toBe(2)
})
