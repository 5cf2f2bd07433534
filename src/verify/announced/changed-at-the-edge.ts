import { compareText, objectText, type Place } from '../../diagnostics/place.ts'
import type { EdgeGateway } from '../../model/gateway.ts'
import type { Mesh } from '../../model/mesh.ts'
import type { SettingTexts } from '../../model/setting-texts.ts'
import type { OutsideModel } from '../comparison.ts'

/** Something that takes connections, by what it is called on both sides; `of`: its settings for each host, or for all of it. */
interface Taking {
  readonly name: string
  readonly place: Place
  /** What is compared of it, all the same. */
  readonly compared: string
  readonly of: ReadonlyMap<string, SettingTexts>
}

/**
 * Settings about who may connect from outside, and with which TLS, that are not the same on both sides: whose certificates a gateway believes,
 * which versions it speaks, from which addresses a load balancer takes connections. None of it is in a request, so it shows nowhere else.
 */
export function changedAtTheEdge(before: Mesh, after: Mesh): OutsideModel[] {
  const [was, is] = [before, after].map((mesh) => new Map(takingIn(mesh).map((one) => [one.name, one]))) as [
    Map<string, Taking>,
    Map<string, Taking>,
  ]
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const [old, now] = [was.get(name), is.get(name)]
    const topics = changedTopics(old?.of ?? new Map(), now?.of ?? new Map())
    const { place, compared } = (old ?? now)!
    if (topics.length === 0) return []
    return [
      {
        what: `${name} differs between the sides in ${topics.join(', ')}: who may connect there is ${compared}`,
        place,
      },
    ]
  })
}

function takingIn(mesh: Mesh): Taking[] {
  return [
    ...mesh.gateways.flatMap(serversOf),
    ...mesh.egress.flatMap(({ ingress = [], place }) =>
      ingress.map(({ port, tls = {}, place: at }) =>
        taking(`${objectText(place.object)} port ${port}`, at, new Map([['', tls]]), 'not compared'),
      ),
    ),
    ...mesh.services.map(({ fromOutside = {}, place }) =>
      taking(objectText(place.object), place, new Map([['', fromOutside]]), 'not compared'),
    ),
  ]
}

/** The servers of a gateway by their ports: hosts may move from one to another. */
function serversOf({ servers, place }: EdgeGateway): Taking[] {
  return [...new Set(servers.map(({ port }) => port))].map((port) => {
    const own = servers.filter((server) => server.port === port)
    const of = new Map(own.flatMap(({ hosts, tls = {} }) => hosts.map((host): [string, SettingTexts] => [host, tls])))
    return taking(`${objectText(place.object)} port ${port}`, own[0]!.place, of, 'compared by nothing but having a certificate')
  })
}

function taking(name: string, place: Place, of: Taking['of'], compared: string): Taking {
  return { name, place, compared, of }
}

/** Names of settings that differ for a host of both sides, or that a host of one side has as no host of the other has them. */
function changedTopics(was: Taking['of'], is: Taking['of']): readonly string[] {
  // A redirect is an answer that is compared as answers are.
  const all = [...was.values(), ...is.values()].flatMap((settings) => Object.keys(settings))
  const anywhere = (side: Taking['of'], topic: string, value: string | undefined): boolean =>
    [...side.values()].some((settings) => settings[topic] === value)
  const differs = (topic: string): boolean =>
    [...new Set([...was.keys(), ...is.keys()])].some((host) => {
      const [old, now] = [was.get(host), is.get(host)]
      if (old !== undefined && now !== undefined) return old[topic] !== now[topic]
      return !anywhere(old === undefined ? was : is, topic, (old ?? now)![topic])
    })
  return [...new Set(all)].filter((topic) => topic !== 'httpsRedirect' && differs(topic)).sort(compareText)
}
