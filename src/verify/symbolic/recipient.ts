import type { Answer, BranchEnd } from '../../model/verdict.ts'

/** What a proxy answers: `unrouted` where a gateway has no routes for the host, `cors` the policy by which it answers a preflight. */
export type ProxyAnswer = Answer & { readonly unrouted?: true; readonly cors?: string | undefined }

/** Who gets a request, or a share of the requests: `pods shop/cart-v1:8080`, `host api.example.com:443`, or a proxy that answers instead. */
export type Recipient =
  | BranchEnd
  /** Pods behind a Service (`namespace/name`) of which the input has none. */
  | { readonly kind: 'unseen-pods'; readonly service: string }
  | { readonly kind: 'answer'; readonly answer: ProxyAnswer }
  /** No recipient: how such requests end; `anything` where that makes no difference. */
  | { readonly kind: 'refusal'; readonly by: 'denied' | 'unreachable' | 'nobody' | 'yes' | 'no' | 'beside' | 'anything' }

/** The name of a recipient, by which comparisons know it: equal names, equal recipients. Nothing reads it again. */
export function recipientName(recipient: Recipient): string {
  switch (recipient.kind) {
    case 'pods':
      return `pods ${recipient.namespace}/${recipient.workload}:${recipient.port}`
    case 'unseen-pods':
      return `pods of ${recipient.service}`
    case 'host':
      return `host ${recipient.host}:${recipient.port}`
    case 'status':
      return `host status ${recipient.status}`
    case 'answer':
      return `answer ${JSON.stringify(recipient.answer)}`
    case 'refusal':
      return recipient.by === 'anything' ? 'refused' : recipient.by
    case 'none':
      return 'nothing'
  }
}

/** True for an answer that keeps the request from every destination. A gateway's 404 for a host without routes is none: no rule wrote it. */
export function isErrorAnswer(answer: ProxyAnswer): boolean {
  return answer.kind === 'response' && answer.status >= 400 && answer.unrouted !== true
}

/** True where a proxy answers with an error in place of a destination. */
export function isError(recipient: Recipient): boolean {
  switch (recipient.kind) {
    case 'status':
      return recipient.status >= 400
    case 'answer':
      return isErrorAnswer(recipient.answer)
    case 'pods':
    case 'unseen-pods':
    case 'host':
    case 'refusal':
    case 'none':
      return false
  }
}

/** True for a destination that is not there, in whose place a proxy answers with a status. */
export function isMissing({ kind }: Recipient): boolean {
  return kind === 'status'
}
