package io.pulsefleet.hub.trust;

import io.pulsefleet.wire.Enrolled;
import io.pulsefleet.wire.Enrolment;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Registration.HostFacts;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A host that joins a hub over TLS, with its own key, and beats with what it was given. */
final class Host {

    private static final char[] NONE = new char[0];

    final UUID id = UUID.randomUUID();
    final String machine;
    final KeyPair keys = Authority.freshKeys();
    private final URI api;
    private final X509Certificate authority;
    private HttpClient client;
    Enrolled enrolled;

    /** @param authority the only one that it trusts */
    Host(URI api, X509Certificate authority, String machine) throws Exception {
        this.api = api;
        this.authority = authority;
        this.machine = machine;
        this.client = client(null, List.of());
    }

    static String request(KeyPair keys) throws Exception {
        return request(keys, keys);
    }

    /** @param signing whose private key signs it */
    static String request(KeyPair keys, KeyPair signing) throws Exception {
        var builder = new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=host"), keys.getPublic());
        var signer = new JcaContentSignerBuilder(Keys.signatureOf(signing.getPrivate()));
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(builder.build(signer.build(signing.getPrivate())));
        }
        return text.toString();
    }

    HttpResponse<String> tryToJoin(String token, String request) throws Exception {
        var enrolment = new Enrolment(
                token,
                request,
                id,
                null,
                machine,
                new HostFacts("host-" + id, List.of("192.0.2.8"), "Debian", "6", "amd64", 2, 1L << 30),
                "0.1.0",
                "b-1");
        return send("POST", "agents/enrol", Json.bytes(enrolment));
    }

    HttpResponse<String> tryToJoin(String token) throws Exception {
        return tryToJoin(token, request(keys));
    }

    Host join(String token) throws Exception {
        var answer = tryToJoin(token);
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return take(answer.body(), keys);
    }

    Host take(String body, KeyPair of) throws Exception {
        enrolled = Json.read(body.getBytes(StandardCharsets.UTF_8), Enrolled.class);
        return show(of, Pem.certificates(enrolled.certificate()));
    }

    Host show(KeyPair of, List<X509Certificate> chain) throws Exception {
        client = client(of, chain);
        return this;
    }

    HttpResponse<String> beat(String boot) throws Exception {
        return send(
                "POST",
                "agents/" + enrolled.agent() + "/heartbeat",
                "{\"at\":\"%s\",\"boot\":\"%s\",\"version\":\"0.1.0\"}"
                        .formatted(Instant.now(), boot)
                        .getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> send(String method, String path, byte[] body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(api.resolve(path))
                .setHeader("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpClient client(KeyPair of, List<X509Certificate> chain) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority);
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (of != null) {
            own.setKeyEntry("host", of.getPrivate(), NONE, chain.toArray(Certificate[]::new));
        }
        var keyManagers = KeyManagerFactory.getInstance("PKIX");
        keyManagers.init(own, NONE);
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(keyManagers.getKeyManagers(), trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
