import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  changeReviewReport,
  compareManifests,
  diffFormats,
  pairedFiles,
  printReport,
  translate,
  translationReviewReport,
  verifyTranslation,
} from '../../../src/index.ts'
import { launched, open, title } from './browser.ts'
import { hostile, hostileBase } from './hostile.ts'

let browser: Browser | undefined

beforeAll(async () => {
  browser = await launched()
}, 180_000)

afterAll(async () => {
  await browser?.close()
})

const read = (path: string) => [{ path: 'shop.yaml', text: readFileSync(`examples/by-hand/${path}/shop.yaml`, 'utf8') }]

function reviewOf(before: ReturnType<typeof read>, after: ReturnType<typeof read>): string {
  const compared = compareManifests(before, after)
  const verified = { comparison: compared.comparison, reviewed: compared.after, sets: { before, after } }
  const path = join(mkdtempSync(join(tmpdir(), 'unsidecar-page-')), 'review.html')
  writeFileSync(path, printReport(diffFormats.html, changeReviewReport(verified, pairedFiles(before, after))))
  return path
}

/** The page of a translation, which has tables that a comparison has not: what moves, what to decide, what becomes of the source. */
function moveOf(example: string): string {
  const folder = join('examples', example)
  const files = readdirSync(folder).map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }))
  const translation = translate(files, { target: 'ambient' })
  const report = translationReviewReport(translation, { comparison: verifyTranslation(translation) })
  const path = join(mkdtempSync(join(tmpdir(), 'unsidecar-page-')), 'move.html')
  writeFileSync(path, printReport(diffFormats.html, report))
  return path
}

describe(title, () => {
  test('is searched, opened by the address of a difference, and printed with everything open', async () => {
    if (browser === undefined) return
    const path = reviewOf(read('before'), read('after'))
    const { page, asked, said } = await open(browser, path)
    expect([asked, said]).toEqual([[], []])
    const rows = page.locator('details[data-search]:visible')
    expect(await rows.count()).toBe(2)
    await page.fill('#search', 'CART-READERS 80')
    expect(await rows.count()).toBe(1)
    expect(await page.textContent('#shown')).toBe('1 of 2 shown')
    await page.fill('#search', '')
    await page.uncheck('input[data-verdict=wider]')
    expect(await rows.count()).toBe(0)
    await page.check('input[data-verdict=wider]')
    await rows.first().locator('summary').click()
    expect(await rows.first().locator('.marked').first().isVisible()).toBe(true)
    const closed = await page.evaluate("dispatchEvent(new Event('beforeprint')); document.querySelectorAll('details:not([open])').length")
    expect(closed).toBe(0)
    await page.close()
    const named = await open(browser, path, {}, '#1ti5wat4rv1')
    expect(await named.page.locator('details[open]').getAttribute('id')).toBe('1ti5wat4rv1')
    await named.page.close()
  })

  test('has both sides beside each other on paper, with signs at the lines that change, and rows that go over pages', async () => {
    if (browser === undefined) return
    for (const [path, lines] of [
      [reviewOf(read('before'), read('after')), '.gone, .new'],
      [moveOf('shop'), '.marked'],
    ] as const) {
      // A4 without margins.
      const { page } = await open(browser, path, { viewport: { width: 794, height: 1123 } })
      await page.emulateMedia({ media: 'print' })
      await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
      const tops = await page.evaluate<number[][]>(
        "[...document.querySelectorAll('.sides')].map((one) => [...one.children].map((side) => side.getBoundingClientRect().top))",
      )
      expect(tops.length).toBeGreaterThan(0)
      expect(tops.filter(([left, right]) => left !== right)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(794)
      expect(await page.evaluate(`getComputedStyle(document.querySelector('${lines}')).borderLeftWidth`)).toBe('3px')
      // Otherwise a long one leaves the rest of its page empty, below a heading that stands alone.
      expect(await page.evaluate("getComputedStyle(document.querySelector('details.row')).breakInside")).toBe('auto')
      await page.close()
    }
    const { page } = await open(browser, reviewOf(read('before'), read('after')))
    const signs = ['gone', 'new'].map((name) => `getComputedStyle(document.querySelector('.${name} > i'), '::after').content`)
    expect(await page.evaluate(`[${signs.join(', ')}]`)).toEqual(['" -"', '" +"'])
    await page.close()
  })

  test('has no line wider than a phone or a desk, dark or light', async () => {
    if (browser === undefined) return
    const grounds: string[] = []
    const pages = { change: reviewOf(read('before'), read('after')), move: moveOf('shop') }
    for (const [name, path] of Object.entries(pages))
      for (const [width, colorScheme] of [
        [390, 'dark'],
        [390, 'light'],
        [1440, 'dark'],
        [1440, 'light'],
      ] as const) {
        const { page } = await open(browser, path, { viewport: { width, height: 900 }, colorScheme })
        await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        expect(await page.evaluate('document.documentElement.scrollWidth'), `${name} ${width} ${colorScheme}`).toBeLessThanOrEqual(width)
        const [cut] = await page.evaluate<number[]>(
          "[...document.querySelectorAll('table.stacked, table.labelled')].map((one) => one.scrollWidth - one.clientWidth).sort((a, b) => b - a)",
        )
        expect(cut ?? 0, `${name} ${width} ${colorScheme}: namespaces and what is to be decided need no scrolling`).toBeLessThanOrEqual(0)
        grounds.push(String(await page.evaluate('getComputedStyle(document.body).backgroundColor')))
        if (process.env.SCREENSHOTS !== undefined)
          await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}-${width}-${colorScheme}.png`), fullPage: true })
        await page.close()
      }
    expect(new Set(grounds).size).toBe(2)
  })

  test('runs nothing that a manifest brings', async () => {
    if (browser === undefined) return
    const at = (text: string) => [{ path: '<img src=x onerror=alert(9)>.yaml', text }]
    const { page, asked, said } = await open(browser, reviewOf(at(hostileBase), at(hostile)))
    await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    expect([asked, said]).toEqual([[], []])
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.locator('script').count()).toBe(1)
    expect(await page.locator('body').textContent()).toContain('<img src=x onerror=alert(')
    await page.close()
  })
})
