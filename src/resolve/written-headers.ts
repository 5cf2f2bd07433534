import type { RequestAuthentication } from '../model/authentication.ts'

/** Lower-case names of the headers that the JWT filter of a proxy takes from the client and writes itself (`outputPayloadToHeader`, `outputClaimToHeaders`). */
export function writtenHeaders(authentication: readonly RequestAuthentication[]): ReadonlySet<string> {
  const issuers = authentication.flatMap((one) => one.issuers)
  const names = issuers.flatMap(({ payloadHeader, claimHeaders }) => [
    ...(payloadHeader === undefined ? [] : [payloadHeader]),
    ...claimHeaders.map(({ header }) => header),
  ])
  return new Set(names.map((name) => name.toLowerCase()))
}
