package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.settings.Settings;
import io.pulsefleet.store.access.User.OpenId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a provider says of somebody, as it is understood (SP-13). */
class OpenIdPersonTest {

    private static final OpenIdConfig CONFIG = OpenIdConfig.of(new Settings(name -> Optional.empty()));

    @Test
    void claimsMakeAPerson() {
        assertThat(OpenIdPerson.of(
                        Map.of(
                                "iss", "https://id.example",
                                "sub", "248289761001",
                                "preferred_username", "jane.doe",
                                "name", "Jane Doe",
                                "groups", List.of("ops", "readers")),
                        CONFIG))
                .contains(new OpenIdPerson(
                        new OpenId("https://id.example", "248289761001"),
                        "jane.doe",
                        "Jane Doe",
                        Set.of("ops", "readers")));
    }

    @Test
    void oneGroupMayBeAText() {
        assertThat(OpenIdPerson.of(Map.of("iss", "i", "sub", "s", "groups", "ops"), CONFIG))
                .contains(new OpenIdPerson(new OpenId("i", "s"), "", "", Set.of("ops")));
    }

    @Test
    void whatIsOfAnotherKindSaysNothing() {
        assertThat(OpenIdPerson.of(
                        Map.of("iss", "i", "sub", "s", "groups", 7, "preferred_username", List.of("jane")), CONFIG))
                .contains(new OpenIdPerson(new OpenId("i", "s"), "", "", Set.of()));
    }

    @Test
    void withoutIssuerOrSubjectItIsNobody() {
        assertThat(OpenIdPerson.of(Map.of("iss", "i", "preferred_username", "jane"), CONFIG))
                .isEmpty();
        assertThat(OpenIdPerson.of(Map.of("sub", "s", "preferred_username", "jane"), CONFIG))
                .isEmpty();
        assertThat(OpenIdPerson.of(Map.of(), CONFIG)).isEmpty();
    }
}
