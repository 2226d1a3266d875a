package io.pulsefleet.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signs in at a hub, and keeps what it gave in a file that nobody else may read. */
@Command(
        name = "login",
        description = {
            "Signs in at a hub, until 'pulse logout' or until the session ends: after 12 hours without use, or 7 days.",
            "A secret is asked for, piped in, or read from a file; it is never an argument, which all users of a host see."
        })
final class Login implements Callable<Integer> {

    private static final Set<String> THIS_HOST = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Terminal terminal;

    @Parameters(paramLabel = "URL", description = "The hub's address, as https://hub.example:9443")
    private URI hub;

    @Option(names = "--user", paramLabel = "NAME", description = "Who signs in; asked for where it is left out.")
    private String user;

    @ArgGroup
    private How how = new How();

    @ArgGroup
    private Known known = new Known();

    /** What is shown instead of a password that is typed. */
    static final class How {

        @Option(names = "--password-stdin", description = "The password is piped in.")
        private boolean passwordPiped;

        @Option(names = "--token-file", paramLabel = "FILE", description = "An API key, in a file.")
        private Path tokenFile;

        @Option(names = "--token-stdin", description = "An API key is piped in.")
        private boolean tokenPiped;
    }

    /** By what the hub is known, where it has an authority of its own. */
    static final class Known {

        @Option(names = "--ca", paramLabel = "FILE", description = "The certificate of the hub's authority, as PEM.")
        private Path file;

        @Option(
                names = "--fingerprint",
                paramLabel = "sha256:...",
                description = "Of that certificate, as the join line of the console's 'Add a host' shows it.")
        private String fingerprint;
    }

    Login(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        var address = address();
        var authority = authority(address);
        var account = isByToken() ? byToken(address, authority) : byPassword(address, authority);
        account.keep(terminal.accountFile());
        terminal.say("Signed in at " + account.hub() + " as " + account.user() + ".");
        return Exit.DONE.code();
    }

    private URI address() {
        var isTls = "https".equals(hub.getScheme());
        if (hub.getHost() == null || !(isTls || "http".equals(hub.getScheme()))) {
            throw new RefusedException(Exit.WRONG, hub + " is no address of a hub: as https://hub.example:9443");
        }
        if (hub.getRawUserInfo() != null) {
            throw new RefusedException(
                    Exit.WRONG,
                    "an address bears no name and no password, which all users of a host see: --user, --password-stdin");
        }
        if (!isTls && !THIS_HOST.contains(hub.getHost())) {
            throw new RefusedException(
                    Exit.WRONG, "secrets go over HTTPS, or to this host itself: https://" + hub.getHost() + ":9443");
        }
        return URI.create(hub.getScheme() + "://" + hub.getRawAuthority());
    }

    private String authority(URI address) throws IOException {
        if (known.file != null) {
            return read(known.file);
        }
        if (known.fingerprint == null) {
            return "";
        }
        var shown = Hub.at(address, Trust.inAnybody())
                .get("authority")
                .get("certificate")
                .text();
        if (!Trust.hasFingerprint(shown, known.fingerprint)) {
            throw new RefusedException(
                    Exit.NOT_ALLOWED,
                    address
                            + " is not the hub of this fingerprint: something else answers there, or the fingerprint is of"
                            + " another hub; nothing was sent to it");
        }
        return shown;
    }

    private boolean isByToken() {
        return how.tokenFile != null || how.tokenPiped;
    }

    private Account byToken(URI address, String authority) throws IOException {
        var token = how.tokenPiped
                ? terminal.line("the API key")
                : read(how.tokenFile).strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new RefusedException(Exit.WRONG, "this is no API key: one is made in the console, and shown once");
        }
        var account = new Account(address, "", "Authorization", "Bearer " + token, authority);
        var who = Hub.of(account).get("session").get("user").text();
        return new Account(address, who, account.header(), account.secret(), authority);
    }

    private Account byPassword(URI address, String authority) {
        var trust = Trust.in(authority);
        var name = name();
        var password = how.passwordPiped ? terminal.line("the password") : typed(name);
        var answer = signIn(address, trust, name, password);
        var cookie = answer.headers().allValues("Set-Cookie").stream()
                .map(one -> one.split(";", 2)[0])
                .filter(one -> one.contains("pulse_session"))
                .findFirst()
                .orElseThrow(
                        () -> new RefusedException(Exit.AWAY, address + " gave no session: is it a PulseFleet hub?"));
        return new Account(address, Json.of(answer.body()).get("user").text(), "Cookie", cookie, authority);
    }

    private static HttpResponse<String> signIn(URI address, SSLContext trust, String name, String password) {
        return Hub.at(address, trust).answerTo("POST", "session", Map.of("user", name, "password", password));
    }

    private String name() {
        if (user != null) {
            return user;
        }
        if (terminal.console() == null) {
            throw new RefusedException(Exit.WRONG, "who signs in? --user NAME, or an API key by --token-file");
        }
        return terminal.console().readLine("User: ");
    }

    private String typed(String name) {
        if (terminal.console() == null) {
            throw new RefusedException(
                    Exit.WRONG,
                    "there is nobody to ask for the password: --password-stdin, or an API key by --token-file");
        }
        var typed = terminal.console().readPassword("Password of %s: ", name);
        return typed == null ? "" : new String(typed);
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (IOException cannot) {
            throw new RefusedException(Exit.WRONG, file + " cannot be read", cannot);
        }
    }
}
