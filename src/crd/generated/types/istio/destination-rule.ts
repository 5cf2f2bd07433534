// Generated from the CRD schema (istio 1.32.0, networking.istio.io/v1). Do not edit: run `npm run gen`.
export interface DestinationRuleSpec {
    readonly exportTo?: readonly string[];
    readonly host?: string;
    readonly subsets?: readonly DestinationRuleSpecSubsets[];
    readonly trafficPolicy?: DestinationRuleSpecTrafficPolicy;
    readonly workloadSelector?: DestinationRuleSpecWorkloadSelector;
}

export interface DestinationRuleSpecSubsets {
    readonly labels?: Readonly<Record<string, string>>;
    readonly name?: string;
    readonly trafficPolicy?: DestinationRuleSpecSubsetsTrafficPolicy;
}

export interface DestinationRuleSpecSubsetsTrafficPolicy {
    readonly connectionPool?: DestinationRuleSpecSubsetsTrafficPolicyConnectionPool;
    readonly loadBalancer?: DestinationRuleSpecSubsetsTrafficPolicyLoadBalancer;
    readonly outlierDetection?: DestinationRuleSpecSubsetsTrafficPolicyOutlierDetection;
    readonly portLevelSettings?: readonly DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettings[];
    readonly proxyProtocol?: DestinationRuleSpecSubsetsTrafficPolicyProxyProtocol;
    readonly retryBudget?: DestinationRuleSpecSubsetsTrafficPolicyRetryBudget;
    readonly tls?: DestinationRuleSpecSubsetsTrafficPolicyTls;
    readonly tunnel?: DestinationRuleSpecSubsetsTrafficPolicyTunnel;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyConnectionPool {
    readonly http?: DestinationRuleSpecSubsetsTrafficPolicyConnectionPoolHttp;
    readonly tcp?: DestinationRuleSpecSubsetsTrafficPolicyConnectionPoolTcp;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyConnectionPoolHttp {
    readonly h2UpgradePolicy?: 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE';
    readonly http1MaxPendingRequests?: number;
    readonly http2KeepAlive?: DestinationRuleSpecSubsetsTrafficPolicyConnectionPoolHttpHttp2KeepAlive;
    readonly http2MaxRequests?: number;
    readonly idleTimeout?: string;
    readonly maxConcurrentStreams?: number;
    readonly maxRequestsPerConnection?: number;
    readonly maxRetries?: number;
    readonly useClientProtocol?: boolean;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyConnectionPoolHttpHttp2KeepAlive {
    readonly interval?: string;
    readonly timeout?: string;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyConnectionPoolTcp {
    readonly connectTimeout?: string;
    readonly idleTimeout?: string;
    readonly maxConnectionDuration?: string;
    readonly maxConnections?: number;
    readonly tcpKeepalive?: DestinationRuleSpecSubsetsTrafficPolicyConnectionPoolTcpTcpKeepalive;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyConnectionPoolTcpTcpKeepalive {
    readonly interval?: string;
    readonly probes?: number;
    readonly time?: string;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyLoadBalancer {
    readonly backendUtilization?: DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerBackendUtilization;
    readonly consistentHash?: DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerConsistentHash;
    readonly localityLbSetting?: DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerLocalityLbSetting;
    readonly simple?: 'UNSPECIFIED' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'ROUND_ROBIN' | 'LEAST_REQUEST';
    readonly warmup?: DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerWarmup;
    readonly warmupDurationSecs?: string;
    readonly zoneAwareLbSetting?: DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerZoneAwareLbSetting;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerBackendUtilization {
    readonly errorUtilizationPenaltyPercent?: number;
    readonly metricNamesForComputingUtilization?: readonly string[];
    readonly weightExpirationPeriod?: string;
    readonly weightStabilizationPeriod?: string;
    readonly weightUpdatePeriod?: string;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerConsistentHash {
    readonly httpCookie?: DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerConsistentHashHttpCookie;
    readonly httpHeaderName?: string;
    readonly httpQueryParameterName?: string;
    readonly maglev?: DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerConsistentHashMaglev;
    readonly minimumRingSize?: number;
    readonly ringHash?: DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerConsistentHashRingHash;
    readonly useSourceIp?: boolean;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerConsistentHashHttpCookie {
    readonly attributes?: readonly DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerConsistentHashHttpCookieAttributes[];
    readonly name?: string;
    readonly path?: string;
    readonly ttl?: string;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerConsistentHashHttpCookieAttributes {
    readonly name?: string;
    readonly value?: string;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerConsistentHashMaglev {
    readonly tableSize?: number;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerConsistentHashRingHash {
    readonly minimumRingSize?: number;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerLocalityLbSetting {
    readonly distribute?: readonly DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerLocalityLbSettingDistribute[];
    readonly enabled?: boolean;
    readonly failover?: readonly DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerLocalityLbSettingFailover[];
    readonly failoverPriority?: readonly string[];
}

export interface DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerLocalityLbSettingDistribute {
    readonly from?: string;
    readonly to?: Readonly<Record<string, number>>;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerLocalityLbSettingFailover {
    readonly from?: string;
    readonly to?: string;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerWarmup {
    readonly aggression?: number;
    readonly duration?: string;
    readonly minimumPercent?: number;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerZoneAwareLbSetting {
    readonly enabled?: boolean;
    readonly failover?: readonly DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerZoneAwareLbSettingFailover[];
    readonly failoverPriority?: readonly string[];
    readonly minClusterSize?: number;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyLoadBalancerZoneAwareLbSettingFailover {
    readonly from?: string;
    readonly to?: string;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyOutlierDetection {
    readonly baseEjectionTime?: string;
    readonly consecutive5xxErrors?: number;
    readonly consecutiveErrors?: number;
    readonly consecutiveGatewayErrors?: number;
    readonly consecutiveLocalOriginFailures?: number;
    readonly failurePercentageThreshold?: number;
    readonly interval?: string;
    readonly maxEjectionPercent?: number;
    readonly minHealthPercent?: number;
    readonly outlierDetectionHttpErrorCodes?: readonly number[];
    readonly splitExternalLocalOriginErrors?: boolean;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettings {
    readonly connectionPool?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsConnectionPool;
    readonly loadBalancer?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancer;
    readonly outlierDetection?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsOutlierDetection;
    readonly port?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsPort;
    readonly tls?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsTls;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsConnectionPool {
    readonly http?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsConnectionPoolHttp;
    readonly tcp?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsConnectionPoolTcp;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsConnectionPoolHttp {
    readonly h2UpgradePolicy?: 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE';
    readonly http1MaxPendingRequests?: number;
    readonly http2KeepAlive?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsConnectionPoolHttpHttp2KeepAlive;
    readonly http2MaxRequests?: number;
    readonly idleTimeout?: string;
    readonly maxConcurrentStreams?: number;
    readonly maxRequestsPerConnection?: number;
    readonly maxRetries?: number;
    readonly useClientProtocol?: boolean;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsConnectionPoolHttpHttp2KeepAlive {
    readonly interval?: string;
    readonly timeout?: string;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsConnectionPoolTcp {
    readonly connectTimeout?: string;
    readonly idleTimeout?: string;
    readonly maxConnectionDuration?: string;
    readonly maxConnections?: number;
    readonly tcpKeepalive?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsConnectionPoolTcpTcpKeepalive;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsConnectionPoolTcpTcpKeepalive {
    readonly interval?: string;
    readonly probes?: number;
    readonly time?: string;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancer {
    readonly backendUtilization?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerBackendUtilization;
    readonly consistentHash?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerConsistentHash;
    readonly localityLbSetting?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerLocalityLbSetting;
    readonly simple?: 'UNSPECIFIED' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'ROUND_ROBIN' | 'LEAST_REQUEST';
    readonly warmup?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerWarmup;
    readonly warmupDurationSecs?: string;
    readonly zoneAwareLbSetting?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerZoneAwareLbSetting;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerBackendUtilization {
    readonly errorUtilizationPenaltyPercent?: number;
    readonly metricNamesForComputingUtilization?: readonly string[];
    readonly weightExpirationPeriod?: string;
    readonly weightStabilizationPeriod?: string;
    readonly weightUpdatePeriod?: string;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerConsistentHash {
    readonly httpCookie?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashHttpCookie;
    readonly httpHeaderName?: string;
    readonly httpQueryParameterName?: string;
    readonly maglev?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashMaglev;
    readonly minimumRingSize?: number;
    readonly ringHash?: DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashRingHash;
    readonly useSourceIp?: boolean;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashHttpCookie {
    readonly attributes?: readonly DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashHttpCookieAttributes[];
    readonly name?: string;
    readonly path?: string;
    readonly ttl?: string;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashHttpCookieAttributes {
    readonly name?: string;
    readonly value?: string;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashMaglev {
    readonly tableSize?: number;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashRingHash {
    readonly minimumRingSize?: number;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerLocalityLbSetting {
    readonly distribute?: readonly DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerLocalityLbSettingDistribute[];
    readonly enabled?: boolean;
    readonly failover?: readonly DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerLocalityLbSettingFailover[];
    readonly failoverPriority?: readonly string[];
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerLocalityLbSettingDistribute {
    readonly from?: string;
    readonly to?: Readonly<Record<string, number>>;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerLocalityLbSettingFailover {
    readonly from?: string;
    readonly to?: string;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerWarmup {
    readonly aggression?: number;
    readonly duration?: string;
    readonly minimumPercent?: number;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerZoneAwareLbSetting {
    readonly enabled?: boolean;
    readonly failover?: readonly DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerZoneAwareLbSettingFailover[];
    readonly failoverPriority?: readonly string[];
    readonly minClusterSize?: number;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsLoadBalancerZoneAwareLbSettingFailover {
    readonly from?: string;
    readonly to?: string;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsOutlierDetection {
    readonly baseEjectionTime?: string;
    readonly consecutive5xxErrors?: number;
    readonly consecutiveErrors?: number;
    readonly consecutiveGatewayErrors?: number;
    readonly consecutiveLocalOriginFailures?: number;
    readonly failurePercentageThreshold?: number;
    readonly interval?: string;
    readonly maxEjectionPercent?: number;
    readonly minHealthPercent?: number;
    readonly outlierDetectionHttpErrorCodes?: readonly number[];
    readonly splitExternalLocalOriginErrors?: boolean;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsPort {
    readonly number?: number;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyPortLevelSettingsTls {
    readonly caCertCredentialName?: string;
    readonly caCertificates?: string;
    readonly caCrl?: string;
    readonly clientCertificate?: string;
    readonly credentialName?: string;
    readonly insecureSkipVerify?: boolean;
    readonly mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
    readonly privateKey?: string;
    readonly sni?: string;
    readonly subjectAltNames?: readonly string[];
}

export interface DestinationRuleSpecSubsetsTrafficPolicyProxyProtocol {
    readonly version?: 'V1' | 'V2';
}

export interface DestinationRuleSpecSubsetsTrafficPolicyRetryBudget {
    readonly budgetInterval?: string;
    readonly minRetryConcurrency?: number;
    readonly percent?: number;
}

export interface DestinationRuleSpecSubsetsTrafficPolicyTls {
    readonly caCertCredentialName?: string;
    readonly caCertificates?: string;
    readonly caCrl?: string;
    readonly clientCertificate?: string;
    readonly credentialName?: string;
    readonly insecureSkipVerify?: boolean;
    readonly mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
    readonly privateKey?: string;
    readonly sni?: string;
    readonly subjectAltNames?: readonly string[];
}

export interface DestinationRuleSpecSubsetsTrafficPolicyTunnel {
    readonly protocol?: string;
    readonly targetHost?: string;
    readonly targetPort?: number;
}

export interface DestinationRuleSpecTrafficPolicy {
    readonly connectionPool?: DestinationRuleSpecTrafficPolicyConnectionPool;
    readonly loadBalancer?: DestinationRuleSpecTrafficPolicyLoadBalancer;
    readonly outlierDetection?: DestinationRuleSpecTrafficPolicyOutlierDetection;
    readonly portLevelSettings?: readonly DestinationRuleSpecTrafficPolicyPortLevelSettings[];
    readonly proxyProtocol?: DestinationRuleSpecTrafficPolicyProxyProtocol;
    readonly retryBudget?: DestinationRuleSpecTrafficPolicyRetryBudget;
    readonly tls?: DestinationRuleSpecTrafficPolicyTls;
    readonly tunnel?: DestinationRuleSpecTrafficPolicyTunnel;
}

export interface DestinationRuleSpecTrafficPolicyConnectionPool {
    readonly http?: DestinationRuleSpecTrafficPolicyConnectionPoolHttp;
    readonly tcp?: DestinationRuleSpecTrafficPolicyConnectionPoolTcp;
}

export interface DestinationRuleSpecTrafficPolicyConnectionPoolHttp {
    readonly h2UpgradePolicy?: 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE';
    readonly http1MaxPendingRequests?: number;
    readonly http2KeepAlive?: DestinationRuleSpecTrafficPolicyConnectionPoolHttpHttp2KeepAlive;
    readonly http2MaxRequests?: number;
    readonly idleTimeout?: string;
    readonly maxConcurrentStreams?: number;
    readonly maxRequestsPerConnection?: number;
    readonly maxRetries?: number;
    readonly useClientProtocol?: boolean;
}

export interface DestinationRuleSpecTrafficPolicyConnectionPoolHttpHttp2KeepAlive {
    readonly interval?: string;
    readonly timeout?: string;
}

export interface DestinationRuleSpecTrafficPolicyConnectionPoolTcp {
    readonly connectTimeout?: string;
    readonly idleTimeout?: string;
    readonly maxConnectionDuration?: string;
    readonly maxConnections?: number;
    readonly tcpKeepalive?: DestinationRuleSpecTrafficPolicyConnectionPoolTcpTcpKeepalive;
}

export interface DestinationRuleSpecTrafficPolicyConnectionPoolTcpTcpKeepalive {
    readonly interval?: string;
    readonly probes?: number;
    readonly time?: string;
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancer {
    readonly backendUtilization?: DestinationRuleSpecTrafficPolicyLoadBalancerBackendUtilization;
    readonly consistentHash?: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash;
    readonly localityLbSetting?: DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting;
    readonly simple?: 'UNSPECIFIED' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'ROUND_ROBIN' | 'LEAST_REQUEST';
    readonly warmup?: DestinationRuleSpecTrafficPolicyLoadBalancerWarmup;
    readonly warmupDurationSecs?: string;
    readonly zoneAwareLbSetting?: DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSetting;
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerBackendUtilization {
    readonly errorUtilizationPenaltyPercent?: number;
    readonly metricNamesForComputingUtilization?: readonly string[];
    readonly weightExpirationPeriod?: string;
    readonly weightStabilizationPeriod?: string;
    readonly weightUpdatePeriod?: string;
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash {
    readonly httpCookie?: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookie;
    readonly httpHeaderName?: string;
    readonly httpQueryParameterName?: string;
    readonly maglev?: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashMaglev;
    readonly minimumRingSize?: number;
    readonly ringHash?: DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashRingHash;
    readonly useSourceIp?: boolean;
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookie {
    readonly attributes?: readonly DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookieAttributes[];
    readonly name?: string;
    readonly path?: string;
    readonly ttl?: string;
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashHttpCookieAttributes {
    readonly name?: string;
    readonly value?: string;
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashMaglev {
    readonly tableSize?: number;
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHashRingHash {
    readonly minimumRingSize?: number;
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSetting {
    readonly distribute?: readonly DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSettingDistribute[];
    readonly enabled?: boolean;
    readonly failover?: readonly DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSettingFailover[];
    readonly failoverPriority?: readonly string[];
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSettingDistribute {
    readonly from?: string;
    readonly to?: Readonly<Record<string, number>>;
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerLocalityLbSettingFailover {
    readonly from?: string;
    readonly to?: string;
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerWarmup {
    readonly aggression?: number;
    readonly duration?: string;
    readonly minimumPercent?: number;
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSetting {
    readonly enabled?: boolean;
    readonly failover?: readonly DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSettingFailover[];
    readonly failoverPriority?: readonly string[];
    readonly minClusterSize?: number;
}

export interface DestinationRuleSpecTrafficPolicyLoadBalancerZoneAwareLbSettingFailover {
    readonly from?: string;
    readonly to?: string;
}

export interface DestinationRuleSpecTrafficPolicyOutlierDetection {
    readonly baseEjectionTime?: string;
    readonly consecutive5xxErrors?: number;
    readonly consecutiveErrors?: number;
    readonly consecutiveGatewayErrors?: number;
    readonly consecutiveLocalOriginFailures?: number;
    readonly failurePercentageThreshold?: number;
    readonly interval?: string;
    readonly maxEjectionPercent?: number;
    readonly minHealthPercent?: number;
    readonly outlierDetectionHttpErrorCodes?: readonly number[];
    readonly splitExternalLocalOriginErrors?: boolean;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettings {
    readonly connectionPool?: DestinationRuleSpecTrafficPolicyPortLevelSettingsConnectionPool;
    readonly loadBalancer?: DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancer;
    readonly outlierDetection?: DestinationRuleSpecTrafficPolicyPortLevelSettingsOutlierDetection;
    readonly port?: DestinationRuleSpecTrafficPolicyPortLevelSettingsPort;
    readonly tls?: DestinationRuleSpecTrafficPolicyPortLevelSettingsTls;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsConnectionPool {
    readonly http?: DestinationRuleSpecTrafficPolicyPortLevelSettingsConnectionPoolHttp;
    readonly tcp?: DestinationRuleSpecTrafficPolicyPortLevelSettingsConnectionPoolTcp;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsConnectionPoolHttp {
    readonly h2UpgradePolicy?: 'DEFAULT' | 'DO_NOT_UPGRADE' | 'UPGRADE';
    readonly http1MaxPendingRequests?: number;
    readonly http2KeepAlive?: DestinationRuleSpecTrafficPolicyPortLevelSettingsConnectionPoolHttpHttp2KeepAlive;
    readonly http2MaxRequests?: number;
    readonly idleTimeout?: string;
    readonly maxConcurrentStreams?: number;
    readonly maxRequestsPerConnection?: number;
    readonly maxRetries?: number;
    readonly useClientProtocol?: boolean;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsConnectionPoolHttpHttp2KeepAlive {
    readonly interval?: string;
    readonly timeout?: string;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsConnectionPoolTcp {
    readonly connectTimeout?: string;
    readonly idleTimeout?: string;
    readonly maxConnectionDuration?: string;
    readonly maxConnections?: number;
    readonly tcpKeepalive?: DestinationRuleSpecTrafficPolicyPortLevelSettingsConnectionPoolTcpTcpKeepalive;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsConnectionPoolTcpTcpKeepalive {
    readonly interval?: string;
    readonly probes?: number;
    readonly time?: string;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancer {
    readonly backendUtilization?: DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerBackendUtilization;
    readonly consistentHash?: DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerConsistentHash;
    readonly localityLbSetting?: DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerLocalityLbSetting;
    readonly simple?: 'UNSPECIFIED' | 'LEAST_CONN' | 'RANDOM' | 'PASSTHROUGH' | 'ROUND_ROBIN' | 'LEAST_REQUEST';
    readonly warmup?: DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerWarmup;
    readonly warmupDurationSecs?: string;
    readonly zoneAwareLbSetting?: DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerZoneAwareLbSetting;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerBackendUtilization {
    readonly errorUtilizationPenaltyPercent?: number;
    readonly metricNamesForComputingUtilization?: readonly string[];
    readonly weightExpirationPeriod?: string;
    readonly weightStabilizationPeriod?: string;
    readonly weightUpdatePeriod?: string;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerConsistentHash {
    readonly httpCookie?: DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashHttpCookie;
    readonly httpHeaderName?: string;
    readonly httpQueryParameterName?: string;
    readonly maglev?: DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashMaglev;
    readonly minimumRingSize?: number;
    readonly ringHash?: DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashRingHash;
    readonly useSourceIp?: boolean;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashHttpCookie {
    readonly attributes?: readonly DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashHttpCookieAttributes[];
    readonly name?: string;
    readonly path?: string;
    readonly ttl?: string;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashHttpCookieAttributes {
    readonly name?: string;
    readonly value?: string;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashMaglev {
    readonly tableSize?: number;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerConsistentHashRingHash {
    readonly minimumRingSize?: number;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerLocalityLbSetting {
    readonly distribute?: readonly DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerLocalityLbSettingDistribute[];
    readonly enabled?: boolean;
    readonly failover?: readonly DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerLocalityLbSettingFailover[];
    readonly failoverPriority?: readonly string[];
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerLocalityLbSettingDistribute {
    readonly from?: string;
    readonly to?: Readonly<Record<string, number>>;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerLocalityLbSettingFailover {
    readonly from?: string;
    readonly to?: string;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerWarmup {
    readonly aggression?: number;
    readonly duration?: string;
    readonly minimumPercent?: number;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerZoneAwareLbSetting {
    readonly enabled?: boolean;
    readonly failover?: readonly DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerZoneAwareLbSettingFailover[];
    readonly failoverPriority?: readonly string[];
    readonly minClusterSize?: number;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsLoadBalancerZoneAwareLbSettingFailover {
    readonly from?: string;
    readonly to?: string;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsOutlierDetection {
    readonly baseEjectionTime?: string;
    readonly consecutive5xxErrors?: number;
    readonly consecutiveErrors?: number;
    readonly consecutiveGatewayErrors?: number;
    readonly consecutiveLocalOriginFailures?: number;
    readonly failurePercentageThreshold?: number;
    readonly interval?: string;
    readonly maxEjectionPercent?: number;
    readonly minHealthPercent?: number;
    readonly outlierDetectionHttpErrorCodes?: readonly number[];
    readonly splitExternalLocalOriginErrors?: boolean;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsPort {
    readonly number?: number;
}

export interface DestinationRuleSpecTrafficPolicyPortLevelSettingsTls {
    readonly caCertCredentialName?: string;
    readonly caCertificates?: string;
    readonly caCrl?: string;
    readonly clientCertificate?: string;
    readonly credentialName?: string;
    readonly insecureSkipVerify?: boolean;
    readonly mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
    readonly privateKey?: string;
    readonly sni?: string;
    readonly subjectAltNames?: readonly string[];
}

export interface DestinationRuleSpecTrafficPolicyProxyProtocol {
    readonly version?: 'V1' | 'V2';
}

export interface DestinationRuleSpecTrafficPolicyRetryBudget {
    readonly budgetInterval?: string;
    readonly minRetryConcurrency?: number;
    readonly percent?: number;
}

export interface DestinationRuleSpecTrafficPolicyTls {
    readonly caCertCredentialName?: string;
    readonly caCertificates?: string;
    readonly caCrl?: string;
    readonly clientCertificate?: string;
    readonly credentialName?: string;
    readonly insecureSkipVerify?: boolean;
    readonly mode?: 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';
    readonly privateKey?: string;
    readonly sni?: string;
    readonly subjectAltNames?: readonly string[];
}

export interface DestinationRuleSpecTrafficPolicyTunnel {
    readonly protocol?: string;
    readonly targetHost?: string;
    readonly targetPort?: number;
}

export interface DestinationRuleSpecWorkloadSelector {
    readonly matchLabels?: Readonly<Record<string, string>>;
}
