package io.pulsefleet.hub.access;

import io.pulsefleet.store.access.User.OpenId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whom the provider has sent, as it says.
 *
 * @param id by what the provider knows it, for ever
 * @param name the one that its account here is to have; empty: it says none
 * @param displayName for people; empty: it says none
 */
record OpenIdPerson(OpenId id, String name, String displayName, Set<String> groups) {

    OpenIdPerson {
        groups = Set.copyOf(groups);
    }

    /** @return empty: it does not say who that is */
    static Optional<OpenIdPerson> of(Map<?, ?> claims, OpenIdConfig config) {
        var issuer = text(claims, "iss");
        var subject = text(claims, "sub");
        return issuer.isEmpty() || subject.isEmpty()
                ? Optional.empty()
                : Optional.of(new OpenIdPerson(
                        new OpenId(issuer, subject),
                        text(claims, config.nameClaim()),
                        text(claims, "name"),
                        groups(claims.get(config.groupsClaim()))));
    }

    private static String text(Map<?, ?> claims, String claim) {
        return claims.get(claim) instanceof String text ? text.strip() : "";
    }

    /** Providers that know of one group only say it as a text. */
    private static Set<String> groups(Object claim) {
        return claim instanceof Collection<?> many
                ? many.stream().map(String::valueOf).collect(Collectors.toSet())
                : claim instanceof String one ? Set.of(one) : Set.of();
    }
}
