import { type Content, element, type Markup, preformatted } from './element.ts'
import { script, scriptDigest } from './script.ts'
import { style } from './style.ts'

/**
 * A page in one file that needs no other one. Its policy lets it load nothing and run nothing but its own script: should an error of ours ever
 * let markup of a manifest through, it stays without effect.
 */
export function page(title: string, ...content: readonly Content[]): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${scriptDigest}'; base-uri 'none'; form-action 'none'`
  const head = [
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('title', {}, title),
    own('style', style),
  ]
  const body = element('body', {}, ...content, own('script', script))
  return `<!doctype html>\n${element('html', { lang: 'en' }, element('head', {}, head), body).markup}\n`
}

/** Text of ours that is code of the page; what comes of the input never passes here. */
function own(name: 'style' | 'script', text: string): Markup {
  return { markup: `<${name}>${text}</${name}>` }
}

export function heading(text: string): Markup {
  return element('h2', {}, text)
}

/** Something that is closed until a reader wants it. */
export function fold(title: string, ...content: readonly Content[]): Markup {
  return element('details', { class: 'fold' }, element('summary', {}, title), ...content)
}

export function pre(text: string): Markup {
  return element('pre', {}, preformatted(text))
}

/**
 * A table with a line of heads; nothing where there are no rows. A narrow page has the cells of a `stacked` one below each other, and those of a
 * `labelled` one as well, each behind its head.
 */
export function pageTable(heads: readonly string[], rows: readonly (readonly Content[])[], look?: 'stacked' | 'labelled'): Content {
  if (rows.length === 0) return []
  return element(
    'table',
    look === undefined ? {} : { class: look },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        heads.map((head) => element('th', {}, head)),
      ),
    ),
    element(
      'tbody',
      {},
      rows.map((row) =>
        element(
          'tr',
          {},
          row.map((cell, index) => element('td', look === 'labelled' && heads[index] !== '' ? { 'data-label': heads[index] } : {}, cell)),
        ),
      ),
    ),
  )
}
