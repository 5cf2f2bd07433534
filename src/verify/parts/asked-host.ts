/** A wildcard stands for all hosts below it; one of them is asked. */
export function askedHost(host: string): string {
  if (!host.startsWith('*')) return host
  return host === '*' ? 'any.example' : `any${host.slice(1)}`
}
