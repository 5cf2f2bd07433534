import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Where Chromium is, if it is; `apt-get install chromium` brings one. The names of the tests say so where it is not. */
const program = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path !== '' && existsSync(path),
)
export const title = program === undefined ? 'a page (no Chromium on this system, so not opened)' : 'a page in Chromium'

/** A browser, where there is one. */
export async function launched(): Promise<Browser | undefined> {
  return program === undefined ? undefined : chromium.launch({ executablePath: program, args: ['--no-sandbox'] })
}

interface Opened {
  readonly page: Page
  /** Addresses that it asked for beside its own, and what it complained about. */
  readonly asked: string[]
  readonly said: string[]
}

export async function open(browser: Browser, path: string, options: Parameters<Browser['newPage']>[0] = {}, hash = ''): Promise<Opened> {
  const page = await browser.newPage(options)
  const [asked, said]: [string[], string[]] = [[], []]
  page.on('request', (request) => void (request.url().startsWith('file:') || asked.push(request.url())))
  page.on('console', (message) => void said.push(message.text()))
  page.on('pageerror', (error) => void said.push(String(error)))
  page.on('dialog', (dialog) => {
    said.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.goto(`${pathToFileURL(path).href}${hash}`)
  return { page, asked, said }
}
