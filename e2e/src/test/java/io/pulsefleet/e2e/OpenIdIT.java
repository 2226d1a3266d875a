package io.pulsefleet.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People of a real OpenID provider's directory sign in at the hub, over TLS (SP-13). */
class OpenIdIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Pattern STATE = Pattern.compile("state=[^&]+");
    private static final Pattern CODE = Pattern.compile("code=[^&]+");

    private static Stack stack;
    private static OpenIdProvider provider;
    private static URI hub;
    private static SSLContext tls;

    @BeforeAll
    static void start() throws Exception {
        var home = Shared.emptyFolder("openid");
        var secrets = Files.createDirectories(home.resolve("given"));
        Files.writeString(secrets.resolve("pulse.openid.secret"), OpenIdProvider.SECRET);
        var given = new HashMap<String, String>();
        stack = Stack.beside(home.resolve("stack"), given);
        hub = URI.create("https://localhost:" + stack.config().httpsPort());
        provider = OpenIdProvider.start(home.resolve("provider"), hub + "/openid/redirect/pulse");
        stack.close();
        given.putAll(Map.of(
                "PULSE_OPENID", "on",
                "PULSE_OPENID_NAME", "the directory",
                "PULSE_OPENID_DISCOVERY", provider.discovery(),
                "PULSE_OPENID_CLIENT", "hub",
                "PULSE_OPENID_TRUST", provider.keys().toString(),
                "PULSE_OPENID_TRUST_PASSWORD", "of-the-tests",
                "PULSE_OPENID_NAME_CLAIM", "sub",
                "PULSE_OPENID_GROUPS_CLAIM", "groupIds",
                "PULSE_OPENID_OPERATORS", "ops, group:directory/ops",
                "PULSE_OPENID_VIEWERS", "readers, group:directory/readers"));
        given.put("VARIABLE_SOURCE_DIRS", secrets.toString());
        stack = new Stack(stack.config(), Installation.ofBuild(), given);
        stack.adminPassword();
        stack.startPostgres();
        stack.startHub();
        stack.hub().awaitReady(LONGEST);
        tls = trusting();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        if (provider != null) {
            provider.close();
        }
    }

    private static SSLContext trusting() throws Exception {
        var trusted = KeyStore.getInstance(provider.keys().toFile(), "of-the-tests".toCharArray());
        var pem = asAdmin("GET", "authority", null).get("certificate").asText();
        trusted.setCertificateEntry(
                "hub",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void whomTheProviderSendsHasTheRoleOfItsGroups() throws Exception {
        var olga = new Visit();
        olga.signIn("olga", "/logs");

        assertThat(olga.at()).isEqualTo(hub + "/#/logs");
        assertThat(olga.session().toString()).isEqualTo("""
                {"user":"olga","kind":"user","role":"operator","groups":["*"]}""");
        var asked = olga.urls.stream()
                .filter(url -> url.contains("/authorize?"))
                .findFirst()
                .orElseThrow();
        assertThat(asked).contains("code_challenge_method=S256", "code_challenge=", "nonce=", "state=");
        assertThat(olga.cookies()).contains("__Host-pulse_session_" + hub.getPort());
        var account = asAdmin("GET", "users/olga", null);
        assertThat(account.get("openid").asBoolean()).isTrue();
        assertThat(account.has("password_changed_at")).isFalse();
        assertThat(newest("done").get("who").asText()).isEqualTo("olga");
        assertThat(newest("done").get("detail").asText()).isEqualTo("By OpenID.");

        olga.urls.clear();
        olga.signIn("olga", "/");
        assertThat(olga.urls)
                .as("the server remembers nobody: the provider is asked each time")
                .anyMatch(url -> url.startsWith(provider.issuer() + "/authorize?"));
        assertThat(asAdmin("GET", "users", null).get("users").findValuesAsText("name"))
                .as("no second account")
                .containsOnlyOnce("olga");
    }

    @Test
    void anAccountOfTheProviderHasNoPasswordHere() throws Exception {
        var rita = new Visit();
        rita.signIn("rita", "/");
        assertThat(rita.session().get("role").asText()).isEqualTo("viewer");

        assertThat(rita.send("PUT", "session/password", """
                {"old":"rita's own password","password":"another of twelve"}""").statusCode()).isEqualTo(409);
        assertThat(rita.get("session/all").get("password").asBoolean()).isFalse();
        assertThat(tryAsAdmin("POST", "users/rita/password", "{\"password\":\"another of twelve\"}"))
                .isEqualTo(409);
        assertThat(new Visit().send("POST", "session", """
                {"user":"rita","password":"rita's own password"}""").statusCode()).isEqualTo(401);

        asAdmin("PATCH", "users/rita", "{\"disabled\":true}");
        assertThat(rita.send("GET", "session", null).statusCode()).isEqualTo(401);
        var again = new Visit();
        again.signIn("rita", "/");
        assertThat(again.at()).isEqualTo(hub + "/#/signin?refused=disabled");
        assertThat(again.cookies()).noneMatch(name -> name.startsWith("__Host-"));
    }

    @Test
    void whoseGroupsHaveNoRoleStaysOut() throws Exception {
        var quentin = new Visit();
        quentin.signIn("quentin", "/");

        assertThat(quentin.at()).isEqualTo(hub + "/#/signin?refused=no_role");
        assertThat(quentin.cookies()).noneMatch(name -> name.startsWith("__Host-"));
        assertThat(tryAsAdmin("GET", "users/quentin", null)).isEqualTo(404);
        var refused = newest("refused", "quentin");
        assertThat(refused.get("detail").asText()).isEqualTo("By OpenID: None of its groups has a role here.");
    }

    @Test
    void anAccountWithAPasswordIsNobodysFromOutside() throws Exception {
        asAdmin("POST", "users", """
                {"name":"pia","role":"admin","password":"a secret of twelve or more"}""");
        var pia = new Visit();
        pia.signIn("pia", "/");
        assertThat(pia.at()).isEqualTo(hub + "/#/signin?refused=taken");
        asAdmin("DELETE", "users/pia", null);

        asAdmin("POST", "users", """
                {"name":"pia","role":"admin","openid":true,"groups":["web"]}""");
        pia.signIn("pia", "/");
        assertThat(pia.session().toString())
                .as("the role is the provider's, the groups of hosts are ours")
                .isEqualTo("""
                {"user":"pia","kind":"user","role":"viewer","groups":["web"]}""");
    }

    @Test
    void aCodeThatTheProviderDidNotGiveIsRefusedAndOnRecord() throws Exception {
        var eve = new Visit();
        eve.forge("olga", CODE, "code=of-another");

        assertThat(eve.status).isGreaterThanOrEqualTo(400);
        assertThat(eve.cookies()).noneMatch(name -> name.startsWith("__Host-"));
        assertThat(newest("refused", "").get("detail").asText())
                .isEqualTo("By OpenID: The provider did not let it in, or could not be asked.");
    }

    @Test
    void anAnswerThatThisBrowserDidNotAskForIsRefused() throws Exception {
        var eve = new Visit();
        eve.forge("olga", STATE, "state=of-another");

        assertThat(eve.status).isGreaterThanOrEqualTo(400);
        assertThat(eve.cookies()).noneMatch(name -> name.startsWith("__Host-"));
    }

    @Test
    void theSignInPageOffersTheWayThroughTheProvider() throws Exception {
        try (var browser = Browser.open()) {
            var page = browser.pageOfAnyCertificate(hub.toString(), 1440, 900, "light");
            assertThat(page.locator("[data-test=signin-openid]")).hasText("Sign in with the directory");
            Browser.screenshot(page, "signin-openid-light");
            page.locator("[data-test=signin-openid]").click();
            page.locator("[name=j_username]").fill("olga");
            page.locator("[name=j_password]").fill("olga's own password");
            page.locator("[name=submitButton]").click();
            assertThat(page.locator("[data-test=sign-out]")).isVisible();
            assertThat(page.locator("[data-test=role]")).hasText("Operator");
            page.locator("[data-test=user]").click();
            assertThat(page.locator("[data-test=account-no-password]")).isVisible();
            page.locator("[data-test=sign-out]").click();
            assertThat(page.locator("[data-test=signin]")).isVisible();
            page.navigate(hub + "/#/signin?refused=no_role");
            page.reload();
            assertThat(page.locator("[data-test=signin-error]")).containsText("None of your groups has a role here");
        }
    }

    /** Nobody waits until a refusal is on record. */
    private static JsonNode newest(String outcome, String... who) {
        var found = new AtomicReference<JsonNode>();
        Await.until("No session.begin " + outcome + " is on record", Duration.ofSeconds(30), () -> {
            try {
                for (var row : asAdmin("GET", "audit?action=session.begin&outcome=" + outcome, null)
                        .get("deeds")) {
                    if (who.length == 0 || row.get("who").asText().equals(who[0])) {
                        found.compareAndSet(null, row);
                    }
                }
            } catch (Exception notYet) {
                throw new IOException(notYet);
            }
            return found.get() != null;
        });
        return found.get();
    }

    private static JsonNode asAdmin(String method, String path, String body) throws Exception {
        var answer = send(HttpClient.newHttpClient(), stack.hubAddress(), method, path, body, stack.adminPassword());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private static int tryAsAdmin(String method, String path, String body) throws Exception {
        return send(HttpClient.newHttpClient(), stack.hubAddress(), method, path, body, stack.adminPassword())
                .statusCode();
    }

    private static HttpResponse<String> send(
            HttpClient client, URI hub, String method, String path, String body, String adminPassword)
            throws Exception {
        var request = HttpRequest.newBuilder(hub.resolve("/api/v1/" + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (adminPassword != null) {
            var pair = ("admin:" + adminPassword).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** A browser without pages: keeps cookies, follows where it is sent, and notes where it was. */
    private static final class Visit {

        private final CookieManager jar = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
        private final HttpClient client =
                HttpClient.newBuilder().sslContext(tls).cookieHandler(jar).build();
        private final List<String> urls = new ArrayList<>();
        private int status;

        void signIn(String user, String next) throws Exception {
            follow(hub + "/api/openid?next=" + next, UnaryOperator.identity());
            if (at().contains("/oidc/")) {
                login(user, UnaryOperator.identity());
            }
        }

        /** Signs in at the provider, and comes back with something of its own making. */
        void forge(String user, Pattern what, String forged) throws Exception {
            follow(hub + "/api/openid", UnaryOperator.identity());
            login(
                    user,
                    url -> url.contains("/openid/redirect/") ? what.matcher(url).replaceFirst(forged) : url);
        }

        private void login(String user, UnaryOperator<String> on) throws Exception {
            var form = "j_username=" + user + "&j_password="
                    + URLEncoder.encode(user + "'s own password", StandardCharsets.UTF_8);
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create(at()).resolve("/oidc/j_security_check"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(form))
                            .build(),
                    BodyHandlers.ofString());
            follow(answer.headers().firstValue("Location").orElseThrow(), on);
        }

        private void follow(String start, UnaryOperator<String> on) throws Exception {
            for (var url = start; url != null; ) {
                urls.add(url);
                var from = URI.create(url);
                var answer = client.send(HttpRequest.newBuilder(from).build(), BodyHandlers.ofString());
                url = answer.headers()
                        .firstValue("Location")
                        .map(to -> on.apply(from.resolve(to).toString()))
                        .orElse(null);
                status = answer.statusCode();
            }
        }

        String at() {
            return urls.get(urls.size() - 1);
        }

        /** Of the hub, that have something in them. */
        List<String> cookies() {
            return jar.getCookieStore().getCookies().stream()
                    .filter(cookie -> !cookie.hasExpired() && !cookie.getValue().isEmpty())
                    .map(HttpCookie::getName)
                    .filter(name -> name.startsWith("__Host-") || name.startsWith("WASOidc"))
                    .toList();
        }

        JsonNode session() throws Exception {
            return get("session");
        }

        JsonNode get(String path) throws Exception {
            var answer = send("GET", path, null);
            assertThat(answer.statusCode()).as("%s %s", urls, answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        }

        HttpResponse<String> send(String method, String path, String body) throws Exception {
            return OpenIdIT.send(client, hub, method, path, body, null);
        }
    }
}
