// Generated from the CRD schema (istio 1.32.0, networking.istio.io/v1). Do not edit: run `npm run gen`.
export interface VirtualServiceSpec {
    readonly exportTo?: readonly string[];
    readonly gateways?: readonly string[];
    readonly hosts?: readonly string[];
    readonly http?: readonly VirtualServiceSpecHttp[];
    readonly tcp?: readonly VirtualServiceSpecTcp[];
    readonly tls?: readonly VirtualServiceSpecTls[];
}

export interface VirtualServiceSpecHttp {
    readonly corsPolicy?: VirtualServiceSpecHttpCorsPolicy;
    readonly delegate?: VirtualServiceSpecHttpDelegate;
    readonly directResponse?: VirtualServiceSpecHttpDirectResponse;
    readonly fault?: VirtualServiceSpecHttpFault;
    readonly headers?: VirtualServiceSpecHttpHeaders;
    readonly match?: readonly VirtualServiceSpecHttpMatch[];
    readonly mirror?: VirtualServiceSpecHttpMirror;
    readonly mirror_percent?: number;
    readonly mirrorPercent?: number;
    readonly mirrorPercentage?: VirtualServiceSpecHttpMirrorPercentage;
    readonly mirrors?: readonly VirtualServiceSpecHttpMirrors[];
    readonly name?: string;
    readonly redirect?: VirtualServiceSpecHttpRedirect;
    readonly retries?: VirtualServiceSpecHttpRetries;
    readonly rewrite?: VirtualServiceSpecHttpRewrite;
    readonly route?: readonly VirtualServiceSpecHttpRoute[];
    readonly timeout?: string;
}

export interface VirtualServiceSpecHttpCorsPolicy {
    readonly allowCredentials?: boolean;
    readonly allowHeaders?: readonly string[];
    readonly allowMethods?: readonly string[];
    readonly allowOrigin?: readonly string[];
    readonly allowOrigins?: readonly VirtualServiceSpecHttpCorsPolicyAllowOrigins[];
    readonly exposeHeaders?: readonly string[];
    readonly maxAge?: string;
    readonly unmatchedPreflights?: 'UNSPECIFIED' | 'FORWARD' | 'IGNORE';
}

export interface VirtualServiceSpecHttpCorsPolicyAllowOrigins {
    readonly exact?: string;
    readonly prefix?: string;
    readonly regex?: string;
}

export interface VirtualServiceSpecHttpDelegate {
    readonly name?: string;
    readonly namespace?: string;
}

export interface VirtualServiceSpecHttpDirectResponse {
    readonly body?: VirtualServiceSpecHttpDirectResponseBody;
    readonly status?: number;
}

export interface VirtualServiceSpecHttpDirectResponseBody {
    readonly bytes?: string;
    readonly string?: string;
}

export interface VirtualServiceSpecHttpFault {
    readonly abort?: VirtualServiceSpecHttpFaultAbort;
    readonly delay?: VirtualServiceSpecHttpFaultDelay;
}

export interface VirtualServiceSpecHttpFaultAbort {
    readonly grpcStatus?: string;
    readonly http2Error?: string;
    readonly httpStatus?: number;
    readonly percentage?: VirtualServiceSpecHttpFaultAbortPercentage;
}

export interface VirtualServiceSpecHttpFaultAbortPercentage {
    readonly value?: number;
}

export interface VirtualServiceSpecHttpFaultDelay {
    readonly exponentialDelay?: string;
    readonly fixedDelay?: string;
    readonly percent?: number;
    readonly percentage?: VirtualServiceSpecHttpFaultDelayPercentage;
}

export interface VirtualServiceSpecHttpFaultDelayPercentage {
    readonly value?: number;
}

export interface VirtualServiceSpecHttpHeaders {
    readonly request?: VirtualServiceSpecHttpHeadersRequest;
    readonly response?: VirtualServiceSpecHttpHeadersResponse;
}

export interface VirtualServiceSpecHttpHeadersRequest {
    readonly add?: Readonly<Record<string, string>>;
    readonly remove?: readonly string[];
    readonly set?: Readonly<Record<string, string>>;
}

export interface VirtualServiceSpecHttpHeadersResponse {
    readonly add?: Readonly<Record<string, string>>;
    readonly remove?: readonly string[];
    readonly set?: Readonly<Record<string, string>>;
}

export interface VirtualServiceSpecHttpMatch {
    readonly authority?: VirtualServiceSpecHttpMatchAuthority;
    readonly gateways?: readonly string[];
    readonly headers?: Readonly<Record<string, VirtualServiceSpecHttpMatchHeadersValue>>;
    readonly ignoreUriCase?: boolean;
    readonly method?: VirtualServiceSpecHttpMatchMethod;
    readonly name?: string;
    readonly port?: number;
    readonly queryParams?: Readonly<Record<string, VirtualServiceSpecHttpMatchQueryParamsValue>>;
    readonly scheme?: VirtualServiceSpecHttpMatchScheme;
    readonly sourceLabels?: Readonly<Record<string, string>>;
    readonly sourceNamespace?: string;
    readonly statPrefix?: string;
    readonly uri?: VirtualServiceSpecHttpMatchUri;
    readonly withoutHeaders?: Readonly<Record<string, VirtualServiceSpecHttpMatchWithoutHeadersValue>>;
}

export interface VirtualServiceSpecHttpMatchAuthority {
    readonly exact?: string;
    readonly prefix?: string;
    readonly regex?: string;
}

export interface VirtualServiceSpecHttpMatchHeadersValue {
    readonly exact?: string;
    readonly prefix?: string;
    readonly regex?: string;
}

export interface VirtualServiceSpecHttpMatchMethod {
    readonly exact?: string;
    readonly prefix?: string;
    readonly regex?: string;
}

export interface VirtualServiceSpecHttpMatchQueryParamsValue {
    readonly exact?: string;
    readonly prefix?: string;
    readonly regex?: string;
}

export interface VirtualServiceSpecHttpMatchScheme {
    readonly exact?: string;
    readonly prefix?: string;
    readonly regex?: string;
}

export interface VirtualServiceSpecHttpMatchUri {
    readonly exact?: string;
    readonly prefix?: string;
    readonly regex?: string;
}

export interface VirtualServiceSpecHttpMatchWithoutHeadersValue {
    readonly exact?: string;
    readonly prefix?: string;
    readonly regex?: string;
}

export interface VirtualServiceSpecHttpMirror {
    readonly host?: string;
    readonly port?: VirtualServiceSpecHttpMirrorPort;
    readonly subset?: string;
}

export interface VirtualServiceSpecHttpMirrorPort {
    readonly number?: number;
}

export interface VirtualServiceSpecHttpMirrorPercentage {
    readonly value?: number;
}

export interface VirtualServiceSpecHttpMirrors {
    readonly destination?: VirtualServiceSpecHttpMirrorsDestination;
    readonly percentage?: VirtualServiceSpecHttpMirrorsPercentage;
}

export interface VirtualServiceSpecHttpMirrorsDestination {
    readonly host?: string;
    readonly port?: VirtualServiceSpecHttpMirrorsDestinationPort;
    readonly subset?: string;
}

export interface VirtualServiceSpecHttpMirrorsDestinationPort {
    readonly number?: number;
}

export interface VirtualServiceSpecHttpMirrorsPercentage {
    readonly value?: number;
}

export interface VirtualServiceSpecHttpRedirect {
    readonly authority?: string;
    readonly derivePort?: 'FROM_PROTOCOL_DEFAULT' | 'FROM_REQUEST_PORT';
    readonly port?: number;
    readonly prefixRewrite?: string;
    readonly redirectCode?: number;
    readonly scheme?: string;
    readonly uri?: string;
}

export interface VirtualServiceSpecHttpRetries {
    readonly attempts?: number;
    readonly backoff?: string;
    readonly perTryTimeout?: string;
    readonly retryIgnorePreviousHosts?: boolean;
    readonly retryOn?: string;
    readonly retryRemoteLocalities?: boolean;
}

export interface VirtualServiceSpecHttpRewrite {
    readonly authority?: string;
    readonly uri?: string;
    readonly uriRegexRewrite?: VirtualServiceSpecHttpRewriteUriRegexRewrite;
}

export interface VirtualServiceSpecHttpRewriteUriRegexRewrite {
    readonly match?: string;
    readonly rewrite?: string;
}

export interface VirtualServiceSpecHttpRoute {
    readonly destination?: VirtualServiceSpecHttpRouteDestination;
    readonly headers?: VirtualServiceSpecHttpRouteHeaders;
    readonly weight?: number;
}

export interface VirtualServiceSpecHttpRouteDestination {
    readonly host?: string;
    readonly port?: VirtualServiceSpecHttpRouteDestinationPort;
    readonly subset?: string;
}

export interface VirtualServiceSpecHttpRouteDestinationPort {
    readonly number?: number;
}

export interface VirtualServiceSpecHttpRouteHeaders {
    readonly request?: VirtualServiceSpecHttpRouteHeadersRequest;
    readonly response?: VirtualServiceSpecHttpRouteHeadersResponse;
}

export interface VirtualServiceSpecHttpRouteHeadersRequest {
    readonly add?: Readonly<Record<string, string>>;
    readonly remove?: readonly string[];
    readonly set?: Readonly<Record<string, string>>;
}

export interface VirtualServiceSpecHttpRouteHeadersResponse {
    readonly add?: Readonly<Record<string, string>>;
    readonly remove?: readonly string[];
    readonly set?: Readonly<Record<string, string>>;
}

export interface VirtualServiceSpecTcp {
    readonly match?: readonly VirtualServiceSpecTcpMatch[];
    readonly route?: readonly VirtualServiceSpecTcpRoute[];
}

export interface VirtualServiceSpecTcpMatch {
    readonly destinationSubnets?: readonly string[];
    readonly gateways?: readonly string[];
    readonly port?: number;
    readonly sourceLabels?: Readonly<Record<string, string>>;
    readonly sourceNamespace?: string;
    readonly sourceSubnet?: string;
}

export interface VirtualServiceSpecTcpRoute {
    readonly destination?: VirtualServiceSpecTcpRouteDestination;
    readonly weight?: number;
}

export interface VirtualServiceSpecTcpRouteDestination {
    readonly host?: string;
    readonly port?: VirtualServiceSpecTcpRouteDestinationPort;
    readonly subset?: string;
}

export interface VirtualServiceSpecTcpRouteDestinationPort {
    readonly number?: number;
}

export interface VirtualServiceSpecTls {
    readonly match?: readonly VirtualServiceSpecTlsMatch[];
    readonly route?: readonly VirtualServiceSpecTlsRoute[];
}

export interface VirtualServiceSpecTlsMatch {
    readonly destinationSubnets?: readonly string[];
    readonly gateways?: readonly string[];
    readonly port?: number;
    readonly sniHosts?: readonly string[];
    readonly sourceLabels?: Readonly<Record<string, string>>;
    readonly sourceNamespace?: string;
}

export interface VirtualServiceSpecTlsRoute {
    readonly destination?: VirtualServiceSpecTlsRouteDestination;
    readonly weight?: number;
}

export interface VirtualServiceSpecTlsRouteDestination {
    readonly host?: string;
    readonly port?: VirtualServiceSpecTlsRouteDestinationPort;
    readonly subset?: string;
}

export interface VirtualServiceSpecTlsRouteDestinationPort {
    readonly number?: number;
}
