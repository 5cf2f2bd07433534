import { expect, test } from 'vitest'
import { networkPlugins, pluginOfDaemonSet } from '../../src/model/network-plugin.ts'

test('each DaemonSet belongs to one plugin, and names are sorted', () => {
  const names = networkPlugins.map(({ name }) => name)
  expect(names).toEqual([...new Set(names)].sort())
  const daemonSets = networkPlugins.flatMap((plugin) => plugin.daemonSets)
  expect(new Set(daemonSets).size).toBe(daemonSets.length)
  for (const name of daemonSets) expect(name).toMatch(/^[a-z0-9-]+$/)
})

test('a plugin is known by the DaemonSet of its manifests alone', () => {
  expect(['aws-node', 'rke2-canal', 'own-plugin', 'constructor'].map((name) => pluginOfDaemonSet(name)?.name)).toEqual([
    'aws-vpc-cni',
    'calico',
    undefined,
    undefined,
  ])
})

test('a plugin that assigns addresses for another one names one that is known', () => {
  for (const { assignsFor } of networkPlugins)
    if (assignsFor !== undefined) expect(networkPlugins.map(({ name }) => name)).toContain(assignsFor)
})
