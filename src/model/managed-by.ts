/** The label of every object that a conversion adds, so that `kubectl get -l app.kubernetes.io/managed-by=unsidecar` lists them. */
export const managedBy = { 'app.kubernetes.io/managed-by': 'unsidecar' } as const
