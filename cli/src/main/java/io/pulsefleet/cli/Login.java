package io.pulsefleet.cli;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
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
        private String tokenFile;

        @Option(names = "--token-stdin", description = "An API key is piped in.")
        private boolean tokenPiped;
    }

    /** By what the hub is known, where it has an authority of its own. */
    static final class Known {

        @Option(names = "--ca", paramLabel = "FILE", description = "The certificate of the hub's authority, as PEM.")
        private String file;

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
    public Integer call() {
        var address = address();
        var authority = authority(address);
        var account = isByToken() ? byToken(address, authority) : byPassword(address, authority);
        var before = before();
        account.keep(terminal.accountFile());
        before.ifPresent(this::signOut);
        terminal.say("Signed in at " + account.hub() + " as " + account.user() + ".");
        return Exit.DONE.code();
    }

    private Optional<Account> before() {
        try {
            return Optional.of(Account.read(terminal.accountFile()));
        } catch (RefusedException isNone) {
            return Optional.empty();
        }
    }

    /** Nobody has its secret any more. */
    private void signOut(Account before) {
        try {
            Hub.signOut(before);
        } catch (RefusedException away) {
            terminal.remark("pulse: the session before ends by itself: " + away.getMessage());
        }
    }

    private URI address() {
        if (!Account.isAddress(hub)) {
            throw new RefusedException(Exit.WRONG, hub + " is no address of a hub: as https://hub.example:9443");
        }
        if (hub.getRawUserInfo() != null) {
            throw new RefusedException(
                    Exit.WRONG,
                    "an address bears no name and no password, which all users of a host see: --user, --password-stdin");
        }
        if (hub.getScheme().equals("http") && !THIS_HOST.contains(hub.getHost())) {
            throw new RefusedException(
                    Exit.WRONG, "secrets go over HTTPS, or to this host itself: https://" + hub.getHost() + ":9443");
        }
        return URI.create(hub.getScheme() + "://" + hub.getRawAuthority());
    }

    private String authority(URI address) {
        if (known.file != null) {
            return terminal.read(known.file);
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

    private Account byToken(URI address, String authority) {
        var token = how.tokenPiped
                ? terminal.line("the API key")
                : terminal.read(how.tokenFile).strip();
        if (!Account.isPrintable(token) || token.contains(" ")) {
            throw new RefusedException(Exit.WRONG, "this is no API key: one is made in the console, and shown once");
        }
        var account = new Account(address, "", Account.KEY, "Bearer " + token, authority);
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
        var who = Json.of(answer.body()).map(one -> one.get("user").text()).orElse(name);
        return new Account(address, who, Account.SESSION, cookie, authority);
    }

    private static Hub.Answer signIn(URI address, SSLContext trust, String name, String password) {
        return Hub.at(address, trust).answerTo("session", Map.of("user", name, "password", password));
    }

    private String name() {
        if (user != null) {
            return user;
        }
        return terminal.person()
                .map(person -> person.line("User: "))
                .orElseThrow(() ->
                        new RefusedException(Exit.WRONG, "who signs in? --user NAME, or an API key by --token-file"));
    }

    private String typed(String name) {
        return terminal.person()
                .map(person -> person.secret("Password of " + name + ": "))
                .map(String::new)
                .orElseThrow(() -> new RefusedException(
                        Exit.WRONG,
                        "there is nobody to ask for the password: --password-stdin, or an API key by --token-file"));
    }
}
