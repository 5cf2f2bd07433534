import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formattedRollout } from '../../../src/plan/formats/rollout.ts'
import { planOf } from '../../../src/plan/plan.ts'
import { planHtml } from '../../../src/report/plan/html.ts'
import { planMarkdown } from '../../../src/report/plan/markdown.ts'
import { translate } from '../../../src/translate.ts'
import { verifyTranslation } from '../../../src/verify/verify.ts'
import { launched, open, title } from './browser.ts'

const halls = 'golden/ambient-enrolment/discovery-selectors/input/mesh.yaml'

const reportOf = (path: string) => {
  const translation = translate([{ path, text: readFileSync(halls, 'utf8') }], { target: 'ambient' })
  const plan = planOf(translation, verifyTranslation(translation))
  return { ...plan, translation, rollout: formattedRollout(plan.waves, { name: 'kubectl' }) }
}
const report = reportOf('mesh.yaml')

describe('a plan as a page', () => {
  test('has its waves on the graph of namespaces, with an arrow for each call', () => {
    const text = planHtml(report)
    expect(text).toContain('>Wave 1, pilot</text>')
    expect(text).toContain('<title>lobby calls hall</title>')
    expect(text).toContain('2 before, 3 after')
    expect(text).toContain('unsidecar plan: moving to Istio ambient')
  })

  test('leads an arrow past the columns between below their row, not through their namespaces', () => {
    const waves = ['bank', 'shop', 'yard'].map((name, index) => ({ ...report.waves[0]!, number: index + 1, namespaces: [name] }))
    const { place } = report.calls[0]!
    const call = (client: string, server: string) => ({ client, server, evidence: 'policy' as const, place: place! })
    const text = planHtml({ ...report, waves, calls: [call('bank', 'shop'), call('bank', 'yard')] })
    const ways = [...text.matchAll(/d="(M [^"]*)"[^>]*><title>/g)].map((match) => match[1])
    const [next, past] = ways as [string, string]
    expect(next).not.toContain('L')
    // Boxes end at 54, and the next row begins at 66.
    expect(past).toContain('60 L 390 60')
  })

  test('has what is to be changed first before what is only asked, and its commands folded', () => {
    const check = (what: string) => ({ what, command: `kubectl get ${what}` })
    const { place } = report.translation.input.objects[0]!
    const text = planHtml({ ...report, preflight: [check('asked'), { ...check('refused'), shown: { holds: false, place } }] })
    expect(text.indexOf('<td>refused<')).toBeLessThan(text.indexOf('<td>asked<'))
    expect(text).toContain('<span class="error">to change first: mesh.yaml:1:1</span>')
    expect(text).toContain('<details class="fold"><summary>Command</summary><code>kubectl get asked</code></details>')
  })

  test('as Markdown has a table for each wave, with the lines of the source', () => {
    const text = planMarkdown(report)
    expect(text).toMatch(/^### Moving to ambient: 2 waves, 5 steps\n/)
    expect(text).toContain('#### Wave 1, pilot: lobby (1 workload)')
    expect(text).toMatch(/\| 1 enrol \| changes Namespace lobby; restarts Deployment lobby\/bench \| mesh.yaml:\d+ \|/)
  })
})

let browser: Browser | undefined

beforeAll(async () => {
  browser = await launched()
}, 180_000)

afterAll(async () => {
  await browser?.close()
})

describe(title, () => {
  test('of a plan asks for nothing, runs nothing of a manifest, and has no line wider than a phone or a desk', async () => {
    if (browser === undefined) return
    const path = join(mkdtempSync(join(tmpdir(), 'unsidecar-page-')), 'plan.html')
    writeFileSync(path, planHtml(reportOf('<img src=x onerror=alert(9)>.yaml')))
    for (const width of [390, 1440]) {
      const { page, asked, said } = await open(browser, path, { viewport: { width, height: 900 } })
      await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
      expect(await page.evaluate('document.documentElement.scrollWidth'), `${width}`).toBeLessThanOrEqual(width)
      // Names in the graph stay as large on a phone: it is moved, not shrunk.
      expect(await page.evaluate("document.querySelector('.wide text').getBoundingClientRect().height")).toBeGreaterThan(12)
      expect([asked, said, await page.locator('img').count()]).toEqual([[], [], 0])
      if (process.env.SCREENSHOTS !== undefined)
        await page.screenshot({ path: join(process.env.SCREENSHOTS, `plan-${width}.png`), fullPage: true })
      await page.close()
    }
  })
})
