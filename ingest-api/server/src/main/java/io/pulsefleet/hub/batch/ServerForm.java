package io.pulsefleet.hub.batch;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.batch.BatchServer;
import io.pulsefleet.wire.Required;
import io.pulsefleet.wire.uptime.Pem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an admin says of a server. What is left out is as it was; of a new one it is none.
 *
 * @param url {@code https://payroll.example:9443}; a path of the batch API's may stand behind it
 * @param plainHttp whether {@code http://} is meant: user, password and all answers can be read on the way
 * @param ca certificates as PEM, of those who may have signed the server's; empty: those that Java trusts
 * @param fingerprint SHA-256 of the one certificate that is trusted, instead of {@code ca}
 * @param group of hosts that it counts among; empty: only who may see all hosts sees it
 */
public record ServerForm(
        String name,
        String url,
        Boolean plainHttp,
        String user,
        String password,
        String ca,
        String fingerprint,
        String group) {

    static final int LONGEST_PASSWORD = 1_000;

    private static final int LONGEST_CA = 100_000;
    private static final int LONGEST_URL = 300;
    private static final Pattern USER = Pattern.compile("[^\\p{Cntrl}:]{1,255}");
    private static final Pattern PATH = Pattern.compile("/?|/ibm/api/batch/?");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    /** Never shows the password: records are logged. */
    @Override
    public String toString() {
        return "ServerForm[" + name + "]";
    }

    /** With what is left out as it is there. */
    ServerForm over(BatchServer server) {
        return new ServerForm(
                server.name(),
                url == null ? server.url() : url,
                plainHttp == null ? Boolean.valueOf(server.url().startsWith("http:")) : plainHttp,
                user == null ? server.user() : user,
                password,
                ca == null && blankToNull(fingerprint) == null ? server.ca() : ca,
                fingerprint == null && blankToNull(ca) == null ? server.fingerprint() : fingerprint,
                group == null ? server.group() : group);
    }

    /** All that is wrong. */
    Complaints complaints(boolean needsPassword) {
        var wrong = new Complaints();
        if (name == null || !NAME.matcher(name).matches()) {
            wrong.add("name", "must be 1 to 63 letters, digits, _ . or -, a letter or digit first");
        }
        checkUrl(wrong);
        if (user == null || !USER.matcher(user).matches() || user.isBlank()) {
            wrong.add("user", "must be a user's name of 255 characters at most, without a colon");
        }
        if (password == null ? needsPassword : !isPassword()) {
            wrong.add("password", "must be its password, of " + LONGEST_PASSWORD + " characters at most");
        }
        checkTrust(wrong);
        if (blankToNull(group) != null && !isGroup()) {
            wrong.add("group", "must be the name of a group of hosts");
        }
        return wrong;
    }

    private boolean isPassword() {
        return !password.isBlank() && password.length() <= LONGEST_PASSWORD && password.indexOf('\0') < 0;
    }

    private boolean isGroup() {
        try {
            Required.name("group", group);
            return true;
        } catch (IllegalArgumentException noName) {
            return false;
        }
    }

    private void checkUrl(Complaints wrong) {
        var address = address();
        if (address.isEmpty()) {
            wrong.add("url", "must be as https://host:port, without user, query and any path but /ibm/api/batch");
        } else if (address.get().getScheme().equals("http") && !Boolean.TRUE.equals(plainHttp)) {
            wrong.add("url", "must begin with https://; where http:// is meant, say 'plainHttp': true");
        } else if (address.get().getScheme().equals("http")
                && (blankToNull(ca) != null || blankToNull(fingerprint) != null)) {
            wrong.add("url", "must begin with https:// where a certificate is trusted");
        }
    }

    private Optional<URI> address() {
        if (url == null || url.length() > LONGEST_URL) {
            return Optional.empty();
        }
        try {
            var address = new URI(url.strip());
            var isFit = ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
                    && address.getHost() != null
                    && address.getUserInfo() == null
                    && address.getQuery() == null
                    && address.getFragment() == null
                    && address.getPort() <= 65_535
                    && PATH.matcher(address.getPath()).matches();
            return isFit ? Optional.of(address) : Optional.empty();
        } catch (URISyntaxException noUrl) {
            return Optional.empty();
        }
    }

    private void checkTrust(Complaints wrong) {
        if (blankToNull(ca) != null && blankToNull(fingerprint) != null) {
            wrong.add("fingerprint", "must be empty where 'ca' is given: one of both says whom to trust");
        }
        if (blankToNull(fingerprint) != null
                && !FINGERPRINT.matcher(plainFingerprint()).matches()) {
            wrong.add(
                    "fingerprint",
                    "must be the SHA-256 of a certificate: 64 hexadecimal digits, with or without colons");
        }
        if (blankToNull(ca) != null) {
            try {
                if (ca.length() > LONGEST_CA) {
                    throw new IllegalArgumentException("is longer than " + LONGEST_CA + " characters");
                }
                Pem.certificates(ca);
            } catch (IllegalArgumentException broken) {
                wrong.add("ca", broken.getMessage());
            }
        }
    }

    /** Of one without {@link #complaints}: scheme, host and port, as it is kept. */
    String plainUrl() {
        var address = address().orElseThrow();
        return address.getScheme() + "://" + address.getRawAuthority().toLowerCase(Locale.ROOT);
    }

    String plainFingerprint() {
        return blankToNull(fingerprint) == null
                ? null
                : fingerprint.replace(":", "").strip().toLowerCase(Locale.ROOT);
    }

    String plainCa() {
        return blankToNull(ca);
    }

    String plainGroup() {
        return blankToNull(group);
    }

    /**
     * A password that is kept goes nowhere else than where it was meant for, or whoever may change an address could read
     * it.
     *
     * @throws jakarta.ws.rs.WebApplicationException 400
     */
    void refuseToSendElsewhere(BatchServer kept) {
        var isSame = plainUrl().equals(kept.url()) && user.equals(kept.user());
        if (password == null && !isSame) {
            throw Problems.badField(
                    "password",
                    "must be given again where url or user are others: the one that is kept is sent nowhere else");
        }
    }

    private static String blankToNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
