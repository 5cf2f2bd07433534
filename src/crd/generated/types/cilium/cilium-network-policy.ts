// Generated from the CRD schema (cilium v1.20.2, cilium.io/v2). Do not edit: run `npm run gen`.
export interface CiliumNetworkPolicySpec {
    readonly description?: string;
    readonly egress?: readonly CiliumNetworkPolicySpecEgress[];
    readonly egressDeny?: readonly CiliumNetworkPolicySpecEgressDeny[];
    readonly enableDefaultDeny?: CiliumNetworkPolicySpecEnableDefaultDeny;
    readonly endpointSelector?: CiliumNetworkPolicySpecEndpointSelector;
    readonly ingress?: readonly CiliumNetworkPolicySpecIngress[];
    readonly ingressDeny?: readonly CiliumNetworkPolicySpecIngressDeny[];
    readonly labels?: readonly CiliumNetworkPolicySpecLabels[];
    readonly log?: CiliumNetworkPolicySpecLog;
    readonly nodeSelector?: CiliumNetworkPolicySpecNodeSelector;
}

export interface CiliumNetworkPolicySpecEgress {
    readonly authentication?: CiliumNetworkPolicySpecEgressAuthentication;
    readonly icmps?: readonly CiliumNetworkPolicySpecEgressIcmps[];
    readonly toCIDR?: readonly string[];
    readonly toCIDRSet?: readonly CiliumNetworkPolicySpecEgressToCIDRSet[];
    readonly toEndpoints?: readonly CiliumNetworkPolicySpecEgressToEndpoints[];
    readonly toEntities?: readonly ('all' | 'world' | 'cluster' | 'cluster-mesh' | 'host' | 'init' | 'ingress' | 'unmanaged' | 'remote-node' | 'health' | 'none' | 'kube-apiserver')[];
    readonly toFQDNs?: readonly CiliumNetworkPolicySpecEgressToFQDNs[];
    readonly toGroups?: readonly CiliumNetworkPolicySpecEgressToGroups[];
    readonly toNodes?: readonly CiliumNetworkPolicySpecEgressToNodes[];
    readonly toPorts?: readonly CiliumNetworkPolicySpecEgressToPorts[];
    readonly toRequires?: readonly string[];
    readonly toServices?: readonly CiliumNetworkPolicySpecEgressToServices[];
}

export interface CiliumNetworkPolicySpecEgressAuthentication {
    readonly mode?: 'disabled' | 'required' | 'test-always-fail';
}

export interface CiliumNetworkPolicySpecEgressIcmps {
    readonly fields?: readonly CiliumNetworkPolicySpecEgressIcmpsFields[];
}

export interface CiliumNetworkPolicySpecEgressIcmpsFields {
    readonly family?: 'IPv4' | 'IPv6';
    readonly type?: number | string;
}

export interface CiliumNetworkPolicySpecEgressToCIDRSet {
    readonly cidr?: string;
    readonly cidrGroupRef?: string;
    readonly cidrGroupSelector?: CiliumNetworkPolicySpecEgressToCIDRSetCidrGroupSelector;
    readonly except?: readonly string[];
}

export interface CiliumNetworkPolicySpecEgressToCIDRSetCidrGroupSelector {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecEgressToCIDRSetCidrGroupSelectorMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecEgressToCIDRSetCidrGroupSelectorMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecEgressToEndpoints {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecEgressToEndpointsMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecEgressToEndpointsMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecEgressToFQDNs {
    readonly matchName?: string;
    readonly matchPattern?: string;
}

export interface CiliumNetworkPolicySpecEgressToGroups {
    readonly aws?: CiliumNetworkPolicySpecEgressToGroupsAws;
}

export interface CiliumNetworkPolicySpecEgressToGroupsAws {
    readonly labels?: Readonly<Record<string, string>>;
    readonly region?: string;
    readonly securityGroupsIds?: readonly string[];
    readonly securityGroupsNames?: readonly string[];
}

export interface CiliumNetworkPolicySpecEgressToNodes {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecEgressToNodesMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecEgressToNodesMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecEgressToPorts {
    readonly listener?: CiliumNetworkPolicySpecEgressToPortsListener;
    readonly originatingTLS?: CiliumNetworkPolicySpecEgressToPortsOriginatingTLS;
    readonly ports?: readonly CiliumNetworkPolicySpecEgressToPortsPorts[];
    readonly rules?: CiliumNetworkPolicySpecEgressToPortsRules;
    readonly serverNames?: readonly string[];
    readonly terminatingTLS?: CiliumNetworkPolicySpecEgressToPortsTerminatingTLS;
}

export interface CiliumNetworkPolicySpecEgressToPortsListener {
    readonly envoyConfig?: CiliumNetworkPolicySpecEgressToPortsListenerEnvoyConfig;
    readonly name?: string;
    readonly priority?: number;
}

export interface CiliumNetworkPolicySpecEgressToPortsListenerEnvoyConfig {
    readonly kind?: 'CiliumEnvoyConfig' | 'CiliumClusterwideEnvoyConfig';
    readonly name?: string;
}

export interface CiliumNetworkPolicySpecEgressToPortsOriginatingTLS {
    readonly certificate?: string;
    readonly privateKey?: string;
    readonly secret?: CiliumNetworkPolicySpecEgressToPortsOriginatingTLSSecret;
    readonly trustedCA?: string;
}

export interface CiliumNetworkPolicySpecEgressToPortsOriginatingTLSSecret {
    readonly name?: string;
    readonly namespace?: string;
}

export interface CiliumNetworkPolicySpecEgressToPortsPorts {
    readonly endPort?: number;
    readonly port?: string;
    readonly protocol?: 'TCP' | 'UDP' | 'SCTP' | 'VRRP' | 'IGMP' | 'GRE' | 'IPIP' | 'IPV6' | 'ESP' | 'AH' | 'ANY';
}

export interface CiliumNetworkPolicySpecEgressToPortsRules {
    readonly dns?: readonly CiliumNetworkPolicySpecEgressToPortsRulesDns[];
    readonly http?: readonly CiliumNetworkPolicySpecEgressToPortsRulesHttp[];
}

export interface CiliumNetworkPolicySpecEgressToPortsRulesDns {
    readonly matchName?: string;
    readonly matchPattern?: string;
}

export interface CiliumNetworkPolicySpecEgressToPortsRulesHttp {
    readonly headerMatches?: readonly CiliumNetworkPolicySpecEgressToPortsRulesHttpHeaderMatches[];
    readonly headers?: readonly string[];
    readonly host?: string;
    readonly method?: string;
    readonly path?: string;
}

export interface CiliumNetworkPolicySpecEgressToPortsRulesHttpHeaderMatches {
    readonly mismatch?: 'LOG' | 'ADD' | 'DELETE' | 'REPLACE';
    readonly name?: string;
    readonly secret?: CiliumNetworkPolicySpecEgressToPortsRulesHttpHeaderMatchesSecret;
    readonly value?: string;
}

export interface CiliumNetworkPolicySpecEgressToPortsRulesHttpHeaderMatchesSecret {
    readonly name?: string;
    readonly namespace?: string;
}

export interface CiliumNetworkPolicySpecEgressToPortsTerminatingTLS {
    readonly certificate?: string;
    readonly privateKey?: string;
    readonly secret?: CiliumNetworkPolicySpecEgressToPortsTerminatingTLSSecret;
    readonly trustedCA?: string;
}

export interface CiliumNetworkPolicySpecEgressToPortsTerminatingTLSSecret {
    readonly name?: string;
    readonly namespace?: string;
}

export interface CiliumNetworkPolicySpecEgressToServices {
    readonly k8sService?: CiliumNetworkPolicySpecEgressToServicesK8sService;
    readonly k8sServiceSelector?: CiliumNetworkPolicySpecEgressToServicesK8sServiceSelector;
}

export interface CiliumNetworkPolicySpecEgressToServicesK8sService {
    readonly namespace?: string;
    readonly serviceName?: string;
}

export interface CiliumNetworkPolicySpecEgressToServicesK8sServiceSelector {
    readonly namespace?: string;
    readonly selector?: CiliumNetworkPolicySpecEgressToServicesK8sServiceSelectorSelector;
}

export interface CiliumNetworkPolicySpecEgressToServicesK8sServiceSelectorSelector {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecEgressToServicesK8sServiceSelectorSelectorMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecEgressToServicesK8sServiceSelectorSelectorMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecEgressDeny {
    readonly icmps?: readonly CiliumNetworkPolicySpecEgressDenyIcmps[];
    readonly toCIDR?: readonly string[];
    readonly toCIDRSet?: readonly CiliumNetworkPolicySpecEgressDenyToCIDRSet[];
    readonly toEndpoints?: readonly CiliumNetworkPolicySpecEgressDenyToEndpoints[];
    readonly toEntities?: readonly ('all' | 'world' | 'cluster' | 'cluster-mesh' | 'host' | 'init' | 'ingress' | 'unmanaged' | 'remote-node' | 'health' | 'none' | 'kube-apiserver')[];
    readonly toGroups?: readonly CiliumNetworkPolicySpecEgressDenyToGroups[];
    readonly toNodes?: readonly CiliumNetworkPolicySpecEgressDenyToNodes[];
    readonly toPorts?: readonly CiliumNetworkPolicySpecEgressDenyToPorts[];
    readonly toRequires?: readonly string[];
    readonly toServices?: readonly CiliumNetworkPolicySpecEgressDenyToServices[];
}

export interface CiliumNetworkPolicySpecEgressDenyIcmps {
    readonly fields?: readonly CiliumNetworkPolicySpecEgressDenyIcmpsFields[];
}

export interface CiliumNetworkPolicySpecEgressDenyIcmpsFields {
    readonly family?: 'IPv4' | 'IPv6';
    readonly type?: number | string;
}

export interface CiliumNetworkPolicySpecEgressDenyToCIDRSet {
    readonly cidr?: string;
    readonly cidrGroupRef?: string;
    readonly cidrGroupSelector?: CiliumNetworkPolicySpecEgressDenyToCIDRSetCidrGroupSelector;
    readonly except?: readonly string[];
}

export interface CiliumNetworkPolicySpecEgressDenyToCIDRSetCidrGroupSelector {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecEgressDenyToCIDRSetCidrGroupSelectorMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecEgressDenyToCIDRSetCidrGroupSelectorMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecEgressDenyToEndpoints {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecEgressDenyToEndpointsMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecEgressDenyToEndpointsMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecEgressDenyToGroups {
    readonly aws?: CiliumNetworkPolicySpecEgressDenyToGroupsAws;
}

export interface CiliumNetworkPolicySpecEgressDenyToGroupsAws {
    readonly labels?: Readonly<Record<string, string>>;
    readonly region?: string;
    readonly securityGroupsIds?: readonly string[];
    readonly securityGroupsNames?: readonly string[];
}

export interface CiliumNetworkPolicySpecEgressDenyToNodes {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecEgressDenyToNodesMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecEgressDenyToNodesMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecEgressDenyToPorts {
    readonly ports?: readonly CiliumNetworkPolicySpecEgressDenyToPortsPorts[];
}

export interface CiliumNetworkPolicySpecEgressDenyToPortsPorts {
    readonly endPort?: number;
    readonly port?: string;
    readonly protocol?: 'TCP' | 'UDP' | 'SCTP' | 'VRRP' | 'IGMP' | 'GRE' | 'IPIP' | 'IPV6' | 'ESP' | 'AH' | 'ANY';
}

export interface CiliumNetworkPolicySpecEgressDenyToServices {
    readonly k8sService?: CiliumNetworkPolicySpecEgressDenyToServicesK8sService;
    readonly k8sServiceSelector?: CiliumNetworkPolicySpecEgressDenyToServicesK8sServiceSelector;
}

export interface CiliumNetworkPolicySpecEgressDenyToServicesK8sService {
    readonly namespace?: string;
    readonly serviceName?: string;
}

export interface CiliumNetworkPolicySpecEgressDenyToServicesK8sServiceSelector {
    readonly namespace?: string;
    readonly selector?: CiliumNetworkPolicySpecEgressDenyToServicesK8sServiceSelectorSelector;
}

export interface CiliumNetworkPolicySpecEgressDenyToServicesK8sServiceSelectorSelector {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecEgressDenyToServicesK8sServiceSelectorSelectorMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecEgressDenyToServicesK8sServiceSelectorSelectorMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecEnableDefaultDeny {
    readonly egress?: boolean;
    readonly ingress?: boolean;
}

export interface CiliumNetworkPolicySpecEndpointSelector {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecEndpointSelectorMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecEndpointSelectorMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecIngress {
    readonly authentication?: CiliumNetworkPolicySpecIngressAuthentication;
    readonly fromCIDR?: readonly string[];
    readonly fromCIDRSet?: readonly CiliumNetworkPolicySpecIngressFromCIDRSet[];
    readonly fromEndpoints?: readonly CiliumNetworkPolicySpecIngressFromEndpoints[];
    readonly fromEntities?: readonly ('all' | 'world' | 'cluster' | 'cluster-mesh' | 'host' | 'init' | 'ingress' | 'unmanaged' | 'remote-node' | 'health' | 'none' | 'kube-apiserver')[];
    readonly fromGroups?: readonly CiliumNetworkPolicySpecIngressFromGroups[];
    readonly fromNodes?: readonly CiliumNetworkPolicySpecIngressFromNodes[];
    readonly fromRequires?: readonly string[];
    readonly icmps?: readonly CiliumNetworkPolicySpecIngressIcmps[];
    readonly toPorts?: readonly CiliumNetworkPolicySpecIngressToPorts[];
}

export interface CiliumNetworkPolicySpecIngressAuthentication {
    readonly mode?: 'disabled' | 'required' | 'test-always-fail';
}

export interface CiliumNetworkPolicySpecIngressFromCIDRSet {
    readonly cidr?: string;
    readonly cidrGroupRef?: string;
    readonly cidrGroupSelector?: CiliumNetworkPolicySpecIngressFromCIDRSetCidrGroupSelector;
    readonly except?: readonly string[];
}

export interface CiliumNetworkPolicySpecIngressFromCIDRSetCidrGroupSelector {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecIngressFromCIDRSetCidrGroupSelectorMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecIngressFromCIDRSetCidrGroupSelectorMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecIngressFromEndpoints {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecIngressFromEndpointsMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecIngressFromEndpointsMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecIngressFromGroups {
    readonly aws?: CiliumNetworkPolicySpecIngressFromGroupsAws;
}

export interface CiliumNetworkPolicySpecIngressFromGroupsAws {
    readonly labels?: Readonly<Record<string, string>>;
    readonly region?: string;
    readonly securityGroupsIds?: readonly string[];
    readonly securityGroupsNames?: readonly string[];
}

export interface CiliumNetworkPolicySpecIngressFromNodes {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecIngressFromNodesMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecIngressFromNodesMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecIngressIcmps {
    readonly fields?: readonly CiliumNetworkPolicySpecIngressIcmpsFields[];
}

export interface CiliumNetworkPolicySpecIngressIcmpsFields {
    readonly family?: 'IPv4' | 'IPv6';
    readonly type?: number | string;
}

export interface CiliumNetworkPolicySpecIngressToPorts {
    readonly listener?: CiliumNetworkPolicySpecIngressToPortsListener;
    readonly originatingTLS?: CiliumNetworkPolicySpecIngressToPortsOriginatingTLS;
    readonly ports?: readonly CiliumNetworkPolicySpecIngressToPortsPorts[];
    readonly rules?: CiliumNetworkPolicySpecIngressToPortsRules;
    readonly serverNames?: readonly string[];
    readonly terminatingTLS?: CiliumNetworkPolicySpecIngressToPortsTerminatingTLS;
}

export interface CiliumNetworkPolicySpecIngressToPortsListener {
    readonly envoyConfig?: CiliumNetworkPolicySpecIngressToPortsListenerEnvoyConfig;
    readonly name?: string;
    readonly priority?: number;
}

export interface CiliumNetworkPolicySpecIngressToPortsListenerEnvoyConfig {
    readonly kind?: 'CiliumEnvoyConfig' | 'CiliumClusterwideEnvoyConfig';
    readonly name?: string;
}

export interface CiliumNetworkPolicySpecIngressToPortsOriginatingTLS {
    readonly certificate?: string;
    readonly privateKey?: string;
    readonly secret?: CiliumNetworkPolicySpecIngressToPortsOriginatingTLSSecret;
    readonly trustedCA?: string;
}

export interface CiliumNetworkPolicySpecIngressToPortsOriginatingTLSSecret {
    readonly name?: string;
    readonly namespace?: string;
}

export interface CiliumNetworkPolicySpecIngressToPortsPorts {
    readonly endPort?: number;
    readonly port?: string;
    readonly protocol?: 'TCP' | 'UDP' | 'SCTP' | 'VRRP' | 'IGMP' | 'GRE' | 'IPIP' | 'IPV6' | 'ESP' | 'AH' | 'ANY';
}

export interface CiliumNetworkPolicySpecIngressToPortsRules {
    readonly dns?: readonly CiliumNetworkPolicySpecIngressToPortsRulesDns[];
    readonly http?: readonly CiliumNetworkPolicySpecIngressToPortsRulesHttp[];
}

export interface CiliumNetworkPolicySpecIngressToPortsRulesDns {
    readonly matchName?: string;
    readonly matchPattern?: string;
}

export interface CiliumNetworkPolicySpecIngressToPortsRulesHttp {
    readonly headerMatches?: readonly CiliumNetworkPolicySpecIngressToPortsRulesHttpHeaderMatches[];
    readonly headers?: readonly string[];
    readonly host?: string;
    readonly method?: string;
    readonly path?: string;
}

export interface CiliumNetworkPolicySpecIngressToPortsRulesHttpHeaderMatches {
    readonly mismatch?: 'LOG' | 'ADD' | 'DELETE' | 'REPLACE';
    readonly name?: string;
    readonly secret?: CiliumNetworkPolicySpecIngressToPortsRulesHttpHeaderMatchesSecret;
    readonly value?: string;
}

export interface CiliumNetworkPolicySpecIngressToPortsRulesHttpHeaderMatchesSecret {
    readonly name?: string;
    readonly namespace?: string;
}

export interface CiliumNetworkPolicySpecIngressToPortsTerminatingTLS {
    readonly certificate?: string;
    readonly privateKey?: string;
    readonly secret?: CiliumNetworkPolicySpecIngressToPortsTerminatingTLSSecret;
    readonly trustedCA?: string;
}

export interface CiliumNetworkPolicySpecIngressToPortsTerminatingTLSSecret {
    readonly name?: string;
    readonly namespace?: string;
}

export interface CiliumNetworkPolicySpecIngressDeny {
    readonly fromCIDR?: readonly string[];
    readonly fromCIDRSet?: readonly CiliumNetworkPolicySpecIngressDenyFromCIDRSet[];
    readonly fromEndpoints?: readonly CiliumNetworkPolicySpecIngressDenyFromEndpoints[];
    readonly fromEntities?: readonly ('all' | 'world' | 'cluster' | 'cluster-mesh' | 'host' | 'init' | 'ingress' | 'unmanaged' | 'remote-node' | 'health' | 'none' | 'kube-apiserver')[];
    readonly fromGroups?: readonly CiliumNetworkPolicySpecIngressDenyFromGroups[];
    readonly fromNodes?: readonly CiliumNetworkPolicySpecIngressDenyFromNodes[];
    readonly fromRequires?: readonly string[];
    readonly icmps?: readonly CiliumNetworkPolicySpecIngressDenyIcmps[];
    readonly toPorts?: readonly CiliumNetworkPolicySpecIngressDenyToPorts[];
}

export interface CiliumNetworkPolicySpecIngressDenyFromCIDRSet {
    readonly cidr?: string;
    readonly cidrGroupRef?: string;
    readonly cidrGroupSelector?: CiliumNetworkPolicySpecIngressDenyFromCIDRSetCidrGroupSelector;
    readonly except?: readonly string[];
}

export interface CiliumNetworkPolicySpecIngressDenyFromCIDRSetCidrGroupSelector {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecIngressDenyFromCIDRSetCidrGroupSelectorMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecIngressDenyFromCIDRSetCidrGroupSelectorMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecIngressDenyFromEndpoints {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecIngressDenyFromEndpointsMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecIngressDenyFromEndpointsMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecIngressDenyFromGroups {
    readonly aws?: CiliumNetworkPolicySpecIngressDenyFromGroupsAws;
}

export interface CiliumNetworkPolicySpecIngressDenyFromGroupsAws {
    readonly labels?: Readonly<Record<string, string>>;
    readonly region?: string;
    readonly securityGroupsIds?: readonly string[];
    readonly securityGroupsNames?: readonly string[];
}

export interface CiliumNetworkPolicySpecIngressDenyFromNodes {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecIngressDenyFromNodesMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecIngressDenyFromNodesMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}

export interface CiliumNetworkPolicySpecIngressDenyIcmps {
    readonly fields?: readonly CiliumNetworkPolicySpecIngressDenyIcmpsFields[];
}

export interface CiliumNetworkPolicySpecIngressDenyIcmpsFields {
    readonly family?: 'IPv4' | 'IPv6';
    readonly type?: number | string;
}

export interface CiliumNetworkPolicySpecIngressDenyToPorts {
    readonly ports?: readonly CiliumNetworkPolicySpecIngressDenyToPortsPorts[];
}

export interface CiliumNetworkPolicySpecIngressDenyToPortsPorts {
    readonly endPort?: number;
    readonly port?: string;
    readonly protocol?: 'TCP' | 'UDP' | 'SCTP' | 'VRRP' | 'IGMP' | 'GRE' | 'IPIP' | 'IPV6' | 'ESP' | 'AH' | 'ANY';
}

export interface CiliumNetworkPolicySpecLabels {
    readonly key?: string;
    readonly source?: string;
    readonly value?: string;
}

export interface CiliumNetworkPolicySpecLog {
    readonly value?: string;
}

export interface CiliumNetworkPolicySpecNodeSelector {
    readonly matchExpressions?: readonly CiliumNetworkPolicySpecNodeSelectorMatchExpressions[];
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface CiliumNetworkPolicySpecNodeSelectorMatchExpressions {
    readonly key?: string;
    readonly operator?: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
}
