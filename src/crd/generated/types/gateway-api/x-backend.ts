// Generated from the CRD schema (gateway-api v1.7.0, gateway.networking.x-k8s.io/v1alpha1). Do not edit: run `npm run gen`.
export interface XBackendSpec {
    readonly endpointSelector?: XBackendSpecEndpointSelector;
    readonly externalHostname?: XBackendSpecExternalHostname;
    readonly port?: XBackendSpecPort;
    readonly protocol?: 'TCP' | 'HTTP' | 'HTTP2' | 'HTTP11' | 'H2C' | 'MCP' | 'GRPC' | 'WSS';
    readonly sessionPersistence?: XBackendSpecSessionPersistence;
    readonly tls?: XBackendSpecTls;
    readonly type?: 'ExternalHostname' | 'EndpointSelector';
}

export interface XBackendSpecEndpointSelector {
    readonly matchLabels?: Readonly<Record<string, string>>;
}

export interface XBackendSpecExternalHostname {
    readonly hostname?: string;
}

export interface XBackendSpecPort {
    readonly number?: number;
}

export interface XBackendSpecSessionPersistence {
    readonly absoluteTimeout?: string;
    readonly cookie?: XBackendSpecSessionPersistenceCookie;
    readonly header?: XBackendSpecSessionPersistenceHeader;
    readonly type?: 'Cookie' | 'Header';
}

export interface XBackendSpecSessionPersistenceCookie {
    readonly lifetimeType?: 'Permanent' | 'Session';
    readonly name?: string;
    readonly path?: string;
}

export interface XBackendSpecSessionPersistenceHeader {
    readonly name?: string;
}

export interface XBackendSpecTls {
    readonly clientCertificateRef?: XBackendSpecTlsClientCertificateRef;
    readonly mode?: 'None' | 'ServerOnly' | 'ClientAndServer';
    readonly validation?: XBackendSpecTlsValidation;
}

export interface XBackendSpecTlsClientCertificateRef {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
}

export interface XBackendSpecTlsValidation {
    readonly caCertificateRefs?: readonly XBackendSpecTlsValidationCaCertificateRefs[];
    readonly hostname?: string;
    readonly subjectAltNames?: readonly XBackendSpecTlsValidationSubjectAltNames[];
    readonly wellKnownCACertificates?: string;
}

export interface XBackendSpecTlsValidationCaCertificateRefs {
    readonly group?: string;
    readonly kind?: string;
    readonly name?: string;
}

export interface XBackendSpecTlsValidationSubjectAltNames {
    readonly hostname?: string;
    readonly type?: 'Hostname' | 'URI';
    readonly uri?: string;
}
