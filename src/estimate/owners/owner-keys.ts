/**
 * Labels and annotations that name an owner, the first that an object has. `app.kubernetes.io/managed-by` is none: it names a tool.
 * - `a8r.io/owner` and `owner`: what the constraints of Gatekeeper's library ask for (open-policy-agent/gatekeeper-library, requiredannotations and
 *   requiredlabels)
 * - `team`: what Google Cloud advises for teams and cost centres (cloud.google.com/resource-manager/docs/labels-overview)
 * - `dt.owner`: what Dynatrace reads of labels and annotations (docs.dynatrace.com, "Assign ownership teams to monitored entities")
 */
export const defaultOwnerKeys: readonly string[] = ['a8r.io/owner', 'owner', 'team', 'dt.owner']
