// Generated from the CRD schema (istio 1.32.0, networking.istio.io/v1). Do not edit: run `npm run gen`.
export interface GatewaySpec {
    readonly selector?: Readonly<Record<string, string>>;
    readonly servers?: readonly GatewaySpecServers[];
}

export interface GatewaySpecServers {
    readonly bind?: string;
    readonly defaultEndpoint?: string;
    readonly hosts?: readonly string[];
    readonly name?: string;
    readonly port?: GatewaySpecServersPort;
    readonly tls?: GatewaySpecServersTls;
}

export interface GatewaySpecServersPort {
    readonly name?: string;
    readonly number?: number;
    readonly protocol?: string;
    readonly targetPort?: number;
}

export interface GatewaySpecServersTls {
    readonly alpnProtocols?: readonly string[];
    readonly caCertCredentialName?: string;
    readonly caCertificates?: string;
    readonly caCrl?: string;
    readonly cipherSuites?: readonly string[];
    readonly credentialName?: string;
    readonly credentialNames?: readonly string[];
    readonly ecdhCurves?: readonly string[];
    readonly httpsRedirect?: boolean;
    readonly insecureSkipVerify?: boolean;
    readonly maxProtocolVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3';
    readonly minProtocolVersion?: 'TLS_AUTO' | 'TLSV1_0' | 'TLSV1_1' | 'TLSV1_2' | 'TLSV1_3';
    readonly mode?: 'PASSTHROUGH' | 'SIMPLE' | 'MUTUAL' | 'AUTO_PASSTHROUGH' | 'ISTIO_MUTUAL' | 'OPTIONAL_MUTUAL';
    readonly privateKey?: string;
    readonly serverCertificate?: string;
    readonly subjectAltNames?: readonly string[];
    readonly tlsCertificates?: readonly GatewaySpecServersTlsTlsCertificates[];
    readonly verifyCertificateHash?: readonly string[];
    readonly verifyCertificateSpki?: readonly string[];
}

export interface GatewaySpecServersTlsTlsCertificates {
    readonly caCertificates?: string;
    readonly privateKey?: string;
    readonly serverCertificate?: string;
}
