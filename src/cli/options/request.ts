import type { Argv } from 'yargs'

export interface RequestArguments {
  readonly from: string
  readonly 'to-service'?: string | undefined
  readonly 'to-pod'?: string | undefined
  readonly 'to-host'?: string | undefined
  readonly method?: string | undefined
  readonly path?: string | undefined
  readonly host?: string | undefined
  readonly header?: string[] | undefined
  readonly claim?: string[] | undefined
  readonly token?: 'invalid' | 'none' | undefined
  readonly 'client-ip'?: string | undefined
  readonly tcp: boolean
  readonly sni?: string | undefined
  readonly certificate?: 'none' | undefined
  readonly external?: 'allow' | 'deny' | undefined
}

/** One request, flag by flag. */
export function requestOptions<T>(yargs: Argv<T>): Argv<T & RequestArguments> {
  const group = 'Request:'
  const one = { type: 'string', requiresArg: true, group } as const
  return yargs
    .option('from', {
      ...one,
      demandOption: true,
      describe: 'who asks: NS/WORKLOAD, NS/sa/ACCOUNT (a pod that the input does not have), ingress, ingress=NS/NAME or outside',
    })
    .option('to-service', { ...one, describe: 'NS/NAME:PORT of a Service' })
    .option('to-pod', { ...one, describe: 'NS/WORKLOAD:PORT, by the IP of a pod' })
    .option('to-host', { ...one, describe: 'HOST:PORT, any other host' })
    .option('method', { ...one, describe: 'default: GET' })
    .option('path', { ...one, describe: 'path and query; default: /' })
    .option('host', { ...one, describe: 'the Host header; default: the name of the address' })
    .option('header', { type: 'string', array: true, nargs: 1, group, describe: "such as 'x-user: alice'; may be repeated" })
    .option('claim', {
      type: 'string',
      array: true,
      nargs: 1,
      group,
      describe: 'a claim of a valid token, such as iss=https://id.example.com/; may be repeated',
    })
    .option('token', { choices: ['invalid', 'none'] as const, group, describe: 'default: none without --claim' })
    .option('client-ip', { ...one, describe: 'IP address of the client' })
    .option('tcp', { type: 'boolean', default: false, group, describe: 'a TCP connection instead of an HTTP request' })
    .option('sni', { ...one, describe: "server name of the client's own TLS" })
    .option('certificate', {
      choices: ['none'] as const,
      group,
      describe: 'none: the client shows no certificate to a gateway that asks for one; default: it shows what is asked for',
    })
    .option('external', { choices: ['allow', 'deny'] as const, group, describe: 'what external authorizers answer' }) as Argv<
    T & RequestArguments
  >
}
