import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { choiceOf } from '../../../src/estimate/choice/choice.ts'
import { defaultEstimateSettings, type EstimateReport, estimate, translate, verifyTranslation } from '../../../src/index.ts'
import { estimateHtml } from '../../../src/report/estimate/html.ts'
import { estimateMarkdown } from '../../../src/report/estimate/markdown.ts'
import { script } from '../../../src/report/html/script.ts'
import { type TargetName, targetNames } from '../../../translators/index.ts'
import { filesOf, istio, namespace, service, workload } from '../../estimate/manifests.ts'
import { launched, open, title } from './browser.ts'
import { hostile } from './hostile.ts'

type Files = Parameters<typeof translate>[0]

function reportOf(files: Files, to: readonly TargetName[], owner?: string): EstimateReport {
  const owners = owner === undefined ? {} : { ofFile: () => [owner] }
  const one = (target: TargetName) => {
    const translation = translate(files, { target })
    return estimate(translation, verifyTranslation(translation), { ...defaultEstimateSettings, owners })
  }
  const [first, ...others] = to.map(one)
  const decide = () => {
    const estimates = targetNames.map(one)
    return { estimates, choice: choiceOf(estimates, {}) }
  }
  return { estimates: [first!, ...others], decide, today: '2026-12-31' }
}

const shop = readdirSync('examples/shop').map((name) => ({ path: name, text: readFileSync(join('examples/shop', name), 'utf8') }))
const closed = istio('Sidecar', 'default', 'bank', '{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}')
const held = [
  ...shop,
  ...filesOf(
    namespace('bank', 'istio-injection: enabled\n    team: ledgers'),
    workload('Deployment', 'ledger', 'bank'),
    service('ledger', 'bank'),
    closed,
  ),
]

/** What a page may fetch, run or go to. */
const reaching =
  /<(?:link|img|iframe|object|embed|base|form|video|audio|source|image|use|a|foreignObject)\b|<[^>]*\s(?:src|href|action|style|on\w+)=|url\(|@import/i

describe('the page of an estimate', () => {
  const page = estimateHtml(reportOf(held, ['ambient']))

  test('is one file that fetches nothing, with the charts that a lead asks for', () => {
    expect(page).not.toMatch(reaching)
    for (const heading of ['Readiness', 'Decisions', 'Access', 'Effort', 'Proxies', 'Inventory'])
      expect(page).toContain(`<h2>${heading}</h2>`)
    expect(page).toMatch(/<svg role="img" aria-label="0 today, 1 after a decision, 0 stay"/)
    expect(page).toContain('--assume egress-enforced')
    expect(page).toContain('<h3>Fields in use</h3>')
    expect(page).toContain('<h3>By owner</h3>')
    expect(page).not.toContain('undefined')
    expect(page).not.toContain('NaN')
  })

  test('does not show in the colour of an alarm what was accepted', () => {
    const [one] = reportOf(held, ['ambient']).estimates
    const row = { ...one.accessByNamespace![0]!, namespace: 'bank', wider: 2, narrower: 0, rerouted: 0, undetermined: 0, losing: [] }
    const none = { wider: 0, narrower: 0, rerouted: 0, undetermined: 0 }
    const chartOf = (wider: number) => {
      const estimates = [{ ...one, accessByNamespace: [{ ...row, settled: wider, settledBy: { ...none, wider } }] }] as const
      return estimateHtml({ estimates, decide: () => ({ estimates, choice: choiceOf(estimates, {}) }), today: '2026-12-31' })
    }
    expect(chartOf(0)).toContain('<rect class="wider" x="0%" width="100%"')
    expect(chartOf(1)).toContain('2 wider (1 accepted)')
    expect(chartOf(2)).toContain('<rect class="accepted" x="0%" width="100%"')
    expect(chartOf(2)).not.toMatch(/<rect class="wider" x/)
  })

  test('draws what the next decisions bring together, where each alone brings nothing', () => {
    const lone = filesOf(
      workload('Deployment', 'till', 'shops'),
      istio('Sidecar', 'default', 'shops', '{outboundTrafficPolicy: {mode: REGISTRY_ONLY}}'),
    )
    const text = estimateHtml(reportOf(lone, ['ambient']))
    expect(text).toMatch(/<span class="label">1, 2 together<\/span>.*?<span class="value">\+1<\/span>/)
  })

  test('has both targets side by side', () => {
    const both = estimateHtml(reportOf(shop, targetNames))
    expect(both).toContain('<h2>Targets side by side</h2>')
    expect(both).toMatch(/<td>sidecars that stay<\/td><td>\d+<\/td>/)
    expect(both).toContain('<td data-label="question"><strong>Which target leaves least to do?</strong></td>')
    expect(both).toMatch(/<h1 class="target">Moving to Istio ambient<\/h1>[\s\S]*<h1 class="target">Moving to Cilium<\/h1>/)
  })

  test('has no markup of manifests or owners', () => {
    const attacked = estimateHtml(
      reportOf([{ path: '<img src=x onerror=alert(9)>.yaml', text: hostile }], ['ambient'], '</td><script>alert(8)</script>'),
    )
    const withoutOurs = attacked.replace(`<script>${script}</script>`, '')
    expect(withoutOurs).not.toMatch(/<script|<img/)
    expect(withoutOurs).toContain('&lt;img src=x onerror=alert(9)&gt;.yaml')
    expect(withoutOurs).toContain('&lt;/td&gt;&lt;script&gt;')
  })
})

describe('the Markdown of an estimate', () => {
  test('has what the first screen has, and nothing that Markdown or HTML would read as its own', () => {
    const text = estimateMarkdown(reportOf(held, ['ambient']))
    expect(text).toMatch(
      /^<!-- unsidecar: estimate -->\n### Moving to ambient: 7 of 8 workloads can move today, 1 after a decision, 0 stay\n/,
    )
    expect(text).toContain('| bank | 1 | 0 | 1 | 0 |')
    expect(text).toMatch(/\| 1 \| --assume egress-enforced \|/)
    const attacked = estimateMarkdown(reportOf([{ path: 'a.yaml', text: hostile }], ['ambient'], '|<b>@all`x`'))
    expect(attacked).not.toMatch(/<b>|<img|<script/)
    expect(attacked).toContain('\\|&lt;b&gt;@<!-- -->all\\`x\\`')
  })

  test('of several targets has what decides between them', () => {
    const text = estimateMarkdown(reportOf(shop, targetNames))
    expect(text).toContain('| question | answer | favours | rules out | reason |')
    expect(text).toMatch(/^\| What needs rules about HTTP\? \| .+ \| {2}\| NetworkPolicy \| /m)
  })

  test('is below 60 KB whatever the input, and counts what is left out', () => {
    const many = Array.from({ length: 900 }, (_, index) => `team-${'x'.repeat(40)}-${index}`)
    const [first] = reportOf(filesOf(namespace('bank')), ['ambient']).estimates
    const row = { all: 1, today: 0, afterDecision: 1, stays: 0 }
    const large = {
      ...first,
      readiness: { ...row, namespaces: many.map((name) => ({ namespace: name, ...row })) },
      accessByNamespace: many.map((name) => ({
        namespace: name,
        wider: 0,
        narrower: 1,
        rerouted: 0,
        undetermined: 0,
        settled: 0,
        settledBy: { wider: 0, narrower: 0, rerouted: 0, undetermined: 0 },
        losing: [],
      })),
      work: many.map((owner) => ({ ledger: 'resources' as const, what: 'x', points: { low: 1, high: 1 }, owner, decisions: [] })),
    }
    for (const estimates of [[large], [large, large]] as const) {
      const text = estimateMarkdown({ estimates, decide: () => ({ estimates, choice: choiceOf(estimates, {}) }) })
      expect(Buffer.byteLength(text)).toBeLessThan(60_000)
      expect(text).toMatch(/more namespaces left out for length/)
      expect(text).toMatch(/more owners left out for length/)
    }
  })
})

describe(title, () => {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await launched()
  }, 180_000)
  afterAll(async () => browser?.close())

  test('no line is wider than a phone, a desk or paper, dark or light, and every chart has a width', async () => {
    if (browser === undefined) return
    const pages = { one: reportOf(held, ['ambient']), both: reportOf(held, targetNames) }
    for (const [name, report] of Object.entries(pages)) {
      const path = join(mkdtempSync(join(tmpdir(), 'unsidecar-page-')), 'estimate.html')
      writeFileSync(path, estimateHtml(report))
      for (const [width, colorScheme] of [
        [390, 'dark'],
        [390, 'light'],
        [1440, 'dark'],
        [1440, 'light'],
      ] as const) {
        const { page, asked, said } = await open(browser, path, { viewport: { width, height: 900 }, colorScheme })
        await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        expect(await page.evaluate('document.documentElement.scrollWidth'), `${name} ${width} ${colorScheme}`).toBeLessThanOrEqual(width)
        const narrow = await page.evaluate(
          "[...document.querySelectorAll('.bar > svg')].filter((one) => one.getBoundingClientRect().width < 100).length",
        )
        expect(narrow, `${name} ${width}`).toBe(0)
        expect([asked, said]).toEqual([[], []])
        if (process.env.SCREENSHOTS !== undefined)
          await page.screenshot({ path: join(process.env.SCREENSHOTS, `estimate-${name}-${width}-${colorScheme}.png`), fullPage: true })
        await page.close()
      }
      if (process.env.SCREENSHOTS !== undefined) {
        const { page } = await open(browser, path)
        await page.pdf({ path: join(process.env.SCREENSHOTS, `estimate-${name}.pdf`), format: 'A4' })
        await page.close()
      }
    }
  }, 120_000)
})
