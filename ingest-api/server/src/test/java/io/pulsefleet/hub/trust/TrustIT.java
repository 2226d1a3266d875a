package io.pulsefleet.hub.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.hub.Admin;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import io.pulsefleet.wire.CertificateRequest;
import io.pulsefleet.wire.Enrolment;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.Problem;
import io.pulsefleet.wire.Registration.HostFacts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hosts join over TLS, prove themselves by certificates, and are refused when they must be (PU-02, SP-13). */
@ArquillianTest
class TrustIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A revocation holds everywhere within a minute; here it does sooner. */
    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(60);

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private Admin admin;
    private URI secure;
    private X509Certificate authority;

    @BeforeEach
    void theHubIsReady() throws Exception {
        Caller.of(deployed).registered();
        admin = Admin.of(deployed);
        secure = URI.create("https://localhost:" + System.getProperty("it.agents.port") + deployed.getPath())
                .resolve("v1/");
        authority = Pem.certificates(admin.get("authority").get("certificate").asText())
                .get(0);
        while (true) { // until the server serves what the hub has written
            try {
                host().send("GET", "authority", null);
                return;
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aHostJoinsWithOneLineAndIsKnownByItsCertificate() throws Exception {
        var made = token("{\"name\":\"web\",\"group\":\"web servers\",\"tags\":{\"env\":\"prod\"}}");
        assertThat(made.get("joinLine").asText())
                .isEqualTo("sudo pulsefleet-agent join https://hub.example:%s %s %s"
                        .formatted(
                                System.getProperty("it.agents.port"),
                                made.get("token").asText(),
                                made.get("fingerprint").asText()));

        var host = host().join(made.get("token").asText());

        assertThat(host.enrolled.agent()).isEqualTo(host.id);
        assertThat(host.beat("b-1").statusCode()).isEqualTo(200);
        var row = rowOf(host.id);
        assertThat(row.get("group").asText()).isEqualTo("web servers");
        assertThat(row.get("tags").toString()).isEqualTo("{\"env\":\"prod\"}");
        assertThat(row.get("state").asText()).isEqualTo("online");
        assertThat(certificate(host, 0).get("state").asText()).isEqualTo("current");
        assertThat(tokenRow(made).get("state").asText()).isEqualTo("used_up");
        assertThat(tokenRow(made).at("/joined/0").asText()).isEqualTo(host.id.toString());
        assertThat(ItDatabase.value("SELECT (token_hash IS NULL)::text FROM agents WHERE id = '" + host.id + "'"))
                .isEqualTo("true");
        assertThat(ItDatabase.value("SELECT string_agg(j::text, ' ') FROM join_token j"))
                .doesNotContain(made.get("token").asText().substring(36));
        assertThat(admin.get("join-tokens").toString())
                .doesNotContain(made.get("token").asText().substring(36));
        assertThat(host.send(
                                "POST",
                                "agents/" + UUID.randomUUID() + "/heartbeat",
                                "{}".getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .as("for itself only")
                .isEqualTo(403);
    }

    @Test
    void aRequestThatIsSentAgainIsAnsweredTheSameAndUsesTheTokenOnce() throws Exception {
        var made = token("{}");
        var host = host();
        var request = Host.request(host.keys);
        var first = host.tryToJoin(made.get("token").asText(), request);

        assertThat(host.tryToJoin(made.get("token").asText(), request).body()).isEqualTo(first.body());
        refused(host().tryToJoin(made.get("token").asText()), 401, "no uses left");
    }

    @Test
    void ofTwoAtOnceWithOneUseOneGetsIn() throws Exception {
        var made = token("{}").get("token").asText();
        var threads = Executors.newFixedThreadPool(4);
        try {
            var tries = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 4; i++) {
                var host = host();
                tries.add(() -> host.tryToJoin(made).statusCode());
            }
            var codes = new ArrayList<Integer>();
            for (var code : threads.invokeAll(tries)) {
                codes.add(code.get());
            }
            assertThat(codes).containsExactlyInAnyOrder(201, 401, 401, 401);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void eachRefusalHasItsOwnReasonAndIsCounted() throws Exception {
        var good = token("{}").get("token").asText();
        var forged = good.substring(0, good.length() - 4) + (good.endsWith("AAAA") ? "BBBB" : "AAAA");
        refused(host().tryToJoin(forged), 401, "not the secret");
        refused(
                host().tryToJoin("pj_" + UUID.randomUUID().toString().replace("-", "") + good.substring(35)),
                401,
                "no such join token");
        refused(host().tryToJoin("nonsense"), 400, "no join token");

        var removed = token("{}");
        assertThat(admin.send("DELETE", "join-tokens/" + removed.get("id").asText(), null)
                        .statusCode())
                .isEqualTo(204);
        refused(host().tryToJoin(removed.get("token").asText()), 401, "was removed");

        var expired = token("{}");
        ItDatabase.execute("UPDATE join_token SET expires_at = now() - interval '1 s' WHERE id = '"
                + expired.get("id").asText() + "'");
        refused(host().tryToJoin(expired.get("token").asText()), 401, "has expired");

        var host = host();
        refused(
                host.tryToJoin(good, "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----"),
                400,
                "PKCS#10");
        refused(host.tryToJoin(good, Host.request(host.keys, Authority.freshKeys())), 400, "not signed by its own key");
        var rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(1024);
        refused(host.tryToJoin(good, Host.request(rsa.generateKeyPair())), 400, "curve P-256");
        assertThat(host.tryToJoin(good).statusCode())
                .as("none of these has used it up")
                .isEqualTo(201);

        var counted = admin.metrics();
        for (var reason : List.of(
                "token-forged",
                "token-unknown",
                "token-malformed",
                "token-removed",
                "token-expired",
                "request-unreadable",
                "request-unproven",
                "key-weak")) {
            assertThat(counted)
                    .containsPattern("pulsefleet_trust_refusals_total\\{.*reason=\"" + reason + "\".*\\} [1-9]");
        }
    }

    @Test
    void nobodyJoinsInTheClear() throws Exception {
        var host = new Host(deployed.resolve("v1/"), authority, null);

        refused(host.tryToJoin(token("{}").get("token").asText()), 400, "joins over TLS");
    }

    @Test
    void whoeverGuessesWaitsLongerAndLonger() throws Exception {
        var enrolment = new Enrolment(
                "nonsense",
                "x",
                UUID.randomUUID(),
                null,
                null,
                new HostFacts("guesser", List.of(), "", "", "", 1, 1),
                "0",
                "b");
        var host = host();
        HttpResponse<String> answer;
        int tries = 0;
        do {
            answer = host.send("POST", "agents/enrol", Json.bytes(enrolment));
            tries++;
        } while (answer.statusCode() == 400 && tries < 100);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(tries).isLessThanOrEqualTo(Guesses.FREE + 1);
        var good = token("{}").get("token").asText();
        do { // who has a good one waits as long, and then gets in
            answer = host.tryToJoin(good);
        } while (answer.statusCode() == 429);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    @Test
    void aRevokedHostIsRefusedWithinAMinuteThoughItIsConnectedAndANewTokenHealsIt() throws Exception {
        var many = token("{\"uses\":5}").get("token").asText();
        var host = host("11".repeat(32)).join(many);
        assertThat(host.beat("b-1").statusCode()).isEqualTo(200);

        var began = Instant.now();
        assertThat(admin.send("POST", "agents/" + host.id + "/revoke", "{}").statusCode())
                .isEqualTo(400);
        assertThat(admin.send("POST", "agents/" + host.id + "/revoke", "{\"reason\":\"sold\"}")
                        .statusCode())
                .isEqualTo(204);
        HttpResponse<String> answer;
        do {
            answer = host.beat("b-1");
        } while (answer.statusCode() == 200
                && Duration.between(began, Instant.now()).compareTo(REVOKED_WITHIN) < 0);

        refused(answer, 401, "rights of this host were taken away");
        assertThat(JSON.readTree(answer.body()).get("type").asText()).isEqualTo(Problem.REVOKED);
        assertThat(certificate(host, 0).get("state").asText()).isEqualTo("revoked");
        assertThat(certificate(host, 0).get("reason").asText()).isEqualTo("sold");

        var anew = host("11".repeat(32));
        refused(anew.tryToJoin(many), 401, "after this join token was made");
        anew.join(token("{}").get("token").asText());
        assertThat(anew.enrolled.agent()).as("no double").isEqualTo(host.id);
        assertThat(anew.beat("b-2").statusCode()).isEqualTo(200);
        refused(host.beat("b-1"), 401, "rights of this host were taken away");
    }

    @Test
    void nobodyGetsAnothersIdByNamingIt() throws Exception {
        var victim = host().join(token("{}").get("token").asText());
        var thief = host();
        var enrolment = new Enrolment(
                token("{}").get("token").asText(),
                Host.request(thief.keys),
                victim.id,
                "a secret that is not the victim's, long enough",
                null,
                new HostFacts("thief", List.of(), "", "", "", 1, 1),
                "0",
                "b-1");

        var answer = thief.send("POST", "agents/enrol", Json.bytes(enrolment));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(JSON.readTree(answer.body()).get("agent").asText()).isNotEqualTo(victim.id.toString());
        assertThat(victim.beat("b-1").statusCode()).isEqualTo(200);
    }

    @Test
    void anAgentThatShowedATokenGoesOnAsTheSameWithACertificate() throws Exception {
        var before = Caller.of(deployed).registered();
        var host = host();
        var enrolment = new Enrolment(
                token("{}").get("token").asText(),
                Host.request(host.keys),
                before.agent(),
                before.token(),
                null,
                new HostFacts("host", List.of(), "", "", "", 1, 1),
                "0",
                "b-1");

        host.take(host.send("POST", "agents/enrol", Json.bytes(enrolment)).body(), host.keys);

        assertThat(host.enrolled.agent()).isEqualTo(before.agent());
        assertThat(host.beat("b-2").statusCode()).isEqualTo(200);
        assertThat(before.send(
                                "POST",
                                "agents/" + before.agent() + "/heartbeat",
                                "{}".getBytes(StandardCharsets.UTF_8),
                                "Authorization",
                                before.asAgent())
                        .statusCode())
                .as("its token is no good any more")
                .isEqualTo(401);
    }

    @Test
    void aCertificateIsRenewedAndTheOldOneHoldsUntilTheNewOneIsUsed() throws Exception {
        var host = host().join(token("{}").get("token").asText());
        host.beat("b-1");
        var keys = Authority.freshKeys();
        var path = "agents/" + host.id + "/certificate";

        var answer = host.send("POST", path, Json.bytes(new CertificateRequest(Host.request(keys))));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(host.beat("b-1").statusCode()).isEqualTo(200);
        assertThat(certificate(host, 0).get("state").asText()).isEqualTo("unused");
        assertThat(certificate(host, 1).get("state").asText()).isEqualTo("current");
        host.take(answer.body(), keys);
        assertThat(host.beat("b-1").statusCode()).isEqualTo(200);
        assertThat(certificate(host, 0).get("state").asText()).isEqualTo("current");
        assertThat(certificate(host, 1).get("state").asText()).isEqualTo("superseded");
    }

    @Test
    void aCertificateOfAnotherAuthorityGetsNoConnection() throws Exception {
        var other = Authority.make("PulseFleet authority", Instant.now());
        var host = host().join(token("{}").get("token").asText());
        var keys = Authority.freshKeys();
        host.show(
                keys,
                List.of(
                        other.certifyHost(keys.getPublic(), host.id, Instant.now(), Duration.ofDays(1)),
                        other.certificate()));

        assertThatThrownBy(() -> host.beat("b-1")).isInstanceOf(IOException.class);
    }

    @Test
    void aCertificateThatIsUsedInTwoPlacesAtOnceIsTold() throws Exception {
        var host = host().join(token("{}").get("token").asText());
        for (var boot : List.of("b-1", "b-2", "b-1", "b-2")) {
            assertThat(host.beat(boot).statusCode()).isEqualTo(200);
        }

        assertThat(admin.get("agents/" + host.id + "/certificates").hasNonNull("doubleUseAt"))
                .isTrue();
        assertThat(admin.get("events?type=agent.double_use&agent=" + host.id).get("events"))
                .hasSize(1);
    }

    private void refused(HttpResponse<String> answer, int status, String why) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).get("detail").asText()).contains(why);
    }

    private JsonNode token(String wanted) throws Exception {
        return admin.read("POST", "join-tokens", wanted);
    }

    private JsonNode tokenRow(JsonNode made) throws Exception {
        for (var row : admin.get("join-tokens").get("tokens")) {
            if (row.get("id").equals(made.get("id"))) {
                return row;
            }
        }
        throw new AssertionError("no such token");
    }

    private JsonNode certificate(Host host, int index) throws Exception {
        return admin.get("agents/" + host.enrolled.agent() + "/certificates").at("/certificates/" + index);
    }

    private JsonNode rowOf(UUID agent) throws Exception {
        for (var row : admin.get("agents").get("agents")) {
            if (row.get("id").asText().equals(agent.toString())) {
                return row;
            }
        }
        throw new AssertionError("no such agent");
    }

    private Host host() throws Exception {
        return host(null);
    }

    private Host host(String machine) throws Exception {
        return new Host(secure, authority, machine);
    }
}
