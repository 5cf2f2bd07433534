/**
 * The script of a page: the search field and the choice of verdicts hide rows, the address of a difference opens it, and printing opens all.
 * It reads what the page has and fetches nothing. `scriptDigest` names it in the policy of the page, so that no other script runs.
 */
export const script = `(() => {
  const rows = [...document.querySelectorAll('[data-search]')]
  const field = document.querySelector('#search')
  const shown = document.querySelector('#shown')
  const chosen = () => new Set([...document.querySelectorAll('input[data-verdict]:checked')].map((one) => one.dataset.verdict))
  const update = () => {
    const words = field.value.toLowerCase().split(/\\s+/).filter((word) => word !== '')
    const verdicts = chosen()
    let count = 0
    for (const row of rows) {
      const fits = verdicts.has(row.dataset.of) && words.every((word) => row.dataset.search.includes(word))
      row.hidden = !fits
      if (fits) count++
    }
    shown.textContent = count + ' of ' + rows.length + ' shown'
  }
  if (field !== null) {
    field.addEventListener('input', update)
    for (const one of document.querySelectorAll('input[data-verdict]')) one.addEventListener('change', update)
    update()
  }
  const open = () => {
    const named = location.hash === '' ? null : document.getElementById(location.hash.slice(1))
    if (named !== null && named.tagName === 'DETAILS') named.open = true
  }
  addEventListener('hashchange', open)
  open()
  let closed = []
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('details:not([open])')]
    for (const one of closed) one.open = true
  })
  addEventListener('afterprint', () => {
    for (const one of closed) one.open = false
  })
})()
`

/** SHA-256 of `script` in base64, as a Content-Security-Policy names it. */
export const scriptDigest = 'VmzF82XpxVxq2tFTg1aBToXKP2HsFgskFcKIicP4ako='
