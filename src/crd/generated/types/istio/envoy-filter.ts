// Generated from the CRD schema (istio 1.32.0, networking.istio.io/v1alpha3). Do not edit: run `npm run gen`.
export interface EnvoyFilterSpec {
    readonly configPatches?: readonly EnvoyFilterSpecConfigPatches[];
    readonly priority?: number;
    readonly targetRefs?: readonly EnvoyFilterSpecTargetRefs[];
    readonly workloadSelector?: EnvoyFilterSpecWorkloadSelector;
}

export interface EnvoyFilterSpecConfigPatches {
    readonly applyTo?: 'INVALID' | 'LISTENER' | 'FILTER_CHAIN' | 'NETWORK_FILTER' | 'HTTP_FILTER' | 'ROUTE_CONFIGURATION' | 'VIRTUAL_HOST' | 'HTTP_ROUTE' | 'CLUSTER' | 'EXTENSION_CONFIG' | 'BOOTSTRAP' | 'LISTENER_FILTER';
    readonly match?: EnvoyFilterSpecConfigPatchesMatch;
    readonly patch?: EnvoyFilterSpecConfigPatchesPatch;
}

export interface EnvoyFilterSpecConfigPatchesMatch {
    readonly cluster?: EnvoyFilterSpecConfigPatchesMatchCluster;
    readonly context?: 'ANY' | 'SIDECAR_INBOUND' | 'SIDECAR_OUTBOUND' | 'GATEWAY' | 'WAYPOINT';
    readonly listener?: EnvoyFilterSpecConfigPatchesMatchListener;
    readonly proxy?: EnvoyFilterSpecConfigPatchesMatchProxy;
    readonly routeConfiguration?: EnvoyFilterSpecConfigPatchesMatchRouteConfiguration;
    readonly waypoint?: EnvoyFilterSpecConfigPatchesMatchWaypoint;
}

export interface EnvoyFilterSpecConfigPatchesMatchCluster {
    readonly name?: string;
    readonly portNumber?: number;
    readonly service?: string;
    readonly subset?: string;
}

export interface EnvoyFilterSpecConfigPatchesMatchListener {
    readonly filterChain?: EnvoyFilterSpecConfigPatchesMatchListenerFilterChain;
    readonly listenerFilter?: string;
    readonly name?: string;
    readonly portName?: string;
    readonly portNumber?: number;
}

export interface EnvoyFilterSpecConfigPatchesMatchListenerFilterChain {
    readonly applicationProtocols?: string;
    readonly destinationPort?: number;
    readonly filter?: EnvoyFilterSpecConfigPatchesMatchListenerFilterChainFilter;
    readonly name?: string;
    readonly sni?: string;
    readonly transportProtocol?: string;
    readonly transportSocket?: string;
}

export interface EnvoyFilterSpecConfigPatchesMatchListenerFilterChainFilter {
    readonly name?: string;
    readonly subFilter?: EnvoyFilterSpecConfigPatchesMatchListenerFilterChainFilterSubFilter;
}

export interface EnvoyFilterSpecConfigPatchesMatchListenerFilterChainFilterSubFilter {
    readonly name?: string;
}

export interface EnvoyFilterSpecConfigPatchesMatchProxy {
    readonly metadata?: Readonly<Record<string, string>>;
    readonly proxyVersion?: string;
}

export interface EnvoyFilterSpecConfigPatchesMatchRouteConfiguration {
    readonly gateway?: string;
    readonly name?: string;
    readonly portName?: string;
    readonly portNumber?: number;
    readonly vhost?: EnvoyFilterSpecConfigPatchesMatchRouteConfigurationVhost;
}

export interface EnvoyFilterSpecConfigPatchesMatchRouteConfigurationVhost {
    readonly domainName?: string;
    readonly name?: string;
    readonly route?: EnvoyFilterSpecConfigPatchesMatchRouteConfigurationVhostRoute;
}

export interface EnvoyFilterSpecConfigPatchesMatchRouteConfigurationVhostRoute {
    readonly action?: 'ANY' | 'ROUTE' | 'REDIRECT' | 'DIRECT_RESPONSE';
    readonly name?: string;
}

export interface EnvoyFilterSpecConfigPatchesMatchWaypoint {
    readonly filter?: EnvoyFilterSpecConfigPatchesMatchWaypointFilter;
    readonly portNumber?: number;
    readonly route?: EnvoyFilterSpecConfigPatchesMatchWaypointRoute;
}

export interface EnvoyFilterSpecConfigPatchesMatchWaypointFilter {
    readonly name?: string;
    readonly subFilter?: EnvoyFilterSpecConfigPatchesMatchWaypointFilterSubFilter;
}

export interface EnvoyFilterSpecConfigPatchesMatchWaypointFilterSubFilter {
    readonly name?: string;
}

export interface EnvoyFilterSpecConfigPatchesMatchWaypointRoute {
    readonly name?: string;
}

export interface EnvoyFilterSpecConfigPatchesPatch {
    readonly filterClass?: 'UNSPECIFIED' | 'AUTHN' | 'AUTHZ' | 'STATS';
    readonly operation?: 'INVALID' | 'MERGE' | 'ADD' | 'REMOVE' | 'INSERT_BEFORE' | 'INSERT_AFTER' | 'INSERT_FIRST' | 'REPLACE' | 'MERGE_AND_REPLACE_LIST';
    readonly value?: unknown;
}

export interface EnvoyFilterSpecTargetRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}

export interface EnvoyFilterSpecWorkloadSelector {
    readonly labels?: Readonly<Record<string, string>>;
}
