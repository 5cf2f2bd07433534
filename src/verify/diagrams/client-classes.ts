import type { Mesh } from '../../model/mesh.ts'
import { ownValue } from '../../model/own-value.ts'
import type { Workload } from '../../model/workload.ts'
import type { Attribute } from '../symbolic/attribute.ts'
import type { Sender } from '../witness/witness.ts'
import type { Universe } from './universe.ts'

/** The value of an attribute of the client: undefined where it does not have it, `free` where nothing is known of it. */
export type KnownAttributes = (attribute: Attribute) => string | undefined | typeof free

export const free: unique symbol = Symbol('free')

/** The class of an attribute that is known of the client; undefined where any is possible. */
export function classesOfClient(universe: Universe, position: number, client: KnownAttributes): readonly number[] | undefined {
  const variable = universe.variables[position]!
  if (variable.kind !== 'text') return undefined
  const value = client(variable.attribute)
  if (value === free) return undefined
  if (value === undefined) return variable.optional ? [0] : []
  const index = universe.classOf(variable.attribute, value)
  return index === undefined ? [] : [variable.optional ? index + 1 : index]
}

/** What is known of the clients that a workload has; nothing of a pod that the input does not have. */
export function attributesOfSender(sender: Sender | undefined, { settings }: Mesh): KnownAttributes {
  if (sender === undefined || sender === 'unnamed') return () => free
  const { namespace, serviceAccount, labels }: Workload = sender
  return (attribute) => {
    switch (attribute.kind) {
      case 'client-namespace':
        return namespace
      case 'client-account':
        return serviceAccount
      case 'client-trust-domain':
        return settings.trustDomain
      case 'client-label':
        return ownValue(labels, attribute.label)
      case 'peer':
      case 'method':
      case 'authority':
      case 'path':
      case 'path-under':
      case 'header':
      case 'target-query':
      case 'query':
      case 'forwarded':
      case 'forwarded-address':
      case 'certificate':
      case 'external-answer':
      case 'token':
      case 'issuer':
      case 'subject':
      case 'claim':
        return free
    }
  }
}
