import type { Attachment } from '../model/authorization.ts'
import { selects } from '../model/workload.ts'
import type { Translation } from '../translation.ts'

/** What figures of an estimate are not about, because the input does not say it. */
export interface OutsideFigures {
  /** Parts of the input that were not read or not understood. */
  readonly unread: number
  /** Policies for pods of which the input has none. */
  readonly policies: number
  /** Services of which the input has no pod. */
  readonly services: number
}

/** Absent where the input is whole as far as it shows. */
export function outsideFigures({ mesh, unread }: Translation): OutsideFigures | undefined {
  const { workloads, authorization, requestAuthentication, peerAuthentication } = mesh
  const root = mesh.settings.rootNamespace
  const hasPods = (attachment: Attachment): boolean => {
    switch (attachment.scope) {
      case 'mesh':
      case 'targets':
        return true
      case 'namespace':
        return attachment.namespace === root || workloads.some(({ namespace }) => namespace === attachment.namespace)
      case 'workloads':
        return workloads.some(
          ({ namespace, labels }) =>
            (attachment.namespace === undefined || namespace === attachment.namespace) && selects(attachment.labels, labels),
        )
    }
  }
  const attachments = [...authorization, ...requestAuthentication, ...peerAuthentication].map(({ attachment }) => attachment)
  const services = mesh.services.filter(
    ({ namespace, selector }) =>
      selector !== undefined && !workloads.some((one) => one.namespace === namespace && selects(selector, one.labels)),
  )
  const found = {
    unread: unread.length,
    policies: attachments.filter((one) => !hasPods(one)).length,
    services: services.length,
  }
  return Object.values(found).some((count) => count > 0) ? found : undefined
}
