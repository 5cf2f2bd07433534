import { oneLine } from '../../diagnostics/printable.ts'
import type { ExpectedAnswer } from '../../plan/requests/expected-answer.ts'
import type { SentRequest } from '../../plan/requests/sent-request.ts'
import type { WaveRequest } from '../../plan/requests/wave-requests.ts'
import { amountText } from '../findings/text.ts'

/** `shop/storefront: GET http://cart.shop.svc.cluster.local:80/items, x-user: a`. */
export function requestText({ from, to, method, path, headers }: SentRequest): string {
  const client = from.outOfMesh ? `a pod of ${from.namespace} without a proxy` : `${from.namespace}/${from.serviceAccount}`
  const host = to.kind === 'service' ? to.host : `<a pod of ${to.namespace}/${to.workload}>`
  return oneLine(
    [`${client}: ${method} http://${host}:${to.port}${path}`, ...headers.map(([name, value]) => `${name}: ${value}`)].join(', '),
  )
}

/** How many requests a wave has, and what they are to show once it is through. */
export function requestsSummary(requests: readonly WaveRequest[]): readonly string[] {
  if (requests.length === 0) return []
  const last = requests.map(({ expected }) => expected.at(-1)?.verdict)
  const count = (verdict: 'allowed' | 'denied') => last.filter((one) => one === verdict).length
  return [
    `requests.sh N sends ${amountText(requests.length, 'request')} after step N: at the end ${count('allowed')} ${count('allowed') === 1 ? 'is' : 'are'} allowed and ${count('denied')} denied`,
  ]
}

/** Each request with what is answered before the wave, and after the steps that change it. */
export function waveRequestLines(requests: readonly WaveRequest[]): readonly string[] {
  return requests.map(({ sent, expected }) => {
    const words = expected.map((answer) => (answer === undefined ? 'not known' : answerWord(answer)))
    const changes = words.flatMap((word, step) => (step > 0 && word !== words[step - 1] ? [`after step ${step} ${word}`] : []))
    return `${requestText(sent)}: ${[words[0]!, ...changes].join(', ')}`
  })
}

/** An answer as scripts and reports have it: `allowed`, `answer-404`, `403` or `connection`; `-` where it is not known. */
export function answerWord(answer: ExpectedAnswer | undefined): string {
  if (answer === undefined) return '-'
  switch (answer.verdict) {
    case 'allowed':
      return 'allowed'
    case 'answered':
      return `answer-${answer.status}`
    case 'denied':
      return answer.by
  }
}
