package io.pulsefleet.agent.trust;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** What a host proves itself with, as the agent makes, shows and checks it: for many of them in one process. */
public final class MeasureHost {

    private final KeyPair keys = Csr.freshKeys();
    private final String fingerprint;
    private Papers papers;

    /** @param fingerprint of the authority that it trusts */
    public MeasureHost(String fingerprint) {
        this.fingerprint = fingerprint;
    }

    /** As PEM. */
    public String request() {
        return Csr.of(keys, "measured");
    }

    /** For one that has no certificate yet. */
    public static SSLContext joining(String fingerprint) {
        return Proof.context(fingerprint, Optional.empty());
    }

    public void take(String certificate, String authority) throws GeneralSecurityException {
        papers = Papers.of("", keys, certificate, authority);
    }

    public SSLContext tls() {
        return Proof.context(fingerprint, Optional.of(papers));
    }

    public byte[] sign(byte[] message) {
        return Csr.sign(keys.getPrivate(), message);
    }
}
