package io.pulsefleet.hub.access;

import io.pulsefleet.hub.http.HttpConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who comes in through the OpenID provider, and as what. Discovery, client, secret and trust are for the server's own
 * feature, which reads them in {@code fragments/openid/on.xml}.
 *
 * @param name what the sign-in page calls the provider
 * @param nameClaim the claim that holds a user's name
 * @param groupsClaim the claim that holds the groups
 * @param groups of each role, by the provider's names; all empty: the provider says nothing of roles
 * @param role of who is in none of them; empty: none, they stay out
 * @param creates whether an account is made for who has none
 */
public record OpenIdConfig(
        boolean isOn,
        String name,
        String nameClaim,
        String groupsClaim,
        Map<String, Set<String>> groups,
        Optional<String> role,
        boolean creates) {

    static final Setting<Boolean> ON = new Setting<>(
            "pulse.openid",
            "off",
            "on: people may sign in through an OpenID provider. From the environment only; the server reads it before all"
                    + " else.",
            text -> isOneOf(text, "on", "off"));
    static final Setting<String> NAME =
            Setting.text("pulse.openid.name", "single sign-on", "What the sign-in page calls the provider.");
    static final Setting<String> DISCOVERY = Setting.text(
            "pulse.openid.discovery",
            "",
            "Where the provider describes itself: https://<issuer>/.well-known/openid-configuration.");
    static final Setting<String> CLIENT =
            Setting.text("pulse.openid.client", "", "What the provider knows the hub by (client id).");
    static final Setting<String> SECRET_KEY = Setting.text(
            "pulse.openid.secret",
            "",
            "What the hub shows the provider (client secret). Better in a file of this name, in a folder that"
                    + " VARIABLE_SOURCE_DIRS names.");
    static final Setting<String> SCOPE =
            Setting.text("pulse.openid.scope", "openid profile email", "What the provider is asked for.");
    static final Setting<String> ALGORITHM =
            Setting.text("pulse.openid.algorithm", "RS256", "By what the provider signs what it says of somebody.");
    static final Setting<String> TRUST = Setting.text(
            "pulse.openid.trust",
            "",
            "A PKCS #12 file of authorities that the provider's certificate may be of, besides those that Java knows; else"
                    + " the fleet's own.");
    static final Setting<String> TRUST_PASSWORD =
            Setting.text("pulse.openid.trust.password", "", "The password of that file.");
    static final Setting<String> PROTOCOLS =
            Setting.text("pulse.openid.protocols", "TLSv1.3,TLSv1.2", "Which TLS is spoken with the provider.");
    static final Setting<String> NAME_CLAIM = Setting.text(
            "pulse.openid.name.claim", "preferred_username", "The claim that becomes the name of a user's account.");
    static final Setting<String> GROUPS_CLAIM =
            Setting.text("pulse.openid.groups.claim", "groups", "The claim that holds the groups of a user.");
    static final Setting<Set<String>> ADMINS = new Setting<>(
            "pulse.openid.admins",
            "",
            "The provider's groups that are admins, with commas between.",
            OpenIdConfig::set);
    static final Setting<Set<String>> OPERATORS =
            new Setting<>("pulse.openid.operators", "", "Those that are operators.", OpenIdConfig::set);
    static final Setting<Set<String>> VIEWERS =
            new Setting<>("pulse.openid.viewers", "", "Those that are viewers.", OpenIdConfig::set);
    static final Setting<String> ROLE = new Setting<>(
            "pulse.openid.role",
            "none",
            "The role of who is in none of them: viewer, operator or admin; none: stays out.",
            OpenIdConfig::role);
    static final Setting<Boolean> CREATE = new Setting<>(
            "pulse.openid.create",
            "yes",
            "no: only who has an account already may come in.",
            text -> isOneOf(text, "yes", "no"));

    static OpenIdConfig current() {
        return of(HttpConfig.settings());
    }

    static OpenIdConfig of(Settings settings) {
        var groups = new LinkedHashMap<String, Set<String>>();
        groups.put(Caller.ADMIN, settings.get(ADMINS));
        groups.put(Caller.OPERATOR, settings.get(OPERATORS));
        groups.put(Caller.VIEWER, settings.get(VIEWERS));
        return new OpenIdConfig(
                settings.get(ON),
                settings.get(NAME),
                settings.get(NAME_CLAIM),
                settings.get(GROUPS_CLAIM),
                groups,
                Optional.of(settings.get(ROLE)).filter(Caller.RANKS::contains),
                settings.get(CREATE));
    }

    /** What the sign-in page calls the provider; empty: there is none. */
    public static Optional<String> offered() {
        var config = current();
        return config.isOn() ? Optional.of(config.name()) : Optional.empty();
    }

    /**
     * The highest that one of its groups has; where no groups are named, the one that it has here.
     *
     * @param present the role of its account here; empty: it has none yet
     * @return empty: it may not come in
     */
    Optional<String> roleOf(Set<String> itsGroups, Optional<String> present) {
        if (groups.values().stream().allMatch(Set::isEmpty)) {
            return present.or(() -> role);
        }
        Predicate<String> isIts = rank -> groups.get(rank).stream().anyMatch(itsGroups::contains);
        return List.of(Caller.ADMIN, Caller.OPERATOR, Caller.VIEWER).stream()
                .filter(isIts)
                .findFirst()
                .or(() -> role);
    }

    private static boolean isOneOf(String text, String yes, String no) {
        if (!text.equals(yes) && !text.equals(no)) {
            throw new IllegalArgumentException(text);
        }
        return text.equals(yes);
    }

    private static String role(String text) {
        if (!text.equals("none") && !Caller.RANKS.contains(text)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static Set<String> set(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
