package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefleet.hub.Admin;
import io.pulsefleet.hub.Caller;
import io.pulsefleet.hub.HubArchive;
import io.pulsefleet.hub.ItDatabase;
import io.pulsefleet.hub.Routes;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.assertj.core.api.SoftAssertions;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Accounts, sessions, tokens and rights limited to groups of hosts, from outside (SP-13). */
@ArquillianTest
class AccessIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "a secret of twelve or more";

    @Deployment(testable = false)
    static WebArchive hub() {
        return HubArchive.packaged();
    }

    @ArquillianResource
    URI deployed;

    private final String name = "u" + UUID.randomUUID().toString().substring(0, 8);
    private Admin admin;
    private Caller agent;

    @BeforeEach
    void theHubIsReady() throws Exception {
        agent = Caller.of(deployed).registered();
        admin = Admin.of(deployed);
    }

    private JsonNode make(String role, String more) throws Exception {
        return admin.read("POST", "users", """
                {"name":"%s","role":"%s","password":"%s"%s}""".formatted(name, role, SECRET, more));
    }

    @Test
    void eachRankMayDoWhatThoseBelowItMay() throws Exception {
        make("viewer", "");
        var viewer = Visitor.signedIn(deployed, name, SECRET);
        assertThat(viewer.get("session").toString()).isEqualTo("""
                {"user":"%s","kind":"user","role":"viewer","groups":["*"]}""".formatted(name));
        assertThat(viewer.status("GET", "agents", null)).isEqualTo(200);
        assertThat(viewer.send("POST", "hub/jobs/none", null).body()).contains("This is not for the role 'viewer'.");
        assertThat(viewer.status("GET", "users", null)).isEqualTo(403);

        admin.read("PATCH", "users/" + name, "{\"role\":\"operator\"}");
        var operator = Visitor.signedIn(deployed, name, SECRET);
        assertThat(operator.status("GET", "agents", null)).isEqualTo(200);
        assertThat(operator.status("POST", "hub/jobs/none", null)).isEqualTo(404);
        assertThat(operator.status("POST", "users", "{}")).isEqualTo(403);

        admin.read("PATCH", "users/" + name, "{\"role\":\"admin\"}");
        assertThat(Visitor.signedIn(deployed, name, SECRET).status("POST", "users", "{}"))
                .isEqualTo(400);
    }

    @Test
    void whoseRightsChangeIsSignedOutAtOnce() throws Exception {
        make("viewer", "");
        for (var change : new String[] {
            "{\"role\":\"operator\"}", "{\"groups\":[\"web\"]}", "{\"groups\":[\"*\"],\"disabled\":true}"
        }) {
            admin.read("PATCH", "users/" + name, "{\"disabled\":false}");
            var user = Visitor.signedIn(deployed, name, SECRET);
            assertThat(user.status("GET", "session", null)).isEqualTo(200);
            admin.read("PATCH", "users/" + name, change);

            assertThat(user.status("GET", "session", null)).as(change).isEqualTo(401);
        }
        assertThat(Visitor.signIn(deployed, name, SECRET).statusCode()).isEqualTo(401);
        assertThat(Visitor.withPassword(deployed, name, SECRET).status("GET", "session", null))
                .isEqualTo(401);
    }

    @Test
    void aPasswordThatWasChangedIsOfNoUseFromThenOn() throws Exception {
        make("viewer", "");
        var script = Visitor.withPassword(deployed, name, SECRET);
        var elsewhere = Visitor.signedIn(deployed, name, SECRET);
        var here = Visitor.signedIn(deployed, name, SECRET);
        assertThat(script.status("GET", "session", null)).isEqualTo(200);

        assertThat(here.send("PUT", "session/password", """
                {"old":"not that one","password":"another secret of ann"}""").body()).contains("\"field\":\"old\"");
        assertThat(here.send("PUT", "session/password", """
                {"old":"%s","password":"too short"}""".formatted(SECRET)).body())
                .contains("\"field\":\"password\"");
        var changed = here.send("PUT", "session/password", """
                {"old":"%s","password":"another secret of ann"}""".formatted(SECRET));
        assertThat(changed.statusCode()).isEqualTo(200);

        assertThat(here.status("GET", "session", null)).isEqualTo(401);
        assertThat(elsewhere.status("GET", "session", null)).isEqualTo(401);
        assertThat(script.status("GET", "session", null)).isEqualTo(401);
        assertThat(new Visitor(agent, "Cookie", Visitor.cookieOf(changed)).status("GET", "session", null))
                .isEqualTo(200);

        assertThat(admin.send("POST", "users/" + name + "/password", "{\"password\":\"" + SECRET + "\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(new Visitor(agent, "Cookie", Visitor.cookieOf(changed)).status("GET", "session", null))
                .isEqualTo(401);
        assertThat(Visitor.signIn(deployed, name, SECRET).statusCode()).isEqualTo(200);
    }

    @Test
    void aPasswordThatWasKeptInAnOlderWayIsKeptAnewAtTheNextSignIn() throws Exception {
        make("viewer", "");
        var kept = "SELECT password_hash FROM users WHERE name = '" + name + "'";
        var before = Visitor.signedIn(deployed, name, SECRET);
        ItDatabase.execute(
                "UPDATE users SET password_hash = 'pbkdf2-sha512$1000$AAECAwQFBgcICQoLDA0ODw$eLWlsOulMjEXMPO94+uQ41K2jXNO9cvr6pEE1DfUQcM'"
                        + " WHERE name = '" + name + "'");

        assertThat(Visitor.signIn(deployed, name, "not that one").statusCode()).isEqualTo(401);
        assertThat(ItDatabase.value(kept)).startsWith("pbkdf2-sha512$1000$");
        assertThat(Visitor.signIn(deployed, name, SECRET).statusCode()).isEqualTo(200);

        assertThat(ItDatabase.value(kept)).startsWith("$argon2id$");
        assertThat(before.status("GET", "session", null))
                .as("it is the same password: who is signed in stays so")
                .isEqualTo(200);
        assertThat(Visitor.signIn(deployed, name, SECRET).statusCode()).isEqualTo(200);
    }

    @Test
    void oneSeesWhereOneIsSignedInAndEndsIt() throws Exception {
        make("viewer", "");
        var lost = Visitor.signedIn(deployed, name, SECRET);
        var here = Visitor.signedIn(deployed, name, SECRET);

        var sessions = here.get("session/all").get("sessions");
        assertThat(sessions).hasSize(2);
        assertThat(sessions).allSatisfy(session -> {
            assertThat(session.get("address").asText()).isEqualTo("127.0.0.1");
            assertThat(session.get("user_agent").asText()).startsWith("Java-http-client");
            assertThat(Duration.between(moment(session, "created_at"), moment(session, "expires_at")))
                    .isEqualTo(Duration.ofHours(12));
            assertThat(Duration.between(moment(session, "created_at"), moment(session, "ends_at")))
                    .isEqualTo(Duration.ofDays(7));
        });
        var other = sessions.get(0).get("current").asBoolean() ? sessions.get(1) : sessions.get(0);
        assertThat(other.get("current").asBoolean()).isFalse();
        var path = "session/all/" + other.get("id").asText();

        assertThat(Visitor.withPassword(deployed, "admin", "admin-of-the-tests").status("DELETE", path, null))
                .as("another's session")
                .isEqualTo(404);
        assertThat(here.status("DELETE", path, null)).isEqualTo(204);
        assertThat(lost.status("GET", "session", null)).isEqualTo(401);
        assertThat(here.status("GET", "session", null)).isEqualTo(200);
        assertThat(admin.read("DELETE", "users/" + name + "/sessions", null).toString())
                .isEqualTo("{\"ended\":1}");
        assertThat(here.status("GET", "session", null)).isEqualTo(401);
    }

    private static Instant moment(JsonNode of, String field) {
        return Instant.parse(of.get(field).asText());
    }

    @Test
    void aSessionLastsNoLongerThanItsEndHoweverOftenItIsUsed() throws Exception {
        make("viewer", "");
        var user = Visitor.signedIn(deployed, name, SECRET);
        ItDatabase.execute("""
                UPDATE sessions SET last_used_at = now() - interval '1 hour', ends_at = now() + interval '1 hour'
                WHERE user_id = (SELECT id FROM users WHERE name = '%s')""".formatted(name));

        assertThat(user.status("GET", "session", null)).isEqualTo(200);
        var session = user.get("session/all").get("sessions").get(0);
        assertThat(session.get("expires_at")).isEqualTo(session.get("ends_at"));
    }

    @Test
    void thereIsAlwaysAnAdminThatSeesAllHosts() throws Exception {
        for (var change : new String[] {"{\"role\":\"operator\"}", "{\"disabled\":true}", "{\"groups\":[\"web\"]}"}) {
            var refused = admin.send("PATCH", "users/admin", change);
            assertThat(refused.statusCode()).as(change).isEqualTo(409);
            assertThat(refused.body()).contains("make another one first");
        }
        assertThat(admin.send("DELETE", "users/admin", null).statusCode()).isEqualTo(409);

        make("admin", "");
        assertThat(admin.send("DELETE", "users/" + name, null).statusCode()).isEqualTo(204);
        assertThat(admin.send("GET", "users/" + name, null).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"role":"viewer","password":"a secret of twelve or more"}                              | name
            {"name":"a b","role":"viewer","password":"a secret of twelve or more"}                 | name
            {"name":"ann","password":"a secret of twelve or more"}                                 | role
            {"name":"ann","role":"root","password":"a secret of twelve or more"}                   | role
            {"name":"ann","role":"viewer"}                                                         | password
            {"name":"ann","role":"viewer","password":"password1234"}                               | password
            {"name":"ann","role":"viewer","password":"a secret of twelve or more","groups":[""]}   | groups
            """)
    void aUserThatCannotBeIsRefusedByField(String form, String field) throws Exception {
        var answer = admin.send("POST", "users", form);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(field);
    }

    @Test
    void aTokenDoesWhatItsRoleMayAndNeverMoreThanItsMaker() throws Exception {
        make("admin", "");
        var maker = Visitor.signedIn(deployed, name, SECRET);
        var made = JSON.readTree(
                maker.send("POST", "api-keys", """
                {"name":"%s","role":"operator"}""".formatted(name)).body());
        assertThat(Duration.between(Instant.now(), moment(made, "expiresAt")).toHours())
                .isBetween(90 * 24L - 2, 90 * 24L);
        var script = Visitor.withToken(deployed, made.get("key").asText());

        assertThat(script.get("session").toString()).isEqualTo("""
                {"user":"%s","kind":"token","role":"operator","groups":["*"]}""".formatted(name));
        assertThat(script.status("POST", "hub/jobs/none", null)).isEqualTo(404);
        assertThat(script.status("GET", "users", null)).isEqualTo(403);
        assertThat(script.status("PUT", "session/password", "{}")).isEqualTo(403);
        assertThat(script.status("POST", "ingest/pulse", "{}")).isEqualTo(403);
        var row = keyRow();
        assertThat(row.get("madeBy").asText()).isEqualTo(name);
        assertThat(row.get("lastUsedFrom").asText()).isEqualTo("127.0.0.1");

        admin.read("PATCH", "users/" + name, "{\"role\":\"viewer\"}");
        assertThat(script.status("POST", "hub/jobs/none", null)).isEqualTo(403);
        assertThat(script.status("GET", "agents", null)).isEqualTo(200);

        admin.read("PATCH", "users/" + name, "{\"disabled\":true}");
        assertThat(script.status("GET", "agents", null)).isEqualTo(401);
        assertThat(keyRow().get("dead").asBoolean()).isTrue();
        admin.read("PATCH", "users/" + name, "{\"disabled\":false}");
        assertThat(script.status("GET", "agents", null)).isEqualTo(200);
        assertThat(admin.send("DELETE", "users/" + name, null).statusCode()).isEqualTo(204);
        assertThat(script.status("GET", "agents", null)).isEqualTo(401);
    }

    private JsonNode keyRow() throws Exception {
        for (var row : admin.get("api-keys").get("keys")) {
            if (row.get("name").asText().equals(name)) {
                return row;
            }
        }
        throw new AssertionError("There is no key " + name);
    }

    @Test
    void aTokenMakesNoTokens() throws Exception {
        var made = admin.read("POST", "api-keys", "{\"name\":\"%s\",\"role\":\"admin\"}".formatted(name));
        var script = Visitor.withToken(deployed, made.get("key").asText());

        assertThat(script.send("POST", "api-keys", "{\"name\":\"child\",\"role\":\"admin\"}")
                        .body())
                .contains("Keys are made by users");
    }

    @Test
    void aRotatedTokenHoldsTwiceUntilTheOverlapIsOver() throws Exception {
        var made = admin.read("POST", "api-keys", "{\"name\":\"%s\",\"role\":\"viewer\"}".formatted(name));
        var path = "api-keys/" + made.get("id").asText() + "/rotate";
        var old = Visitor.withToken(deployed, made.get("key").asText());
        var rotated = admin.read("POST", path, "{}");
        var fresh = Visitor.withToken(deployed, rotated.get("key").asText());
        assertThat(Duration.between(Instant.now(), moment(rotated, "oldHoldsUntil"))
                        .toMinutes())
                .isBetween(23 * 60L, 24 * 60L);
        assertThat(old.status("GET", "agents", null)).isEqualTo(200);
        assertThat(fresh.status("GET", "agents", null)).isEqualTo(200);

        ItDatabase.execute("UPDATE api_keys SET old_until = now() WHERE name = '" + name + "'");
        assertThat(old.status("GET", "agents", null)).isEqualTo(401);
        assertThat(fresh.status("GET", "agents", null)).isEqualTo(200);

        var third = admin.read("POST", path, "{\"overlapSeconds\":0}");
        assertThat(fresh.status("GET", "agents", null)).isEqualTo(401);
        assertThat(Visitor.withToken(deployed, third.get("key").asText()).status("GET", "agents", null))
                .isEqualTo(200);
        assertThat(admin.send("POST", path, "{\"overlapSeconds\":604801}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aTokenForMoreThanAYearIsRefused() throws Exception {
        var answer =
                admin.send("POST", "api-keys", """
                {"name":"%s","role":"viewer","expiresAt":"%s"}""".formatted(name, Instant.now().plus(Duration.ofDays(367))));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("within a year");
    }

    @Test
    void whatChangesSomethingComesFromOurOwnPages() throws Exception {
        make("admin", "");
        var signedIn = Visitor.signedIn(deployed, name, SECRET);
        var all = new SoftAssertions();
        for (var route : Routes.all()) {
            if (route.changesSomething()) {
                var body = route.hasBody() ? "{}" : null;
                all.assertThat(signedIn.send(route.verb(), route.filled(), body, "Origin", "https://evil.example")
                                .body())
                        .as("%s", route)
                        .contains("A page of another site may not change anything here.");
            }
        }
        all.assertAll();
        assertThat(signedIn.status("GET", "session", null)).isEqualTo(200);
    }

    @Test
    void aBrowserIsToldWhatItMayNotDoWithAnswers() throws Exception {
        var headers = admin.send("GET", "users", null).headers();

        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Permissions-Policy").orElseThrow()).contains("geolocation=()");
        assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Cache-Control")).contains("no-store");
        assertThat(headers.firstValue("Strict-Transport-Security"))
                .as("only where there is TLS")
                .isEmpty();
        var cookie = Visitor.signIn(deployed, "admin", "admin-of-the-tests").headers();
        assertThat(cookie.firstValue("Set-Cookie").orElseThrow()).contains("HttpOnly", "SameSite=Strict");
    }

    @Test
    void aSessionOverTlsIsOfThisHostAloneAndNeverInTheClear() throws Exception {
        var secure = URI.create("https://localhost:" + System.getProperty("it.https.port") + deployed.getPath())
                .resolve("v1/session");
        var signIn = HttpRequest.newBuilder(secure)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"user\":\"admin\",\"password\":\"admin-of-the-tests\"}"))
                .build();

        var answer = overTls().send(signIn, BodyHandlers.ofString());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).contains("max-age=31536000");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("__Host-pulse_session_" + System.getProperty("it.https.port") + "=")
                .contains("Path=/", "Secure", "HttpOnly", "SameSite=Strict")
                .doesNotContain("Domain");
        var who = HttpRequest.newBuilder(secure).header("Cookie", Visitor.cookieOf(answer));
        assertThat(overTls().send(who.build(), BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        assertThat(new Visitor(agent, "Cookie", Visitor.cookieOf(answer)).status("GET", "session", null))
                .as("in the clear")
                .isEqualTo(401);
    }

    /** Trusts the hub's own authority. */
    private HttpClient overTls() throws Exception {
        var pem = admin.get("authority").get("certificate").asText().getBytes(StandardCharsets.US_ASCII);
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "hub", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    @Test
    void whoSignsInAnewInTheSameBrowserHasNoSecondSession() throws Exception {
        make("viewer", "");
        var first = Visitor.signedIn(deployed, name, SECRET);
        var again = first.send("POST", "session", """
                {"user":"%s","password":"%s"}""".formatted(name, SECRET));
        assertThat(again.statusCode()).isEqualTo(200);

        assertThat(first.status("GET", "session", null)).isEqualTo(401);
        var second = new Visitor(agent, "Cookie", Visitor.cookieOf(again));
        assertThat(second.get("session/all").get("sessions")).hasSize(1);

        var wrong = second.send("POST", "session", """
                {"user":"%s","password":"not that one"}""".formatted(name));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(second.status("GET", "session", null))
                .as("a typo ends nothing")
                .isEqualTo(200);
    }

    @Test
    void whoSignsOutLeavesNothingInTheBrowser() throws Exception {
        make("viewer", "");
        var user = Visitor.signedIn(deployed, name, SECRET);

        var answer = user.send("DELETE", "session", null);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Clear-Site-Data")).contains("\"cache\"");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(user.status("GET", "session", null)).isEqualTo(401);
    }
}
